/** `note`: somebody writes something down; it stands in the timeline and the report. */
import { draft } from '../../timeline/entry.ts';
import { record } from '../consequence.ts';
import { type Decide, decided } from './decide.ts';

export const decideNote: Decide<'note'> = (_situation, payload) =>
  decided(record(draft('note.added', { about: payload.at ?? null }, { text: payload.text })));
