/** What waits for whom, a line each. */
import type { View, Waiting } from '../../../incident/view.ts';
import { andMore, firstOf, mentions, type Shown } from './shown.ts';
import { escapeText, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

const shownWanted = 8;
const whatChars = 320;

const marks = { alone: md`⏱`, gate: md`⏳`, stuck: md`⚠`, 'by-hand': md`✍`, residual: md`⚠` } as const satisfies Record<
  Waiting['kind'],
  Mrkdwn
>;

/** A countdown stands above everything else, on its own. */
const wantedOf = (view: View): Waiting[] => view.waiting.filter(({ kind }) => kind !== 'alone');

export function wantedLines(view: View, shown: Shown): Mrkdwn[] {
  const wanted = wantedOf(view);
  if (wanted.length === 0) return [];
  return [
    md`*Waiting for people*`,
    ...firstOf(
      wanted,
      shownWanted,
      (waiting) => wantedLine(waiting, shown),
      (more) => andMore(more, view, shown),
    ),
  ];
}

function wantedLine({ kind, what, credential, for: people, since }: Waiting, shown: Shown): Mrkdwn {
  const who = people.length === 0 ? md`` : md` ${mentions(people, shown)}:`;
  const which = credential === null || kind === 'residual' ? md`` : md` [${escapeText(credential, 64)}]`;
  return md`${marks[kind]}${who} ${escapeText(what, whatChars)}${which} (since ${at(since, shown)})`;
}
