import type { Action } from '../../incident/action.ts';
import { agreedTarget, callOf, jobOf, type Kinds } from './call.ts';
import { answering, failed } from './failure.ts';
import { isHandsOff } from './left-to-people.ts';

const notTakenBack = (kind: string, hint: string) =>
  failed(
    'by-hand',
    `Staunch changes nothing of ${kind} itself by now (modes: in staunch.yml): nothing was called, and ${hint} is still cut off. Take it back by your own means.`,
  );

/** Takes a reversible strike back. */
export function credentialUndo(kinds: Kinds): Action {
  return {
    name: 'credential.undo',
    version: 1,
    effect: 'repeatable',
    gives: 'undo',
    limitMs: 45_000,
    run: (input, context) =>
      answering(async () => {
        const { credential, kind } = jobOf(kinds, input);
        const target = agreedTarget(input, credential);
        if (target === null) return failed('fatal', `No agreed plan struck ${credential.hint}: there is nothing to take back.`);
        if (isHandsOff(credential)) return notTakenBack(kind.name, credential.hint);
        if (kind.undo === undefined) return failed('fatal', `${kind.title} cannot be taken back.`);
        const { calls } = await kind.undo(callOf(credential, context), target);
        return { kind: 'done', output: { summary: `${credential.hint}: taken back, it may work again`, calls, undone: true } };
      }),
  };
}
