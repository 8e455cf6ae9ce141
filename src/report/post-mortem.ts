/** The post-mortem of one incident. Pure: the same record and the same edition give the same bytes, on every machine. */
import type { ReportDocument } from './document/block.ts';
import { type Rich, say } from './document/rich.ts';
import type { Edition } from './edition.ts';
import { toMarkdown } from './formats/markdown.ts';
import { stateOf, verdictOf } from './headline.ts';
import { internalSections } from './sections/internal.ts';
import type { ReportInput } from './story/report-input.ts';
import { type Story, storyOf } from './story/story.ts';
import { namesOf } from './words/names.ts';
import { prose } from './words/prose.ts';

/** Holds for every beginning of a record, also an unfinished or empty one. Ends with a line end. */
export function postMortem(input: ReportInput, _edition: Edition): string {
  return toMarkdown(internalDocument(input));
}

function internalDocument(input: ReportInput): ReportDocument {
  const story = storyOf(input);
  const title = story.declared === null ? '' : say`: ${prose(story.declared.body?.title)}`;
  return {
    title: say`${practiceOf(story) ? 'PRACTICE ' : ''}INC-${story.number}${title}`,
    banners: practiceBanner(story),
    verdict: verdictOf(story),
    state: stateOf(story),
    sections: internalSections(story, namesOf(input)),
  };
}

const practiceOf = ({ declared }: Story) => declared?.data.practice === true;

function practiceBanner(story: Story): Rich[] {
  return practiceOf(story)
    ? [say`**PRACTICE.** A trial against stand-ins on the machine that ran it. No real credential leaked.`]
    : [];
}
