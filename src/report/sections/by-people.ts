import { entriesOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';
import { listed, table } from '../words/markdown.ts';

const questions: readonly (readonly [title: string, question: string])[] = [
  ['How did it leak?', 'Where it lay, since when, and why that was possible. Ask why until the answer is not a person.'],
  ['What went well?', 'What to keep as it is.'],
  ['Where did we get lucky?', 'What would have gone worse on another day, with other people, or with a faster attacker.'],
  ['What was hard?', 'What was slow, confusing or missing, this tool and its playbook included.'],
];

/** What no log knows: left to people, and visible until somebody writes it. */
export function byPeople({ entries }: Pick<Story, 'entries'>): string[] {
  const notes = entriesOf(entries, 'note.added').map(({ seq }) => String(seq));
  const where = notes.length === 1 ? 'entry' : 'entries';
  const hint = notes.length === 0 ? [] : [`Notes taken on the way stand in the timeline: ${where} ${listed(notes)}.`, ''];
  return [
    ...hint,
    ...questions.flatMap(([title, question]) => [`### ${title}`, '', `**TODO:** ${question}`, '']),
    '### Actions',
    '',
    '**TODO:** Each with one owner and a date. Two that happen are better than ten.',
    '',
    ...table(['action', 'owner', 'due'], [['TODO', 'TODO', 'TODO']]),
  ];
}
