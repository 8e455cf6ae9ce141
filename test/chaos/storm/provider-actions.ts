/** What the bots of a storm do: real actions, over HTTP, against the provider of the test. */
import { request } from 'node:http';
import {
  type Action,
  type ActionContext,
  type ActionInput,
  failed,
  type KnownCredential,
  type Output,
  type Recovery,
  type Result,
} from '../../../src/incident/action.ts';
import type { Plan } from '../../../src/timeline/plan.ts';
import type { Look } from '../../../src/timeline/proof.ts';
import type { Asked, Said } from './provider.ts';

/** The provider is given this long; what it calls late is later. */
export const callLimitMs = 1_500;
/** A proof is two looks this far apart. */
const settleMs = 100;

type Ask = (asked: Pick<Asked, 'action' | 'kind'>, input: ActionInput, context: ActionContext) => Promise<Said>;

const done = (output: Output): Result => ({ kind: 'done', output });

export function providerActions(url: string): Action[] {
  const ask: Ask = ({ action, kind }, input, { key, attempt, signal }) =>
    post(url, { action, kind, key, attempt, target: targetOf(mine(input)) }, signal);
  const look = async (input: ActionInput, context: ActionContext) =>
    lookOf(await ask({ action: 'look', kind: 'run' }, input, context), context);
  const common = { version: 1, limitMs: callLimitMs } as const;
  return [
    {
      ...common,
      name: 'credential.identify',
      effect: 'read',
      gives: 'facts',
      run: (input, context) =>
        heard('read', context, async () => {
          await look(input, context);
          return done({ summary: 'found', facts: { target: targetOf(mine(input)) } });
        }),
    },
    {
      ...common,
      name: 'credential.probe',
      effect: 'read',
      gives: 'look',
      run: (input, context) =>
        heard('read', context, async () => {
          const seen = await look(input, context);
          return done({ summary: seen.result, look: seen });
        }),
    },
    {
      ...common,
      name: 'leak.plan',
      effect: 'read',
      gives: 'plans',
      run: async ({ credentials }) => {
        const open = credentials.filter(({ state }) => state !== 'cut-off' && state !== 'dead');
        return done({ summary: 'planned', plans: open.length === 0 ? [] : [planFor(open)] });
      },
    },
    changing(ask, 'credential.strike', 'strike', 'keyed'),
    changing(ask, 'sessions.end', 'end', 'unsafe'),
    {
      ...common,
      name: 'credential.prove',
      effect: 'read',
      gives: 'proof',
      run: (input, context) => heard('read', context, async () => proofOf(input, context, await look(input, context))),
    },
    {
      ...common,
      name: 'report.write',
      effect: 'read',
      gives: 'document',
      async run(_, context) {
        const record = await context.record();
        return done({ summary: `${record.entries.length} entries` });
      },
    },
  ];
}

function changing(ask: Ask, name: string, action: 'strike' | 'end', effect: 'keyed' | 'unsafe'): Action {
  const output = (input: ActionInput): Output => ({
    summary: `${action} answered`,
    calls: [{ call: action, target: targetOf(mine(input)), answer: 'done' }],
    undoable: action === 'strike',
  });
  return {
    name,
    version: 1,
    effect,
    gives: 'strike',
    limitMs: callLimitMs,
    run: (input, context) =>
      heard(effect, context, async () => {
        await ask({ action, kind: 'run' }, input, context);
        return done(output(input));
      }),
    async probe(input, context): Promise<Recovery> {
      const said = await ask({ action, kind: 'probe' }, input, context);
      return said.done ? { kind: 'done', output: output(input) } : { kind: 'not-done' };
    },
  };
}

/** A connection that was dropped says nothing about what happened. */
async function heard(effect: Action['effect'], context: ActionContext, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (context.signal.aborted) throw error;
    return failed(effect === 'read' ? 'retryable' : 'in-doubt', 'The provider dropped the connection.');
  }
}

function proofOf(input: ActionInput, context: ActionContext, after: Look): Result {
  const credential = mine(input);
  if (after.result === 'alive') return failed('fatal', 'It still works after the strike.', { look: after });
  if (context.progress === null) return { kind: 'again', inMs: settleMs, progress: { looks: 1 }, summary: 'refused once' };
  const { id, kind, before } = credential;
  const grade = before?.result === 'alive' ? 'by-use' : 'found-dead';
  return done({ summary: 'proven', proof: { credential: id, kind, grade, before, after }, residuals: [] });
}

const lookOf = ({ works }: Said, { clock }: ActionContext): Look => ({
  result: works ? 'alive' : 'refused',
  at: clock.now().toISOString(),
  detail: works ? 'it opens' : 'it is refused',
});

function mine(input: ActionInput): KnownCredential {
  if (input.credential === null) throw new Error(`The step ${input.step} was started without a credential.`);
  return input.credential;
}

const targetOf = ({ locator }: Pick<KnownCredential, 'locator'>) => locator.role ?? '';

function planFor(credentials: KnownCredential[]): Plan {
  return {
    title: 'Lock it out and end its sessions',
    targets: credentials.map(({ id, kind, locator, fingerprint }) => ({
      credential: id,
      kind,
      locator,
      fingerprint,
      verb: 'disable',
      ids: { target: locator.role ?? '' },
      caps: {},
      calls: [
        { order: 1, call: 'strike', target: locator.role ?? '', reversible: true },
        { order: 2, call: 'end', target: locator.role ?? '', reversible: true },
      ],
    })),
    reversible: true,
    mass: false,
    expectedOutage: 'until replaced',
    outageRank: 2,
    breaks: [],
    residuals: [],
  };
}

/** One connection a call: nothing below may send it twice. */
function post(url: string, asked: Asked, signal: AbortSignal): Promise<Said> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent: false, signal }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', reject);
      response.on('close', () => (response.complete ? resolve(JSON.parse(text)) : reject(new Error('The answer broke off.'))));
    });
    call.on('error', reject);
    call.end(JSON.stringify(asked));
  });
}
