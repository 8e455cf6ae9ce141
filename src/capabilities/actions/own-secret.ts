/** Staunch does not cut itself off: without its own secret it could neither finish, nor prove, nor take anything back. */
import type { ActionContext, Result } from '../../incident/action.ts';
import { failed } from './failure.ts';

/** Whether Staunch itself works with this value. */
export type IsOwn = (value: string) => boolean;

/** Of who works with no secret: whoever runs no action, and tests. */
export const nothingOwn: IsOwn = () => false;

/** The refusal when what leaked is a secret of Staunch itself; null when it is not, or no value is held. Names no value. */
export async function ownSecretRefusal(
  isOwn: IsOwn,
  hint: string,
  context: Pick<ActionContext, 'value'>,
): Promise<Result | null> {
  const value = await context.value('leaked');
  if (value === null || !isOwn(value)) return null;
  const reason = `This is a secret that Staunch itself uses (${hint}): with it cut off, Staunch could not finish. Nothing was changed, and the secret still works. Give Staunch another first and start it anew, then retry this step.`;
  const byHand = `Give Staunch another secret, start it anew, then end this one where it was issued: ${hint}`;
  return failed('denied', reason, byHand);
}
