/** `correct`: what an entry says is wrong. It stays as it is; what is right stands beside it, with a name. */
import { draft } from '../../timeline/entry.ts';
import { record } from '../consequence.ts';
import { type Decide, decided, refuse } from './decide.ts';
import { noSuchEntry } from './members.ts';

export const decideCorrect: Decide<'correct'> = ({ state, actor }, { entry, text, at, exposedSince }) => {
  if (actor.person === null) return refuse('forbidden', 'Who corrects the record is named: --as PERSON.');
  if (!state.written.has(entry)) return refuse('missing', noSuchEntry(state, entry));
  if (exposedSince !== undefined && Date.parse(exposedSince) > Date.parse(state.detectedAt)) {
    return refuse(
      'usage',
      `Exposed since ${exposedSince}: that lies behind the detection at ${state.detectedAt}. A leak is seen after it began.`,
    );
  }
  const data = { entry, person: actor.person, about: at ?? null, exposedSince: exposedSince ?? null };
  return decided(record(draft('entry.corrected', data, { text })));
};
