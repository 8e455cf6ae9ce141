import type { CredentialView, View } from '../../../incident/view.ts';
import type { ButtonPlan } from './blocks.ts';

/** The value of a dead or closed one is of no use to anybody. */
export const wantsValue = (view: View, { held, state }: CredentialView): boolean =>
  view.state !== 'closed' && !held && state !== 'dead';

/** Gives whoever presses it a link to the bot's own page. */
export function handInButton(view: View, credential: CredentialView, place?: number): ButtonPlan {
  const which = view.credentials.length === 1 ? 'the value' : credential.id;
  return {
    verb: 'hand-in',
    ...(place === undefined ? {} : { place }),
    label: `Hand in ${which}`,
    value: { incident: view.incident, credential: credential.id },
  };
}
