/** How one person's wish to act alone ended: asking for it is not doing it. */
import type { EntryOf } from '../../timeline/entry.ts';
import type { AskingStory } from './decisions.ts';
import type { Story } from './story.ts';

/** `by`: who said no, as entries name who acted; null for every other end. */
export type AloneOutcome = { how: 'acted' | 'stopped' | 'agreed' | 'void' | 'running'; by: string | null };

/** Of a decision with the verdict `alone`. */
export function aloneOutcome(
  { askings, status }: Pick<Story, 'askings' | 'status'>,
  { seq, data }: EntryOf<'decision.recorded'>,
): AloneOutcome {
  const asking = askings.findLast(({ nonce }) => nonce === data.nonce);
  const countdown = asking?.alone.find(({ entry }) => entry.seq > seq && entry.data.person === data.person);
  const end = countdown?.end ?? null;
  if (end !== null) return end.data.why === 'rejected' ? { how: 'stopped', by: end.actor } : { how: 'agreed', by: null };
  if (countdown !== undefined && asking?.end?.by === 'one alone') return { how: 'acted', by: null };
  const isOver = status.state === 'closed' || (asking?.end ?? null) !== null;
  return { how: isOver ? 'void' : 'running', by: null };
}

type Unshared = 'one alone' | 'expiry' | 'public leak';

/** Plans that were carried out without the agreement of several people. `person`: whoever acted alone, where it is known. */
export function withoutAgreement(askings: readonly AskingStory[]): { by: Unshared; person: string | null }[] {
  return askings.flatMap(({ end, alone }) =>
    end === null || end.by === null || end.by === 'people'
      ? []
      : [{ by: end.by, person: end.by === 'one alone' ? (alone.at(-1)?.entry.data.person ?? null) : null }],
  );
}
