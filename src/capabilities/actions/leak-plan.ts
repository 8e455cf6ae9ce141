import type { Action, KnownCredential } from '../../incident/action.ts';
import { type Kinds, kindFacts, kindOf, recordOf } from './call.ts';
import { failed } from './failure.ts';
import { mergePlans, type Offered } from './merge-plans.ts';

function offeredBy(kinds: Kinds, credential: KnownCredential): Offered | null {
  const kind = kindOf(kinds, credential);
  const [first, ...others] = kind.plan(recordOf(credential), kindFacts(credential), credential.before);
  return first === undefined ? null : { hint: credential.hint, options: [first, ...others] };
}

/** Puts together what can be done about all credentials that are not proven cut off yet. */
export function leakPlan(kinds: Kinds): Action {
  return {
    name: 'leak.plan',
    version: 1,
    effect: 'read',
    gives: 'plans',
    limitMs: 10_000,
    async run(input) {
      const open = input.credentials.filter((credential) => credential.state !== 'cut-off' && credential.state !== 'dead');
      const unknown = open.find((credential) => credential.facts === null);
      if (unknown !== undefined) {
        return failed(
          'fatal',
          `${unknown.hint} was not identified yet: nothing can be planned. Retry the step that identifies it.`,
        );
      }
      const plans = mergePlans(open.map((credential) => offeredBy(kinds, credential)).filter((offered) => offered !== null));
      const summary = plans.length === 0 ? 'nothing is left to strike' : plans.map((plan) => plan.title).join(' | ');
      return { kind: 'done', output: { summary, plans } };
    },
  };
}
