import type { EntryOf } from '../../timeline/entry.ts';
import type { Look } from '../../timeline/proof.ts';
import { type Block, cards, heading, list, paragraph } from '../document/block.ts';
import { type Rich, type Said, say } from '../document/rich.ts';
import type { CredentialStory } from '../story/credentials.ts';
import type { Story } from '../story/story.ts';
import type { ValueStory } from '../story/values.ts';
import type { Names } from '../words/names.ts';
import { joined, none, prose, purged } from '../words/prose.ts';
import { gradeWords, lookWords, stateWords } from '../words/state-words.ts';
import { sinceDetection, utc } from '../words/time-words.ts';

/** Each credential: where it stands, and on what looks that rests. */
export function proofs({ credentials, detectedAt }: Story, names: Names): Block[] {
  if (credentials.length === 0) return [paragraph('No credential is in the record yet.')];
  return credentials.flatMap((credential) => [
    heading(say`${prose(credential.id)}: ${names.credential(credential.id)} (${prose(credential.kind)})`),
    ...list([
      say`State: **${stateWords[credential.state]}**`,
      say`Where: ${place(credential)}`,
      ...(credential.values.length === 0 ? ['Value: never handed in'] : credential.values.map(valueLine)),
      ...verdicts(credential, detectedAt),
    ]),
    ...looks(credential, detectedAt),
  ]);
}

function place({ locator }: CredentialStory): Said {
  if (locator === undefined) return purged;
  const parts = Object.entries(locator).map(([key, value]) => say`${prose(key)} = ${prose(value)}`);
  return parts.length === 0 ? none : joined(parts, ', ');
}

function valueLine({ ref, heldAt, until, destroyed }: ValueStory): Rich {
  const end =
    destroyed === null
      ? say`still held, until ${utc(until)} at the latest`
      : say`destroyed at ${utc(destroyed.at)}: ${prose(destroyed.why)}`;
  return say`The ${ref} value: held encrypted from ${utc(heldAt)}; ${end}`;
}

function verdicts({ proofs: all, seen }: CredentialStory, detectedAt: string | null): Rich[] {
  const last = seen.at(-1);
  if (all.length === 0) {
    return [
      say`Proof: **none yet**${last === undefined ? '' : say`; the last look after the strike: ${lookWords[last.data.result]}`}`,
    ];
  }
  return all.map(({ entry, undoneAt }, index) => {
    const name = all.length === 1 ? 'Proof' : say`Proof ${index + 1}`;
    if (entry.data.after === 'alive') return say`${name}: **failed**, it was still alive`;
    const void_ =
      undoneAt === null ? '' : say`; **void since ${sinceDetection(detectedAt, undoneAt)}**, when the strike was taken back`;
    return say`${name}: ${gradeWords[entry.data.grade]}${void_}`;
  });
}

/** Every look: before the strike, and each one after it, whatever it proved. In the order of the record. */
function looks(credential: CredentialStory, detectedAt: string | null): Block[] {
  const { proofs: all, look, seen } = credential;
  const proved = all.map(({ entry }, index) => ({
    seq: entry.seq,
    rows: pair(entry, all.length === 1 ? '' : say` ${index + 1}`, detectedAt),
  }));
  const found = all.length > 0 || look === null ? [] : [{ seq: look.seq, rows: [lookRow('before', look, detectedAt)] }];
  const after = seen.map((entry) => ({ seq: entry.seq, rows: [lookRow('after', entry, detectedAt)] }));
  const parts = [...found, ...after, ...proved].sort((one, other) => one.seq - other.seq);
  if (parts.length === 0) return [paragraph('Nobody has looked yet.')];
  const head = ['look', 'UTC', 'from detection', 'result', 'what was answered'];
  return [
    cards(
      head,
      parts.flatMap(({ rows }) => rows),
    ),
  ];
}

function lookRow(
  name: Said,
  { data, body, at }: EntryOf<'credential.probed'> | EntryOf<'credential.seen'>,
  detectedAt: string | null,
): Said[] {
  return row(name, body === null ? null : { result: data.result, ...body }, data.result, at, detectedAt);
}

function pair({ data, body, at }: EntryOf<'credential.proved'>, which: Said, detectedAt: string | null): Said[][] {
  const before =
    data.before === null
      ? [say`before${which}`, none, none, 'no look', none]
      : row(say`before${which}`, body?.before ?? null, data.before, null, detectedAt);
  return [before, row(say`after${which}`, body?.after ?? null, data.after, at, detectedAt)];
}

/** `recordedAt` stands in where the look's own time was purged. */
function row(
  name: Said,
  look: Look | null,
  result: Look['result'],
  recordedAt: string | null,
  detectedAt: string | null,
): Said[] {
  const at = look?.at ?? recordedAt;
  const when = at === null ? [purged, none] : [utc(at), sinceDetection(detectedAt, at)];
  return [name, ...when, lookWords[result], look === null ? purged : prose(look.detail)];
}
