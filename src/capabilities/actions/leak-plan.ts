import type { Action, KnownCredential } from '../../incident/action.ts';
import { type Kinds, kindOf } from './call.ts';
import { failed } from './failure.ts';
import { optionsOf, wouldDo } from './left-to-people.ts';
import { mergePlans, type Offered } from './merge-plans.ts';

function offeredBy(kinds: Kinds, credential: KnownCredential): Offered | null {
  const [first, ...others] = optionsOf(kindOf(kinds, credential), credential);
  return first === undefined ? null : { hint: credential.hint, options: [first, ...others] };
}

/** People are not asked about what the bot does not do: it is told beside the plans. */
function watchedSummary(kinds: Kinds, watched: readonly KnownCredential[]): string[] {
  return watched.flatMap((credential) => {
    const offered = offeredBy(kinds, credential);
    if (offered === null) return [];
    return `${credential.hint} is only watched: a person ends it. With the mode "ask": ${offered.options.map(wouldDo).join(' — or: ')}`;
  });
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
      const watched = open.filter(({ mode }) => mode === 'watch');
      const asked = open.filter(({ mode }) => mode !== 'watch');
      const plans = mergePlans(asked.map((credential) => offeredBy(kinds, credential)).filter((offered) => offered !== null));
      const told = watchedSummary(kinds, watched);
      const titles = plans.length === 0 && told.length === 0 ? ['nothing is left to strike'] : plans.map(({ title }) => title);
      const summary = [titles.join(' | '), ...told].filter((part) => part !== '').join('. ');
      return { kind: 'done', output: { summary, plans } };
    },
  };
}
