/** The post-mortem of one incident as Markdown. Pure: the same record gives the same bytes, on every machine. */
import { byPeople } from './sections/by-people.ts';
import { decisions } from './sections/decisions.ts';
import { openSection } from './sections/open-points.ts';
import { plans } from './sections/plans.ts';
import { proofs } from './sections/proofs.ts';
import { record } from './sections/record.ts';
import { refusedCommands } from './sections/refused-commands.ts';
import { residuals } from './sections/residuals.ts';
import { scorecard } from './sections/scorecard.ts';
import { summary } from './sections/summary.ts';
import { timeline } from './sections/timeline.ts';
import { times } from './sections/times.ts';
import type { ReportInput } from './story/report-input.ts';
import { type Story, storyOf } from './story/story.ts';
import { prose } from './words/markdown.ts';
import { namesOf } from './words/names.ts';
import { sinceDetection, utc } from './words/time-words.ts';

/** Holds for every beginning of a record, also an unfinished or empty one. Ends with a line end. */
export function postMortem(input: ReportInput): string {
  const story = storyOf(input);
  const names = namesOf(input);
  const sections: [title: string, lines: string[]][] = [
    ['Summary', summary(story, names)],
    ['Times', times(story)],
    ['Scorecard', scorecard(story, names)],
    ['Plan and decisions', [...plans(story, names), ...decisions(story, names)]],
    ['Proof', proofs(story, names)],
    ['What outlived it', residuals(story, names)],
    ['What is still open', openSection(story, names)],
    ['Timeline', [...timeline(story, names), ...refusedCommands(story, names)]],
    ['Written by people', byPeople(story)],
    ['Record', record(story, names)],
  ];
  const lines = [
    ...head(story),
    ...sections.flatMap(([title, body], index) => [`## ${index + 1}. ${title}`, '', ...body, '']),
    ...banner(story),
  ];
  return `${lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function head(story: Story): string[] {
  const { number, declared, status, detectedAt, asOf, entries } = story;
  const practice = declared?.data.practice === true ? 'PRACTICE ' : '';
  const title = declared === null ? '' : `: ${prose(declared.body?.title)}`;
  const since = status.at === null ? '' : ` since ${utc(status.at)}`;
  const known =
    asOf === null ? 'the record is empty' : `as of entry ${entries.length}, ${utc(asOf)} (${sinceDetection(detectedAt, asOf)})`;
  return [
    `# ${practice}INC-${number}${title}`,
    '',
    ...banner(story),
    `**${status.state.toUpperCase()}**${since}; ${known}. Times are UTC; +mm:ss counts from detection.`,
    '',
  ];
}

/** At the top and at the bottom: a page torn out of the middle still has a neighbour that says so. */
function banner({ declared }: Story): string[] {
  return declared?.data.practice === true
    ? ['> **PRACTICE.** A trial against stand-ins on the machine that ran it. No real credential leaked.', '']
    : [];
}
