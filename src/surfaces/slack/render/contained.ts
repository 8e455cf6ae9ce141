/** It is contained, or closed: what was proven, what is left, and where the report is. */
import type { KnownBlock } from '@slack/types';
import type { View } from '../../../incident/view.ts';
import { actions, closeButton, context, header, message, type SlackText, section, sections } from './blocks.ts';
import { closedLine } from './closed-line.ts';
import { credentialLines } from './credentials.ts';
import { andMore, incidentName, type Shown } from './shown.ts';
import { clockLine, stateLine, stateSign } from './state-line.ts';
import { escapeText, lines, type Mrkdwn, md } from './text.ts';
import { wantedLines } from './wanted.ts';

const shownCredentials = 12;

/** A new message, so that everybody is told. Says so where it is contained no more. */
export function containedMessage(view: View, shown: Shown): SlackText {
  const state = stateLine(view);
  const what = view.state === 'open' ? md`no longer counts as contained. ${state}` : state;
  return message(view, shown, md`${incidentName(view)} ${what}: ${escapeText(view.title)}`, [
    header(`${stateSign(view)} INC-${view.number} ${what}`),
    section(lines([md`*${escapeText(view.title)}*`, clockLine(view, shown)])),
    ...provenBlocks(view, shown),
    ...remaining(view, shown),
    section(reportLine(view, shown)),
    ...(view.state === 'contained' ? actions([closeButton(view)]) : []),
  ]);
}

/** The last message of an incident. */
export function closedMessage(view: View, shown: Shown): SlackText {
  const state = stateLine(view);
  return message(view, shown, md`${incidentName(view)} ${state}: ${escapeText(view.title)}`, [
    header(`${stateSign(view)} INC-${view.number} ${state}`),
    section(lines([md`*${escapeText(view.title)}*`, clockLine(view, shown), ...closedLine(view, shown)])),
    ...provenBlocks(view, shown),
    section(reportLine(view, shown)),
  ]);
}

function provenBlocks(view: View, shown: Shown): KnownBlock[] {
  const more = view.credentials.length - shownCredentials;
  return [
    ...view.credentials
      .slice(0, shownCredentials)
      .map((credential) => section(lines(credentialLines(view, credential, shown)))),
    ...(more > 0 ? [context(andMore(more, view, shown))] : []),
  ];
}

function remaining(view: View, shown: Shown): KnownBlock[] {
  const wanted = wantedLines(view, shown);
  return wanted.length === 0 ? [section(md`Nothing waits for people.`)] : sections(wanted);
}

const reportLine = (view: View, shown: Shown): Mrkdwn =>
  md`The report so far: \`${escapeText(shown.program, 80)} report ${view.number}\`. The signed record: \`${escapeText(shown.program, 80)} export ${view.number}\``;
