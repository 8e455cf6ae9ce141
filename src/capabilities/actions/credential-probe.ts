import type { Action } from '../../incident/action.ts';
import { callOf, jobOf, type Kinds } from './call.ts';
import { answering } from './failure.ts';

/** One look at the credential by use, before anything is struck. */
export function credentialProbe(kinds: Kinds): Action {
  return {
    name: 'credential.probe',
    version: 1,
    effect: 'read',
    gives: 'look',
    limitMs: 30_000,
    run: (input, context) =>
      answering(async () => {
        const { credential, kind } = jobOf(kinds, input);
        const aliveBefore = credential.before?.result === 'alive';
        const look = await kind.probe(callOf(credential, context), aliveBefore);
        return { kind: 'done', output: { summary: `${look.result.replaceAll('-', ' ')}: ${look.detail}`, look } };
      }),
  };
}
