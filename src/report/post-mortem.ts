/** The post-mortem of one incident. Pure: the same record and the same edition give the same bytes, on every machine. */
import { externalData } from './data/external-data.ts';
import { internalData } from './data/internal-data.ts';
import { jsonText } from './data/json-text.ts';
import type { ReportDocument } from './document/block.ts';
import { type Rich, say } from './document/rich.ts';
import type { Edition } from './edition.ts';
import { blind } from './external/blind.ts';
import { rolesOf } from './external/roles.ts';
import { externalSections } from './external/sections.ts';
import { toHtml } from './formats/html.ts';
import { toMarkdown } from './formats/markdown.ts';
import { stateOf, verdictOf } from './headline.ts';
import { internalSections } from './sections/internal.ts';
import type { ReportInput } from './story/report-input.ts';
import { type Story, storyOf } from './story/story.ts';
import { namesOf } from './words/names.ts';
import { prose } from './words/prose.ts';

/** Holds for every beginning of a record, also an unfinished or empty one. Ends with a line end. */
export function postMortem(input: ReportInput, { format, audience }: Edition): string {
  if (audience === 'external') return external(blind(input), format);
  const story = storyOf(input);
  const names = namesOf(input);
  if (format === 'json') return jsonText(internalData(story, names));
  const title = story.declared === null ? '' : say`: ${prose(story.declared.body?.title)}`;
  return written(format, {
    title: say`${practiceOf(story)}INC-${story.number}${title}`,
    banners: practiceBanner(story),
    verdict: verdictOf(story),
    state: stateOf(story),
    sections: internalSections(story, names),
  });
}

/** `input` holds no text that anybody wrote: what is not there cannot slip out. */
function external(input: ReportInput, format: Edition['format']): string {
  const story = storyOf(input);
  const roles = rolesOf(story);
  if (format === 'json') return jsonText(externalData(story, roles));
  return written(format, {
    title: say`${practiceOf(story)}INC-${story.number}: report for people outside`,
    banners: [...practiceBanner(story), externalBanner],
    verdict: verdictOf(story),
    state: stateOf(story),
    sections: externalSections(story, namesOf(input), roles),
  });
}

function written(format: Exclude<Edition['format'], 'json'>, document: ReportDocument): string {
  return format === 'html' ? toHtml(document) : toMarkdown(document);
}

const externalBanner = say`**External edition.** Names of people and places, commands, notes and reasons are left out. Times, stages, proofs and decisions are complete.`;

const practiceOf = ({ declared }: Story) => (declared?.data.practice === true ? 'PRACTICE ' : '');

function practiceBanner(story: Story): Rich[] {
  return practiceOf(story) === ''
    ? []
    : [say`**PRACTICE.** A trial against stand-ins on the machine that ran it. No real credential leaked.`];
}
