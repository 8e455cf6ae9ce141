import type { Grade } from '../../timeline/proof.ts';
import { type CredentialStory, isCutOff, lastCutOff, standingProof } from '../story/credentials.ts';
import type { Status, Story } from '../story/story.ts';
import { counted, listed, prose } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { gradeWords, openWords } from '../words/state-words.ts';
import { between, clockFace, limitWords, utc } from '../words/time-words.ts';
import { openPoints } from './open-points.ts';

/** More than this many make a sentence unreadable; the sections below have all of them. */
const namedAtMost = 3;

const notCutOff: Record<Status['state'], string> = {
  open: '**It is not cut off yet**',
  contained: '**It is not cut off yet**',
  closed: '**It was never cut off**',
};

/** At most five sentences for whoever reads nothing else. Alarms first. */
export function summary(story: Story, names: Names): string[] {
  if (story.declared === null) return ['The record holds no declaration yet.'];
  return [alarmed(story), leaked(story, names), cutOff(story, names), proven(story, names), stillOpen(story, names)].flatMap(
    (line) => (line === null ? [] : [`- ${line}`]),
  );
}

function alarmed({ alarms }: Story): string | null {
  if (alarms.length === 0) return null;
  const where = shortList(alarms.map(({ seq }) => String(seq)));
  const entries = alarms.length === 1 ? 'entry' : 'entries';
  return `**${counted(alarms.length, 'alarm')}:** something happened that nobody had agreed to (${entries} ${where} of the timeline); find out who or what did it.`;
}

function leaked({ declared, detectedAt, credentials }: Story, names: Names): string {
  const what = named(credentials, names, ({ kind }) => ` (${prose(kind)})`);
  const subject = what === '' ? 'a secret' : what;
  const where = declared?.data.public ? ' **in public**' : '';
  const since = declared?.data.exposedSince == null ? '' : `, exposed since ${utc(declared.data.exposedSince)}`;
  const late = between(detectedAt, declared?.at ?? null);
  const requester = declared?.data.requester ?? null;
  const by = requester === null ? names.actor(declared?.actor ?? '') : names.person(requester);
  const after = late === null ? '' : late <= 0 ? ' at once' : ` ${clockFace(late)} later`;
  return `Leaked${where}: ${subject}${since}; detected at ${utc(detectedAt ?? '')} and declared${after} by ${by}.`;
}

function cutOff({ credentials, detectedAt, withinMs, asOf, status }: Story, names: Names): string {
  const alive = credentials.filter((credential) => !isCutOff(credential));
  if (alive.length > 0 || credentials.length === 0) {
    const soFar = between(detectedAt, asOf);
    const never = taken(credentials) ? '**It is not cut off any more**' : notCutOff[status.state];
    const over = soFar !== null && soFar > withinMs ? `, which is past the limit of ${limitWords(withinMs)}` : '';
    const states = named(alive, names, ({ state }) => ` (${openWords[state]})`);
    return `${never}, ${clockFace(soFar ?? 0)} after detection${over}${states === '' ? '' : `: ${states}`}.`;
  }
  const took = between(detectedAt, lastCutOff(credentials)) ?? 0;
  const against = took <= withinMs ? 'within' : '**past**';
  const last = credentials.length === 1 ? '' : `, the last of ${credentials.length}`;
  return `It was cut off **${clockFace(took)}** after detection${last}, ${against} the limit of ${limitWords(withinMs)}.`;
}

function proven({ credentials }: Story, names: Names): string {
  const grades = Object.keys(gradeWords) as Grade[];
  const groups = grades.flatMap((grade) => {
    const proved = credentials.filter((credential) => standingProof(credential)?.data.grade === grade && isCutOff(credential));
    if (proved.length === 0) return [];
    return [`${credentials.length === 1 ? '' : `${named(proved, names, () => '')} `}${gradeWords[grade]}`];
  });
  if (groups.length > 0) return `Proof: ${groups.join('; ')}.`;
  return taken(credentials) ? 'The proof is void: what was done was taken back.' : 'Nothing is proven yet.';
}

function stillOpen(story: Story, names: Names): string {
  const count = openPoints(story, names).length;
  if (count === 0)
    return story.status.state === 'closed' ? 'Nothing is open; it is closed.' : 'Nothing waits for a person; it is not closed.';
  return `**${counted(count, 'point is', 'points are')} still open:** see section 7.`;
}

/** Somebody took back what had been proven. */
const taken = (credentials: readonly CredentialStory[]) =>
  credentials.some(({ proofs }) => (proofs.at(-1)?.undoneAt ?? null) !== null);

function named(credentials: readonly CredentialStory[], names: Names, more: (credential: CredentialStory) => string): string {
  return shortList(credentials.map((credential) => `${names.credential(credential.id)}${more(credential)}`));
}

function shortList(items: readonly string[]): string {
  const rest = items.length - namedAtMost;
  return listed(rest > 0 ? [...items.slice(0, namedAtMost), `${rest} more`] : items);
}
