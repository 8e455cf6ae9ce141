/** `add-credential`: one more thing leaked with the rest. People are asked about it, and what was contained is open again. */
import { isDeepStrictEqual } from 'node:util';
import { adding, nextCredential } from '../adding.ts';
import type { CredentialStory, State } from '../state.ts';
import { type Decide, decided, refuse } from './decide.ts';

export const decideAddCredential: Decide<'add-credential'> = ({ state, place, fingerprint: of }, payload) => {
  const { kind, value } = payload;
  if (state.status === 'closed') return refuse('no', 'The incident is closed: declare this leak as a new one.');
  const placed = place(kind, payload.locator, value);
  if ('fault' in placed) return refuse('usage', placed.fault);
  const locator = placed.locator ?? payload.locator;
  const fingerprint = value === undefined ? null : of(kind, value);
  const there = twinOf(state, { kind, locator, fingerprint });
  if (there !== null) return refuse('no', there);
  const id = nextCredential(state.credentials.size);
  return decided(...adding({ id, kind, fingerprint, ...placed, locator }, value ?? null));
};

/** Which credential of the incident this is already, in a sentence; null when it is a new one. */
function twinOf(
  state: State,
  leak: { kind: string; locator: Record<string, string>; fingerprint: string | null },
): string | null {
  const stories = [...state.credentials.values()];
  const same = stories.find(({ record }) => record.kind === leak.kind && isDeepStrictEqual(record.locator, leak.locator));
  if (same !== undefined)
    return `This is ${nameOf(same)} of this incident already. Its value, if it is still missing, is given with hand-in.`;
  const secret = stories.find(({ record }) => leak.fingerprint !== null && record.fingerprint === leak.fingerprint);
  if (secret === undefined) return null;
  return `This very secret is ${nameOf(secret)} of this incident already. If it opens another place too, declare it there: it joins this incident as one more credential.`;
}

const nameOf = ({ record }: CredentialStory) => `${record.id} (${record.hint})`;
