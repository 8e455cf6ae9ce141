import type { Grade } from '../../timeline/proof.ts';
import { type Block, type Fact, paragraph } from '../document/block.ts';
import { isEmpty, type Rich, type Said, say } from '../document/rich.ts';
import { withoutAgreement } from '../story/alone.ts';
import { type CredentialStory, isCutOff, lastCutOff, standingProof } from '../story/credentials.ts';
import type { Status, Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { counted, joined, listed, prose } from '../words/prose.ts';
import { gradeWords, openWords } from '../words/state-words.ts';
import { between, clockFace, limitWords, utc } from '../words/time-words.ts';
import { openPoints } from './open-points.ts';

/** More than this many make a sentence unreadable; the sections below have all of them. */
const namedAtMost = 3;

const notCutOff: Record<Status['state'], Rich> = {
  open: say`**It is not cut off yet**`,
  contained: say`**It is not cut off yet**`,
  closed: say`**It was never cut off**`,
};

/** For whoever reads nothing else: how bad it is, what was done, what is open. Alarms first. */
export function summary(story: Story, names: Names): Block[] {
  if (story.declared === null) return [paragraph('The record holds no declaration yet.')];
  const alarm = alarmed(story);
  const points = openPoints(story, names);
  const facts: Fact[] = [
    ...(alarm === null ? [] : [{ name: 'Alarm', lines: [alarm], tone: 'bad' as const }]),
    { name: 'How bad', lines: [leaked(story, names), exposed(story), used(story)] },
    { name: 'What was done', lines: [cutOff(story, names), proven(story, names), ...lonely(story, names)] },
    {
      name: 'What is open',
      lines: [stillOpen(story, points.length), ...firstOf(points)],
      ...(points.length > 0 ? { tone: 'warn' } : {}),
    },
  ];
  return [{ type: 'facts', facts }];
}

function alarmed({ alarms }: Story): Rich | null {
  if (alarms.length === 0) return null;
  const where = shortList(alarms.map(({ seq }) => String(seq)));
  const entries = alarms.length === 1 ? 'entry' : 'entries';
  return say`**${counted(alarms.length, 'alarm')}:** something happened that nobody had agreed to (${entries} ${where} of the timeline); find out who or what did it.`;
}

function leaked({ declared, detectedAt, credentials }: Story, names: Names): Rich {
  const what = named(credentials, names, ({ kind }) => say` (${prose(kind)})`);
  const subject = isEmpty(what) ? 'a secret' : what;
  const where = declared?.data.public ? say` **in public**` : '';
  const late = between(detectedAt, declared?.at ?? null);
  const requester = declared?.data.requester ?? null;
  const by = requester === null ? names.actor(declared?.actor ?? '') : names.person(requester);
  const after = late === null ? '' : late <= 0 ? ' at once' : say` ${clockFace(late)} later`;
  return say`Leaked${where}: ${subject}; detected at ${utc(detectedAt ?? '')} and declared${after} by ${by}.`;
}

function cutOff({ credentials, detectedAt, withinMs, asOf, status }: Story, names: Names): Rich {
  const alive = credentials.filter((credential) => !isCutOff(credential));
  if (alive.length > 0 || credentials.length === 0) {
    const soFar = between(detectedAt, asOf);
    const never = taken(credentials) ? say`**It is not cut off any more**` : notCutOff[status.state];
    const over = soFar !== null && soFar > withinMs ? say`, which is past the limit of ${limitWords(withinMs)}` : '';
    const states = named(alive, names, ({ state }) => say` (${openWords[state]})`);
    return say`${never}, ${clockFace(soFar ?? 0)} after detection${over}${isEmpty(states) ? '' : say`: ${states}`}.`;
  }
  const took = between(detectedAt, lastCutOff(credentials)) ?? 0;
  const against = took <= withinMs ? 'within' : say`**past**`;
  const last = credentials.length === 1 ? '' : say`, the last of ${credentials.length}`;
  return say`It was cut off **${clockFace(took)}** after detection${last}, ${against} the limit of ${limitWords(withinMs)}.`;
}

function proven({ credentials }: Story, names: Names): Rich {
  const grades = Object.keys(gradeWords) as Grade[];
  const groups = grades.flatMap((grade) => {
    const proved = credentials.filter((credential) => standingProof(credential)?.data.grade === grade && isCutOff(credential));
    if (proved.length === 0) return [];
    return [say`${credentials.length === 1 ? '' : say`${named(proved, names, () => '')} `}${gradeWords[grade]}`];
  });
  if (groups.length > 0) return say`Proof: ${joined(groups, '; ')}.`;
  return taken(credentials) ? say`The proof is void: what was done was taken back.` : say`Nothing is proven yet.`;
}

/** "Nobody was seen" and "nobody looked" are two answers. */
function used({ uses }: Story): Rich {
  if (uses.length === 0) return say`Used by: **the bot has not looked**.`;
  const seen = uses.reduce((sum, { count, leftOut }) => sum + count + leftOut, 0);
  return seen === 0 ? say`Used by: no use seen.` : say`Used by: ${counted(seen, 'use')} seen, perhaps rightful (section 2).`;
}

/** What was done without the agreement of several people wants to be looked at first. */
function lonely({ askings }: Story, names: Names): Rich[] {
  const ends = withoutAgreement(askings);
  const solo = ends.find(({ by }) => by === 'one alone');
  const nobody = ends.some(({ by }) => by === 'expiry');
  return [
    ...(solo === undefined
      ? []
      : [say`**One person acted alone:** ${solo.person === null ? 'see section 4' : names.person(solo.person)}.`]),
    ...(nobody ? [say`**Nobody answered in time**, so the playbook acted by itself.`] : []),
    ...(ends.some(({ by }) => by === 'public leak')
      ? [say`**Nobody was asked first**, since the leak is public: the playbook acted by itself, and it can be taken back.`]
      : []),
  ];
}

function exposed({ exposure: { since: start, until }, detectedAt, asOf }: Story): Rich {
  if (start === null) return say`Exposed since: nobody has said.`;
  const ms = between(start.at, until ?? asOf);
  const before = between(start.at, detectedAt);
  const length = ms === null ? '' : say`, **${clockFace(ms)}** ${until === null ? 'so far' : 'until it was cut off'}`;
  const unseen = before === null || before <= 0 ? '' : ` (${clockFace(before)} before anybody noticed)`;
  return say`Exposed since ${utc(start.at)}${length}${unseen}.`;
}

function stillOpen({ status }: Story, count: number): Rich {
  if (count === 0)
    return status.state === 'closed' ? say`Nothing is open; it is closed.` : say`Nothing waits for a person; it is not closed.`;
  if (status.state === 'closed')
    return say`**${counted(count, 'point was', 'points were')} left open when it was closed:** see section 7.`;
  return say`**${counted(count, 'point is', 'points are')} still open:** see section 7.`;
}

/** As many open points as leave the summary a summary. */
const firstOf = (points: readonly Rich[]) => points.slice(0, namedAtMost);

/** Somebody took back what had been proven. */
const taken = (credentials: readonly CredentialStory[]) =>
  credentials.some(({ proofs }) => (proofs.at(-1)?.undoneAt ?? null) !== null);

function named(credentials: readonly CredentialStory[], names: Names, more: (credential: CredentialStory) => Said): Rich {
  return shortList(credentials.map((credential) => say`${names.credential(credential.id)}${more(credential)}`));
}

function shortList(items: readonly Said[]): Rich {
  const rest = items.length - namedAtMost;
  return listed(rest > 0 ? [...items.slice(0, namedAtMost), say`${rest} more`] : items);
}
