import { canonicalJson, sha256Hex } from '../platform/canonical.ts';
import type { Residual } from './residual.ts';

/** The verbs of a credential kind that end a credential's life. */
export const strikeVerbs = ['disable', 'revoke', 'replace', 'swap'] as const;
export type StrikeVerb = (typeof strikeVerbs)[number];

/** One call that the strike will make. `call` is what will be sent, in the provider's own words, without secrets. */
export type PlannedCall = { order: number; call: string; target: string; reversible: boolean };

/** The part of a plan for one credential that makes it safe. Nothing volatile: no counts, no times. */
export type PlanTarget = {
  credential: string;
  kind: string;
  locator: Record<string, string>;
  fingerprint: string | null;
  verb: StrikeVerb;
  /** Ids the provider never reuses (role OID, key id): a target recreated under the same name is another target. */
  ids: Record<string, string>;
  /** Upper bounds that execution may not pass ("sessions": 1000). */
  caps: Record<string, number>;
  calls: PlannedCall[];
};

/** One alternative of a containment. Its hash covers `targets` alone; the rest is for the person who decides. */
export type Plan = {
  title: string;
  targets: PlanTarget[];
  reversible: boolean;
  /** Touches more than one person's or one service's access at once: the ladder's `mass` rung. */
  mass: boolean;
  /** "none", "sub-second", "until replaced", …; `outageRank` orders plans, 0 = none. */
  expectedOutage: string;
  outageRank: number;
  breaks: string[];
  residuals: Residual[];
};

/** SHA-256 over the canonical form of what makes the plan safe: 64 hex digits. Decisions bind to it. */
export function planHash(plan: Plan): string {
  return sha256Hex(canonicalJson({ v: 1, targets: plan.targets }));
}
