import type { CredentialView, View } from '../../../incident/view.ts';
import type { ButtonPlan } from './blocks.ts';

/** The value of a dead or closed one is of no use to anybody. One that is held and opened nothing may have been mistyped. */
export const wantsValue = (view: View, { held, state, proof }: CredentialView): boolean =>
  view.state !== 'closed' && state !== 'dead' && (!held || mayBeWrong(state, proof));

const mayBeWrong = (state: CredentialView['state'], { before }: CredentialView['proof']): boolean =>
  state === 'unknown' && before !== null && before.result !== 'alive';

/** Gives whoever presses it a link to the bot's own page. */
export function handInButton(view: View, credential: CredentialView, place?: number): ButtonPlan {
  const which = view.credentials.length === 1 ? 'the value' : credential.id;
  return {
    verb: 'hand-in',
    ...(place === undefined ? {} : { place }),
    label: credential.held ? `Hand in ${which} again` : `Hand in ${which}`,
    value: { incident: view.incident, credential: credential.id },
  };
}
