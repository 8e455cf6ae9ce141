/** What outlives the kill and waits for a person: end it, or accept it with a reason. */
import type { View } from '../../../incident/view.ts';
import { actions, message, type SlackText, section } from './blocks.ts';
import { credentialName, residualText } from './credentials.ts';
import { incidentName, mentions, type Shown } from './shown.ts';
import { codeBlock, escapeText, lines, md } from './text.ts';

/** With its button while somebody is wanted; locked once it is accepted, ends by itself, or is gone. */
export function residualMessage(view: View, shown: Shown, residual: string): SlackText {
  const credential = view.credentials.find(({ residuals }) => residuals.some(({ id }) => id === residual));
  const left = credential?.residuals.find(({ id }) => id === residual);
  const name = incidentName(view);
  if (credential === undefined || left === undefined) {
    const gone = md`✓ *${name}*: what was left over (${escapeText(residual, 64)}) is gone.`;
    return message(view, shown, gone, [section(gone)]);
  }
  const waiting = view.waiting.find((one) => one.kind === 'residual' && one.residual === residual);
  const text = residualText(left, shown);
  if (waiting === undefined) {
    const line = md`${left.acceptedBy === null ? md`–` : md`✓`} *${name}*: ${text}`;
    return message(view, shown, line, [section(line)]);
  }
  const who = waiting.for.length === 0 ? md`` : md`${mentions(waiting.for, shown)} `;
  return message(view, shown, md`${who}${name}: something still works: ${text}`, [
    section(
      lines([
        md`${who}⚠ *${name}: something outlives ${credentialName(credential)}*`,
        text,
        md`End it, or accept it with a reason. Until then the incident is not contained.`,
      ]),
    ),
    ...(waiting.byHand === null ? [] : [section(md`What would end it:\n${codeBlock(waiting.byHand, 1_800)}`)]),
    ...actions([
      { verb: 'accept', label: 'Accept it…', value: { incident: view.incident, credential: credential.id, residual } },
    ]),
  ]);
}
