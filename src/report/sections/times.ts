import { type Block, cards } from '../document/block.ts';
import { type Said, say } from '../document/rich.ts';
import { hasPurgedCalls } from '../story/calls.ts';
import { isCutOff, lastCutOff } from '../story/credentials.ts';
import { firstOf, lastOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import { none, purged } from '../words/prose.ts';
import { sinceDetection } from '../words/time-words.ts';

/** `at` null: it did not happen (yet), and `why` says so. */
type Moment = { what: Said; at: string | null; why: Said };

/** When what happened, counted from detection. */
export function times(story: Story): Block[] {
  const { detectedAt, zone } = story;
  const rows = moments(story).map(({ what, at, why }) =>
    at === null
      ? [
          what,
          why,
          ...timeHead(zone)
            .slice(1)
            .map(() => none),
          none,
        ]
      : [what, ...timeCells(at, zone), sinceDetection(detectedAt, at)],
  );
  return [cards(['what', ...timeHead(zone), 'from detection'], rows)];
}

function moments(story: Story): Moment[] {
  const { entries, declared, detectedAt, credentials, askings, calls, plans, status } = story;
  const missing = status.state === 'closed' ? 'never' : 'not yet';
  const unneeded = story.planSkipped ? 'not made (skipped)' : 'not needed';
  const asked = story.unneededAt !== null && askings.length === 0 ? unneeded : missing;
  const struck = calls.filter(({ plan }) => plan !== null);
  const reopenedAt = lastOf(entries, 'incident.reopened')?.at ?? null;
  const lost = reopenedAt !== null && status.containedAt === null ? 'not any more' : missing;
  const moment = (what: Said, at: string | null | undefined, why: Said = missing): Moment => ({ what, at: at ?? null, why });
  return [
    moment('exposed since', story.exposure.since?.at, 'not known'),
    moment(say`**detected**`, detectedAt),
    moment('declared', declared?.at),
    moment('first plan made', plans[0]?.offered[0]?.at, asked),
    moment('people first asked', askings[0]?.openedAt, asked),
    moment('a plan agreed to', firstOf(entries, 'gate.accepted')?.at, asked),
    moment('first call that strikes answered', struck[0]?.at, hasPurgedCalls(entries) ? purged : asked),
    moment(say`**every credential cut off**`, lastCutOff(credentials), partly(lost, credentials.filter(isCutOff).length)),
    moment(
      'every credential dead',
      lastDead(story),
      partly(missing, credentials.filter(({ state }) => state === 'dead').length),
    ),
    moment(say`**contained**`, status.containedAt, lost),
    ...(reopenedAt === null ? [] : [moment('last open again', reopenedAt)]),
    moment('closed', status.state === 'closed' ? status.at : null, 'not yet'),
  ];

  function partly(so: string, count: number): string {
    return credentials.length > 1 && count > 0 ? `${so} (${count} of ${credentials.length})` : so;
  }
}

function lastDead({ credentials }: Story): string | null {
  if (credentials.length === 0 || credentials.some(({ deadAt }) => deadAt === null)) return null;
  return credentials.reduce<string | null>(
    (last, { deadAt }) => (last === null || Date.parse(deadAt ?? '') > Date.parse(last) ? deadAt : last),
    null,
  );
}
