import type { EntryOf } from '../../timeline/entry.ts';
import { isLoose } from '../../timeline/residual.ts';

/** Something that outlived the kill. `undefined` stands for text that was purged. */
export type ResidualStory = {
  id: string;
  what: string | undefined;
  until: string | null;
  endedBy: string | null | undefined;
  foundAt: string;
  accepted: EntryOf<'residual.accepted'> | null;
  goneAt: string | null;
};

/** Still there, without an end of its own, and nobody took it upon themselves. */
export const isOpen = ({ until, accepted, goneAt }: ResidualStory) =>
  goneAt === null && isLoose({ until, acceptedBy: accepted?.data.person ?? null });

/** There at `asOf`, and ends by itself later. */
export const isEnding = ({ until, goneAt }: ResidualStory, asOf: string | null) =>
  goneAt === null && until !== null && !(Date.parse(until) <= Date.parse(asOf ?? ''));

export function foldResidual(
  residuals: ResidualStory[],
  entry: EntryOf<'residual.found'> | EntryOf<'residual.gone'> | EntryOf<'residual.accepted'>,
): void {
  if (entry.type === 'residual.found') {
    residuals.push({
      id: entry.data.residual,
      what: entry.body?.what,
      until: entry.data.until,
      endedBy: entry.body?.endedBy,
      foundAt: entry.at,
      accepted: null,
      goneAt: null,
    });
    return;
  }
  const residual = residuals.findLast(({ id, goneAt }) => id === entry.data.residual && goneAt === null);
  if (residual === undefined) return;
  if (entry.type === 'residual.gone') residual.goneAt = entry.at;
  else residual.accepted = entry;
}
