/** The pinned card of an incident: how bad, what is wanted, what leaked and whether it still works, what is being done. */
import type { KnownBlock } from '@slack/types';
import type { View } from '../../../incident/view.ts';
import {
  actions,
  type ButtonPlan,
  closeButton,
  context,
  header,
  message,
  type SlackText,
  section,
  sections,
} from './blocks.ts';
import { closedLine } from './closed-line.ts';
import { credentialLines } from './credentials.ts';
import { handInButton, wantsValue } from './hand-in-button.ts';
import { andMore, incidentName, nameOf, type Shown } from './shown.ts';
import { stageLines } from './stages.ts';
import { clockLine, stateLine, stateSign } from './state-line.ts';
import { alarmLines, aloneLines, pauseLines, stopLines } from './stops.ts';
import { escapeText, lines, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';
import { undoButton } from './undo.ts';
import { wantedLines } from './wanted.ts';

/** More would push what is being done off the screen; each takes one block. */
const shownCredentials = 10;
/** Buttons of single credentials: below Slack's 25 with room for those of the incident. */
const credentialButtons = 16;

export function cardMessage(view: View, shown: Shown): SlackText {
  const state = stateLine(view);
  return message(view, shown, md`${incidentName(view)} ${state}: ${escapeText(view.title)}`, [
    header(`${stateSign(view)} INC-${view.number} ${state}`),
    ...sections([...stopLines(view, shown), ...alarmLines(view, shown), ...aloneLines(view, shown)]),
    section(
      lines([md`*${escapeText(view.title)}*`, clockLine(view, shown), originLine(view, shown), ...closedLine(view, shown)]),
    ),
    ...sections([...wantedLines(view, shown), ...pauseLines(view, shown)]),
    ...credentialBlocks(view, shown),
    ...sections(stageLines(view, shown)),
    ...actions(cardButtons(view, shown)),
    context(
      md`${incidentName(view)} as of ${at(shown.now.toISOString(), shown)}. This card is redrawn when something happens.`,
    ),
  ]);
}

function originLine(view: View, shown: Shown): Mrkdwn {
  const who = view.requester === null ? md`` : md` by ${nameOf(view.requester, shown)}`;
  const open = view.public ? md`, *leaked in public*` : md``;
  const exposed = view.exposedSince === null ? md`` : md`, exposed since ${at(view.exposedSince, shown)}`;
  return md`Declared ${at(view.declaredAt, shown)}${who}${open}${exposed}`;
}

function credentialBlocks(view: View, shown: Shown): KnownBlock[] {
  const more = view.credentials.length - shownCredentials;
  return [
    ...view.credentials
      .slice(0, shownCredentials)
      .map((credential) => section(lines(credentialLines(view, credential, shown)))),
    ...(more > 0 ? [context(andMore(more, view, shown))] : []),
  ];
}

/** Hand in and take back per credential; then everything about the incident. */
function cardButtons(view: View, shown: Shown): ButtonPlan[] {
  const single = view.credentials.flatMap((credential, place) => [
    ...(wantsValue(view, credential) ? [handInButton(view, credential, place)] : []),
    ...undoButton(view, credential, shown, place),
  ]);
  const incident = { incident: view.incident };
  return [
    ...single.slice(0, credentialButtons),
    ...(view.plans.length > 0 ? [{ verb: 'plans', label: 'Plans', value: incident } as const] : []),
    { verb: 'status', label: 'Status', value: incident },
    ...(view.state === 'contained' ? [closeButton(view)] : []),
  ];
}
