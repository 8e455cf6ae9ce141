/** Kinds named like the modes, on a provider that the test owns, driven by the real actions. */

import { z } from 'zod';
import { credentialIdentify } from '../../src/capabilities/actions/credential-identify.ts';
import { credentialProbe } from '../../src/capabilities/actions/credential-probe.ts';
import { credentialProve } from '../../src/capabilities/actions/credential-prove.ts';
import { credentialStrike } from '../../src/capabilities/actions/credential-strike.ts';
import { credentialUndo } from '../../src/capabilities/actions/credential-undo.ts';
import { leakPlan } from '../../src/capabilities/actions/leak-plan.ts';
import { nothingOwn } from '../../src/capabilities/actions/own-secret.ts';
import type { CredentialKind } from '../../src/capabilities/credentials/kind.ts';
import { type KindMode, kindModes } from '../../src/platform/config/kind-modes.ts';
import { openWorld, type World } from './world.ts';

export type HandsOff = {
  world: World;
  /** Roles that somebody ended: what a person did by hand, or the bot. */
  ended: Set<string>;
  /** Every call that changes something, as the provider saw it. */
  strikes: string[];
  /** What `modes:` says now; a kind that is not in it is as its name says. */
  configured: Map<string, KindMode>;
};

const roleOf = ({ role = '' }: Record<string, string>) => role;

function kindNamed(name: string, { ended, strikes }: Pick<HandsOff, 'ended' | 'strikes'>): CredentialKind {
  const look = (role: string) => ({ result: ended.has(role) ? 'refused' : 'alive', detail: role }) as const;
  return {
    name,
    title: name,
    locator: z.record(z.string(), z.string()),
    locatorKeys: ['role'],
    sources: [],
    target: z.unknown(),
    capabilities: {},
    settling: { looks: 1, everyMs: 0, atMostLooks: 1 },
    objection: () => null,
    hint: (locator) => `the role ${roleOf(locator)}`,
    provider: () => ({ provider: 'main', concurrency: 8 }),
    identify: async ({ credential }) => ({
      kind: 'one',
      identity: { ids: { role: roleOf(credential.locator) }, breaks: [], remarks: [], facts: null },
    }),
    probe: async ({ credential, now }) => ({ ...look(roleOf(credential.locator)), at: now().toISOString() }),
    plan: (credential, _facts, before) => {
      const { id, locator, fingerprint } = credential;
      const role = roleOf(locator);
      if (before?.result === 'refused' || ended.has(role)) return [];
      const calls = [{ order: 1, call: 'lock', target: role, reversible: true }];
      const target = {
        credential: id,
        kind: name,
        locator,
        fingerprint,
        verb: 'disable',
        ids: { role },
        caps: {},
        calls,
      } as const;
      const words = { title: `Lock ${role} out`, reversible: true, expectedOutage: 'until replaced', outageRank: 1 };
      return [{ target: { ...target }, ...words, breaks: [], residuals: [] }];
    },
    inspect: async ({ credential }) => ({
      cutOff: ended.has(roleOf(credential.locator)) ? 'yes' : 'no',
      detail: 'looked up',
      residuals: [],
    }),
    disable: async ({ credential }) => {
      const role = roleOf(credential.locator);
      strikes.push(`lock ${role}`);
      ended.add(role);
      return { calls: [{ call: 'lock', target: role, answer: 'locked' }] };
    },
    undo: async ({ credential }) => {
      const role = roleOf(credential.locator);
      strikes.push(`unlock ${role}`);
      ended.delete(role);
      return { calls: [{ call: 'unlock', target: role, answer: 'unlocked' }] };
    },
    byHand: ({ locator }) => `lock --role ${roleOf(locator)}`,
  };
}

/** `playbook`: another one than the drill. */
export async function handsOffWorld(playbook?: string): Promise<HandsOff> {
  const provider = { ended: new Set<string>(), strikes: [] as string[] };
  const configured = new Map<string, KindMode>();
  const kinds = new Map(kindModes.map((mode) => [mode as string, kindNamed(mode, provider)]));
  const modeOf = (kind: string) => configured.get(kind) ?? (kind as KindMode);
  const make = [credentialIdentify, credentialProbe, leakPlan, credentialStrike, credentialProve, credentialUndo];
  const world = await openWorld({
    actions: make.map((action) => action(kinds, nothingOwn)),
    configured: modeOf,
    place: (kind, locator) => ({
      hint: `the role ${roleOf(locator)}`,
      provider: 'main',
      concurrency: 8,
      mode: modeOf(kind),
    }),
    ...(playbook === undefined ? {} : { playbook }),
  });
  return { world, configured, ...provider };
}

export function calm({ ended, strikes, configured, world }: HandsOff): Promise<void> {
  ended.clear();
  strikes.length = 0;
  configured.clear();
  return world.calm();
}
