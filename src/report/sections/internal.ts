/** The sections of the edition for the people of the house: everything that the record says. */
import type { Section } from '../document/block.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { byPeople } from './by-people.ts';
import { decisions } from './decisions.ts';
import { exposure } from './exposure.ts';
import { openSection } from './open-points.ts';
import { plans } from './plans.ts';
import { proofs } from './proofs.ts';
import { record } from './record.ts';
import { refusedCommands } from './refused-commands.ts';
import { residuals } from './residuals.ts';
import { scorecard } from './scorecard.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';
import { times } from './times.ts';

export function internalSections(story: Story, names: Names): Section[] {
  return [
    { title: 'Summary', blocks: summary(story, names) },
    { title: 'Exposure', blocks: exposure(story, names) },
    { title: 'Scorecard', blocks: [...scorecard(story, names), ...times(story)] },
    { title: 'Plan and decisions', blocks: [...plans(story, names), ...decisions(story, names)] },
    { title: 'Proof', blocks: proofs(story, names) },
    { title: 'What outlived it', blocks: residuals(story, names) },
    { title: 'What is still open', blocks: openSection(story, names) },
    { title: 'Timeline', blocks: [...timeline(story, names), ...refusedCommands(story, names)] },
    { title: 'Written by people', blocks: byPeople(story, names) },
    { title: 'Record', blocks: record(story, names) },
  ];
}
