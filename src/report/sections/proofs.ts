import type { EntryOf } from '../../timeline/entry.ts';
import type { Look } from '../../timeline/proof.ts';
import type { CredentialStory } from '../story/credentials.ts';
import type { Story } from '../story/story.ts';
import type { ValueStory } from '../story/values.ts';
import { none, prose, purged, table } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { gradeWords, lookWords, stateWords } from '../words/state-words.ts';
import { sinceDetection, utc } from '../words/time-words.ts';

/** Each credential: where it stands, and on what looks that rests. */
export function proofs({ credentials, detectedAt }: Story, names: Names): string[] {
  if (credentials.length === 0) return ['No credential is in the record yet.', ''];
  return credentials.flatMap((credential) => [
    `### ${prose(credential.id)}: ${names.credential(credential.id)} (${prose(credential.kind)})`,
    '',
    `- State: **${stateWords[credential.state]}**`,
    `- Where: ${place(credential)}`,
    ...(credential.values.length === 0 ? ['- Value: never handed in'] : credential.values.map(valueLine)),
    ...verdicts(credential, detectedAt),
    '',
    ...looks(credential, detectedAt),
    '',
  ]);
}

function place({ locator }: CredentialStory): string {
  if (locator === undefined) return purged;
  const parts = Object.entries(locator).map(([key, value]) => `${prose(key)} = ${prose(value)}`);
  return parts.length === 0 ? none : parts.join(', ');
}

function valueLine({ ref, heldAt, until, destroyed }: ValueStory): string {
  const end =
    destroyed === null
      ? `still held, until ${utc(until)} at the latest`
      : `destroyed at ${utc(destroyed.at)}: ${prose(destroyed.why)}`;
  return `- The ${ref} value: held encrypted from ${utc(heldAt)}; ${end}`;
}

function verdicts({ proofs: all }: CredentialStory, detectedAt: string | null): string[] {
  if (all.length === 0) return ['- Proof: **none yet**'];
  return all.map(({ entry, undoneAt }, index) => {
    const name = all.length === 1 ? 'Proof' : `Proof ${index + 1}`;
    if (entry.data.after === 'alive') return `- ${name}: **failed**, it was still alive`;
    const void_ =
      undoneAt === null ? '' : `; **void since ${sinceDetection(detectedAt, undoneAt)}**, when the strike was taken back`;
    return `- ${name}: ${gradeWords[entry.data.grade]}${void_}`;
  });
}

function looks({ proofs: all, look }: CredentialStory, detectedAt: string | null): string[] {
  const head = ['look', 'UTC', 'from detection', 'result', 'what was answered'];
  if (all.length > 0)
    return table(
      head,
      all.flatMap(({ entry }, index) => pair(entry, all.length === 1 ? '' : ` ${index + 1}`, detectedAt)),
    );
  if (look === null) return ['Nobody has looked yet.'];
  const seen = look.body === null ? null : { result: look.data.result, ...look.body };
  return table(head, [row('before', seen, look.data.result, look.at, detectedAt)]);
}

function pair({ data, body, at }: EntryOf<'credential.proved'>, which: string, detectedAt: string | null): string[][] {
  const before =
    data.before === null
      ? [`before${which}`, none, none, 'no look', none]
      : row(`before${which}`, body?.before ?? null, data.before, null, detectedAt);
  return [before, row(`after${which}`, body?.after ?? null, data.after, at, detectedAt)];
}

/** `recordedAt` stands in where the look's own time was purged. */
function row(
  name: string,
  look: Look | null,
  result: Look['result'],
  recordedAt: string | null,
  detectedAt: string | null,
): string[] {
  const at = look?.at ?? recordedAt;
  const when = at === null ? [purged, none] : [utc(at), sinceDetection(detectedAt, at)];
  return [name, ...when, lookWords[result], look === null ? purged : prose(look.detail)];
}
