/** How bad it is, in the first words of everything. */
import type { CredentialView, View } from '../../../incident/view.ts';
import type { Shown } from './shown.ts';
import { type Mrkdwn, md } from './text.ts';
import { at, clockFace, howLong, msBetween } from './time-words.ts';

export const isCut = ({ state }: Pick<CredentialView, 'state'>): boolean => state === 'cut-off' || state === 'dead';

/** When new use was refused everywhere, as far as the view says; null while something may still work. */
export function stoppedAt(view: View): Date | null {
  if (view.credentials.length === 0 || !view.credentials.every(isCut)) return null;
  const times = view.credentials.flatMap(({ cutOffAt, proof }) => cutOffAt ?? proof.after?.at ?? view.containedAt ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times.map((time) => Date.parse(time))));
}

/** Between the strike and its proof neither "still works" nor "cut off" would be true. */
export function isBeingProven(view: View, credential: CredentialView): boolean {
  const steps = view.stages.flatMap((stage) => stage.steps);
  const stands = (id: string, state: string) => steps.some((step) => step.id === id && step.state === state);
  return (
    !isCut(credential) && credential.proof.after?.result !== 'alive' && stands('strike', 'done') && stands('prove', 'running')
  );
}

/** "NOT CUT OFF: 2 of 3 still work", "CUT OFF after 3 m 12 s", "CONTAINED: …", "CLOSED: …". Our own words and numbers only. */
export function stateLine(view: View): Mrkdwn {
  const stopped = stoppedAt(view);
  if (stopped === null) return view.state === 'closed' ? md`CLOSED: not proven cut off` : notCutOff(view);
  const after = md`after ${howLong(msBetween(view.detectedAt, stopped))}`;
  if (view.state === 'open') return md`CUT OFF ${after}`;
  return view.state === 'contained' ? md`CONTAINED: cut off ${after}` : md`CLOSED: cut off ${after}`;
}

function notCutOff(view: View): Mrkdwn {
  const open = view.credentials.filter((credential) => !isCut(credential));
  if (view.credentials.length === 0) return md`NOT CUT OFF: nothing was identified yet`;
  if (open.every((credential) => isBeingProven(view, credential))) return md`STRUCK: it is being proven now`;
  const alive = open.filter(({ state }) => state === 'alive').length;
  const unknown = open.length - alive;
  if (view.credentials.length === 1)
    return alive === 1 ? md`NOT CUT OFF: it still works` : md`NOT CUT OFF: not known yet whether it works`;
  const total = view.credentials.length;
  if (alive === 0) return md`NOT CUT OFF: ${unknown} of ${total} not known yet`;
  const working = md`NOT CUT OFF: ${alive} of ${total} still ${alive === 1 ? md`works` : md`work`}`;
  return unknown === 0 ? working : md`${working}, ${unknown} not known yet`;
}

/** One sign that is seen from afar. Plain Unicode: it stands in headers too. */
export function stateSign(view: View): '🔴' | '🟠' | '🟢' | '⚪' {
  if (view.state === 'closed') return '⚪';
  if (stoppedAt(view) === null)
    return view.credentials.every((one) => isBeingProven(view, one)) && view.credentials.length > 0 ? '🟠' : '🔴';
  return view.state === 'contained' ? '🟢' : '🟠';
}

/** The clock against the deadline. A card is not redrawn each second: it says when it was drawn. */
export function clockLine(view: View, shown: Shown): Mrkdwn {
  const limit = msBetween(view.detectedAt, view.deadline);
  const stopped = stoppedAt(view);
  const end = stopped ?? (view.closedAt === null ? null : new Date(view.closedAt));
  if (end === null) {
    const left = limit - msBetween(view.detectedAt, shown.now);
    const now = at(shown.now.toISOString(), shown);
    const standing = left >= 0 ? md`${clockFace(left)} left as of ${now}` : md`*${clockFace(-left)} over* as of ${now}`;
    return md`*Clock:* detected ${at(view.detectedAt, shown)}, to be cut off by *${at(view.deadline, shown)}* (limit ${clockFace(limit)}). ${standing}`;
  }
  const used = msBetween(view.detectedAt, end);
  const face = md`${clockFace(used)} of ${clockFace(limit)}`;
  if (stopped === null) return md`*Clock:* closed after ${face}, without proof that it is cut off`;
  const rest = used > limit ? md`*${clockFace(used - limit)} over the limit*` : md`${clockFace(limit - used)} to spare`;
  return md`*Clock:* cut off at ${at(stopped.toISOString(), shown)}, after ${face} since detection: ${rest}`;
}
