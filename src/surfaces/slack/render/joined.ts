/** The same secret was declared twice: it is handled already. */
import type { View } from '../../../incident/view.ts';
import { message, type SlackText, section, sections } from './blocks.ts';
import { incidentName, nameOf, type Shown } from './shown.ts';
import { clockLine, stateLine, stateSign } from './state-line.ts';
import { escapeText, lines, linkTo, md, signText } from './text.ts';
import { at } from './time-words.ts';
import { wantedLines } from './wanted.ts';

/** To whoever declared it again. `link` leads to its channel or card; null: they are told its number only. */
export function joinedMessage(view: View, shown: Shown, link: string | null): SlackText {
  const name = incidentName(view);
  const who = view.requester === null ? md`` : md` by ${nameOf(view.requester, shown)}`;
  const where = link === null ? name : linkTo(link, name);
  const headline = md`*This is already handled: ${where}*`;
  return message(view, shown, md`Already handled: ${name} ${stateLine(view)}`, [
    section(
      lines([
        headline,
        md`${signText(stateSign(view))} ${stateLine(view)}: ${escapeText(view.title)}`,
        md`Declared ${at(view.declaredAt, shown)}${who}. What you said was added to its record; no second incident was opened.`,
        clockLine(view, shown),
      ]),
    ),
    ...sections(wantedLines(view, shown)),
  ]);
}
