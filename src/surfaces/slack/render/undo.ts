/** Taking back a strike: offered until its deadline. */
import type { CredentialView, View } from '../../../incident/view.ts';
import { actions, type ButtonPlan, confirmation, message, type SlackText, section } from './blocks.ts';
import { credentialName, proofLines } from './credentials.ts';
import { incidentName, type Shown } from './shown.ts';
import { isCut } from './state-line.ts';
import { escapeText, lines, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

/** The message beside a strike that can be taken back; without its button once it cannot be any more. */
export function undoMessage(view: View, shown: Shown, credential: string): SlackText {
  const struck = view.credentials.find(({ id }) => id === credential);
  if (struck === undefined) {
    const gone = md`${incidentName(view)}: ${escapeText(credential, 64)} is no longer part of this incident.`;
    return message(view, shown, gone, [section(gone)]);
  }
  const { undo } = struck;
  const standing = isCut(struck) ? md`is cut off` : md`was struck`;
  const headline = md`↩ *${incidentName(view)}: ${credentialName(struck)} ${standing}.*`;
  const until =
    undo === null
      ? md`It cannot be taken back, or was taken back already.`
      : md`It can be taken back until ${deadlineWords(undo.until, shown)}. Do so only if something broke that must not: then it works again.`;
  return message(view, shown, md`${incidentName(view)}: ${credentialName(struck)} ${standing}. ${until}`, [
    section(lines([headline, ...proofLines(struck, shown), until])),
    ...actions(undoButton(view, struck, shown)),
  ]);
}

/** A time, or words such as "the incident is closed". */
const deadlineWords = (until: string, shown: Shown): Mrkdwn =>
  Number.isNaN(Date.parse(until)) ? escapeText(until, 80) : at(until, shown);

/** None where it can not, or no longer, be taken back. */
export function undoButton(view: View, credential: CredentialView, shown: Shown, place?: number): ButtonPlan[] {
  const { undo } = credential;
  if (undo === null || view.state === 'closed' || Date.parse(undo.until) <= shown.now.getTime()) return [];
  const which = view.credentials.length === 1 ? '' : ` ${credential.id}`;
  return [
    {
      verb: 'undo',
      ...(place === undefined ? {} : { place }),
      label: `Undo${which}`,
      value: { incident: view.incident, credential: credential.id, nonce: undo.nonce, plan: undo.plan },
      confirm: confirmation(
        'Take it back?',
        md`${credentialName(credential)} would work again for everybody who has it, an intruder too.`,
        'Take it back',
        'danger',
      ),
    },
  ];
}
