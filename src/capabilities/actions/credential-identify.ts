import type { Action } from '../../incident/action.ts';
import { callOf, identityJson, jobOf, type Kinds } from './call.ts';
import { answering, failed } from './failure.ts';
import { type IsOwn, ownSecretRefusal } from './own-secret.ts';

/** Finds exactly one credential behind the locator, and what hangs on it. `isOwn`: a value that is never looked up. */
export function credentialIdentify(kinds: Kinds, isOwn: IsOwn): Action {
  return {
    name: 'credential.identify',
    version: 1,
    effect: 'read',
    gives: 'facts',
    limitMs: 45_000,
    run: (input, context) =>
      answering(async () => {
        const { credential, kind } = jobOf(kinds, input);
        const own = () => ownSecretRefusal(isOwn, credential.hint, context);
        const refusal = await own();
        if (refusal !== null) return refusal;
        const found = await kind.identify(callOf(credential, context));
        // A program may have handed over this very secret only for this look.
        const since = await own();
        if (since !== null) return since;
        if (found.kind === 'refused') return failed(found.class, found.reason, found.byHand);
        const warnings = found.identity.remarks.filter((remark) => remark.severity !== 'note');
        const summary = [`found ${credential.hint}`, ...warnings.map((remark) => remark.text)].join('; ');
        const usage = found.uses === undefined ? {} : { usage: found.uses };
        return { kind: 'done', output: { summary, facts: identityJson(found.identity), ...usage } };
      }),
  };
}
