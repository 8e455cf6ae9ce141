/** The home tab: what is open, how to declare a leak, how it works. */
import type { HomeView, KnownBlock } from '@slack/types';
import type { View } from '../../../incident/view.ts';
import { actions, context, header, practiceNotice, section } from './blocks.ts';
import { incidentName, type Shown } from './shown.ts';
import { clockLine, stateLine, stateSign } from './state-line.ts';
import { escapeText, lines, linkTo, type Mrkdwn, md, signText } from './text.ts';

/** `link` leads to its channel; null for whoever is not in it, or where there is none. */
export type ListedIncident = { view: View; link: string | null };

const shownIncidents = 20;

/** Those that are shown, in their order: open ones first, the newest of each first. Only they need a link. */
export function shownAtHome<T extends { view: View }>(incidents: readonly T[]): T[] {
  const newestFirst = incidents.toSorted((one, other) => other.view.number - one.view.number);
  const inOrder = (['open', 'contained', 'closed'] as const).flatMap((is) =>
    newestFirst.filter(({ view }) => view.state === is),
  );
  return inOrder.slice(0, shownIncidents);
}

export function homeView(incidents: readonly ListedIncident[], shown: Shown): HomeView {
  const open = incidents.filter(({ view }) => view.state === 'open');
  const more = incidents.length - shownIncidents;
  return {
    type: 'home',
    blocks: [
      ...(shown.practice ? [context(practiceNotice)] : []),
      header(open.length === 0 ? 'Nothing is open' : `🔴 ${open.length} open`),
      ...actions([{ verb: 'declare', label: 'Declare a leak', value: {}, style: 'danger' }]),
      ...shownAtHome(incidents).map((listed) => section(incidentLines(listed, shown))),
      ...(more > 0 ? [context(md`and ${more} more: see \`${escapeText(shown.program, 80)} list\``)] : []),
      ...howTo,
    ],
  };
}

function incidentLines({ view, link }: ListedIncident, shown: Shown): Mrkdwn {
  const name = link === null ? incidentName(view) : linkTo(link, incidentName(view));
  const practice = view.practice && !shown.practice ? md`PRACTICE ` : md``;
  const head = md`${signText(stateSign(view))} ${practice}*${name}* ${stateLine(view)}`;
  const waiting = view.waiting.length === 0 ? md`` : md` · ${view.waiting.length} waiting for people`;
  return lines([
    head,
    md`${escapeText(view.title, 160)}${waiting}`,
    ...(view.state === 'open' ? [clockLine(view, shown)] : []),
  ]);
}

const howTo: KnownBlock[] = [
  { type: 'divider' },
  section(
    lines([
      md`*How it works*`,
      md`1. Declare what leaked and where it opens what. Never type the secret itself into Slack.`,
      md`2. Staunch looks what it opens and who uses it, and asks people for a yes before it changes anything.`,
      md`3. It cuts the secret off, tries it again, and shows what was answered before and after.`,
      md`4. What is left for people stands on the pinned card of the incident's channel.`,
    ]),
  ),
];
