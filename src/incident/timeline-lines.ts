/** The timeline as surfaces show it: each entry, and beside it what was later corrected or deleted of it. Pure. */
import type { Entry, EntryOf } from '../timeline/entry.ts';
import type { TimelineLine } from './desk.ts';

export function timelineLines(entries: readonly Entry[]): TimelineLine[] {
  const corrections = Map.groupBy(entries.filter(isCorrection), ({ data }) => data.entry);
  const purges = new Map(entries.filter(isPurge).map((entry) => [entry.data.entry, entry]));
  return entries.map((entry) => {
    const corrected = corrections.get(entry.seq)?.map(correctionOf);
    const purge = purges.get(entry.seq);
    return {
      ...entry.data,
      ...(entry.body ?? {}),
      ...(corrected === undefined ? {} : { corrected }),
      ...(purge === undefined ? {} : { purged: { in: purge.seq, person: purge.data.person } }),
      seq: entry.seq,
      at: entry.at,
      type: entry.type,
      actor: entry.actor,
    };
  });
}

const isCorrection = (entry: Entry) => entry.type === 'entry.corrected';
const isPurge = (entry: Entry) => entry.type === 'entry.purged';

const correctionOf = ({ seq, data, body }: EntryOf<'entry.corrected'>) => ({
  in: seq,
  person: data.person,
  about: data.about,
  exposedSince: data.exposedSince,
  text: body?.text ?? null,
});
