/** Actions that play what a test scripts; without a script each does the ordinary thing. */
import type {
  Action,
  ActionContext,
  ActionInput,
  KnownCredential,
  Output,
  Recovery,
  Result,
} from '../../src/incident/action.ts';
import { failed } from '../../src/incident/action.ts';
import type { Json } from '../../src/platform/canonical.ts';
import type { Plan } from '../../src/timeline/plan.ts';
import type { Look, ProbeResult } from '../../src/timeline/proof.ts';

/** What an action answers, in a word. */
export const done = (output: Output): Result => ({ kind: 'done', output });
export const again = (inMs: number, progress: Json, summary: string): Result => ({ kind: 'again', inMs, progress, summary });

export type Play = (input: ActionInput, context: ActionContext) => Promise<Result> | Result;
export type Call = {
  name: string;
  via: 'run' | 'probe';
  credential: string | null;
  attempt: number;
  key: string;
  progress: unknown;
};

export type Cast = {
  actions: Action[];
  /** Every call so far, oldest first. */
  calls: Call[];
  /** What an action answers next, in order: for all credentials, or for one. The last is not repeated. */
  script(name: string, ...plays: (Play | Result)[]): void;
  scriptFor(name: string, credential: string, ...plays: (Play | Result)[]): void;
  /** What the look after an interruption answers from now on. */
  recovers(name: string, recovery: Recovery): void;
  /** How an action is declared from now on; an effect of its own. */
  declares(name: string, change: Partial<Pick<Action, 'effect' | 'limitMs' | 'probe'>>): void;
  /** The names called so far, "credential.strike c1". */
  called(name?: string): string[];
  reset(): void;
};

export const look = (result: ProbeResult, detail = result as string): Look => ({
  result,
  at: '2026-11-24T03:00:00.000Z',
  detail,
});

/** A plan of one call on each of the credentials. */
export function planFor(
  credentials: Pick<KnownCredential, 'id' | 'kind' | 'locator' | 'fingerprint'>[],
  more: Partial<Plan> = {},
): Plan {
  const reversible = more.reversible ?? true;
  return {
    title: 'Lock it out',
    targets: credentials.map(({ id, kind, locator, fingerprint }) => ({
      credential: id,
      kind,
      locator,
      fingerprint,
      verb: 'disable',
      ids: { oid: `oid of ${id}` },
      caps: { sessions: 1000 },
      calls: [{ order: 1, call: 'lock', target: id, reversible }],
    })),
    reversible,
    mass: false,
    expectedOutage: 'until replaced',
    outageRank: 2,
    breaks: [],
    residuals: [],
    ...more,
  };
}

export const refusedProof = (credential: KnownCredential, after: ProbeResult = 'refused') =>
  ({
    credential: credential.id,
    kind: credential.kind,
    grade: 'by-use',
    before: credential.before,
    after: look(after),
  }) as const;

const open = (input: ActionInput) => input.credentials.filter(({ state }) => state !== 'cut-off' && state !== 'dead');

function mine(input: ActionInput): KnownCredential {
  if (input.credential === null) throw new Error(`The step ${input.step} was started without a credential.`);
  return input.credential;
}

const ordinary: (Pick<Action, 'name' | 'effect' | 'gives'> & { run: Play })[] = [
  {
    name: 'credential.identify',
    effect: 'read',
    gives: 'facts',
    run: (input) => done({ summary: 'found', facts: { role: mine(input).id, breaks: ['the shop'] } }),
  },
  { name: 'credential.probe', effect: 'read', gives: 'look', run: () => done({ summary: 'alive', look: look('alive') }) },
  {
    name: 'leak.plan',
    effect: 'read',
    gives: 'plans',
    run: (input) => done({ summary: 'planned', plans: open(input).length === 0 ? [] : [planFor(open(input))] }),
  },
  {
    name: 'credential.strike',
    effect: 'repeatable',
    gives: 'strike',
    run: (input) => done({ summary: 'struck', calls: [{ call: 'lock', target: mine(input).id, answer: 'locked' }] }),
  },
  {
    name: 'credential.prove',
    effect: 'read',
    gives: 'proof',
    run: (input) => done({ summary: 'proven', proof: refusedProof(mine(input)), residuals: [] }),
  },
  {
    name: 'credential.undo',
    effect: 'repeatable',
    gives: 'undo',
    run: (input) =>
      done({ summary: 'taken back', calls: [{ call: 'unlock', target: mine(input).id, answer: 'unlocked' }], undone: true }),
  },
  { name: 'report.write', effect: 'read', gives: 'document', run: () => done({ summary: 'written' }) },
];

export function castOf(): Cast {
  const calls: Call[] = [];
  const scripts = new Map<string, (Play | Result)[]>();
  const recoveries = new Map<string, Recovery>();
  const usual = new Map(ordinary.map(({ name, effect }) => [name, effect]));

  const note = (name: string, via: 'run' | 'probe', input: ActionInput, context: ActionContext) =>
    calls.push({
      name,
      via,
      credential: input.credential?.id ?? null,
      attempt: context.attempt,
      key: context.key,
      progress: context.progress,
    });

  function next(name: string, credential: string | undefined): Play | Result | undefined {
    return scripts.get(`${name} ${credential}`)?.shift() ?? scripts.get(name)?.shift();
  }

  const actions: Action[] = ordinary.map(({ name, effect, gives, run }) => ({
    name,
    version: 1,
    effect,
    gives,
    limitMs: 5_000,
    async run(input, context) {
      note(name, 'run', input, context);
      const scripted = next(name, input.credential?.id) ?? run;
      return typeof scripted === 'function' ? scripted(input, context) : scripted;
    },
    async probe(input, context) {
      note(name, 'probe', input, context);
      return recoveries.get(name) ?? { kind: 'not-done' };
    },
  }));

  return {
    actions,
    calls,
    script: (name, ...plays) => void scripts.set(name, [...(scripts.get(name) ?? []), ...plays]),
    scriptFor: (name, credential, ...plays) => void scripts.set(`${name} ${credential}`, plays),
    recovers: (name, recovery) => void recoveries.set(name, recovery),
    declares(name, change) {
      const action = actions.find((candidate) => candidate.name === name);
      if (action === undefined) throw new Error(`No action ${name}.`);
      Object.assign(action, change);
    },
    called: (name) =>
      calls
        .filter((call) => name === undefined || call.name === name)
        .map((call) =>
          [call.name, call.credential, call.via === 'probe' ? 'looked' : null].filter((word) => word !== null).join(' '),
        ),
    reset() {
      calls.length = 0;
      scripts.clear();
      recoveries.clear();
      for (const action of actions) Object.assign(action, { effect: usual.get(action.name), limitMs: 5_000 });
    },
  };
}

export { failed };
