import { type Block, cards, heading, paragraph, todo } from '../document/block.ts';
import { type Said, say } from '../document/rich.ts';
import { entriesOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { listed } from '../words/prose.ts';
import { proposedActions } from './proposed-actions.ts';

const questions: readonly (readonly [title: string, question: string])[] = [
  ['How did it leak?', 'Where it lay, since when, and why that was possible. Ask why until the answer is not a person.'],
  ['What went well?', 'What to keep as it is.'],
  ['Where did we get lucky?', 'What would have gone worse on another day, with other people, or with a faster attacker.'],
  ['What was hard?', 'What was slow, confusing or missing, this tool and its playbook included.'],
];

/** Rows to fill in by hand, below those that the record proposes. */
const blankRows = 3;

/** What no log knows: left to people, and visible until somebody writes it. */
export function byPeople(story: Story, names: Names): Block[] {
  const notes = entriesOf(story.entries, 'note.added').map(({ seq }) => String(seq));
  const where = notes.length === 1 ? 'entry' : 'entries';
  const hint =
    notes.length === 0 ? [] : [paragraph(say`Notes taken on the way stand in the timeline: ${where} ${listed(notes)}.`)];
  return [
    ...hint,
    ...questions.flatMap(([title, question]) => [heading(title), todo(question)]),
    heading('Actions'),
    ...actions(proposedActions(story, names)),
  ];
}

function actions(proposed: readonly Said[]): Block[] {
  const rows: Said[][] = [
    ...proposed.map((what) => [what, 'TODO', 'TODO']),
    ...Array.from({ length: blankRows }, () => ['TODO', 'TODO', 'TODO']),
  ];
  const made =
    proposed.length === 0 ? [] : [paragraph('The record proposes the first of them; strike out what is not needed.')];
  return [
    todo('Each with one owner and a date. Two that happen are better than ten.'),
    ...made,
    cards(['what', 'owner', 'until when'], rows),
  ];
}
