import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TerminalPerson } from '../terminal-composition.ts';
import { TerminalError } from '../terminal-error.ts';
import { type PublicKey, parsePublicKey, publicKeyInside } from './public-key.ts';
import { runSsh } from './ssh-program.ts';

/** Who signs, and with what: a key file, or a key of the agent named by its public line. */
export type Signer = { person: string; key: PublicKey; with: { file: string } | { agent: string } };

/** Files of keys are a few KiB. */
const keyFileLimitBytes = 65_536;

/** The signer of `--sign-with FILE`: the person whose key that is, or `as` if the key is theirs. */
export async function signerOfFile(file: string, as: string | null, people: TerminalPerson[]): Promise<Signer> {
  const path = resolve(file);
  const key = await publicKeyOf(path);
  if (as === null) return { person: onlyOwner(key, people, null), key, with: { file: path } };
  const named = personWithKey(as, people);
  if (named.blob !== key.blob) {
    throw new TerminalError(
      'forbidden',
      `${file} is not the key that staunch.yml names for ${as}. Sign with that one, or leave --as out.`,
    );
  }
  return { person: as, key, with: { file: path } };
}

/** The signer whose key the ssh agent holds: `as`, or the one person of whom it holds one (`preferred` if there are several). */
export async function signerOfAgent(as: string | null, preferred: string | null, people: TerminalPerson[]): Promise<Signer> {
  if (as !== null) return agentSigner(as, personWithKey(as, people), await agentKeys());
  const held = await agentKeys();
  const owned = held.filter(({ key }) => people.some((person) => blobOf(person) === key.blob));
  const first = owned[0];
  if (first === undefined) throw nobodysKeys(held.length);
  const persons = [...new Set(owned.flatMap(({ key }) => owners(key, people)))];
  const person = persons.length === 1 ? persons[0] : persons.find((id) => id === preferred);
  if (person === undefined) throw several(persons);
  return agentSigner(person, personWithKey(person, people), held);
}

type HeldKey = { key: PublicKey; line: string };

function agentSigner(person: string, key: PublicKey, held: HeldKey[]): Signer {
  const found = held.find((candidate) => candidate.key.blob === key.blob);
  if (found !== undefined) return { person, key, with: { agent: found.line } };
  throw new TerminalError(
    'forbidden',
    `The ssh agent does not hold the key that staunch.yml names for ${person} (${key.type} …${key.blob.slice(-8)}). Add it with ssh-add FILE, or sign with --sign-with FILE.`,
  );
}

async function agentKeys(): Promise<HeldKey[]> {
  const ran = await runSsh('ssh-add', ['-L'], '');
  // 1: the agent holds no key. 2: there is no agent.
  if (ran.code !== 0 && ran.code !== 1) {
    throw new TerminalError(
      'forbidden',
      'A decision needs your signature, and no ssh agent answers here. Type it again with --sign-with FILE (your private SSH key), or start an agent.',
    );
  }
  return ran.out.split('\n').flatMap((line) => {
    const key = parsePublicKey(line);
    return key === null ? [] : [{ key, line: line.trim() }];
  });
}

async function publicKeyOf(path: string): Promise<PublicKey> {
  const text = await readKeyFile(path);
  if (text === null)
    throw new TerminalError(
      'missing',
      `There is no key file ${path}. --sign-with takes a private SSH key, or the .pub file of a key in the agent.`,
    );
  const beside = parsePublicKey(text) ?? publicKeyInside(text) ?? parsePublicKey((await readKeyFile(`${path}.pub`)) ?? '');
  if (beside !== null) return beside;
  const derived = await runSsh('ssh-keygen', ['-y', '-f', path], '');
  const key = derived.code === 0 ? parsePublicKey(derived.out) : null;
  if (key === null)
    throw new TerminalError(
      'usage',
      `${path} is not an SSH key. --sign-with takes a private SSH key, or the .pub file of a key in the agent.`,
    );
  return key;
}

/** Null when there is no such file. */
async function readKeyFile(path: string): Promise<string | null> {
  try {
    return (await readFile(path)).subarray(0, keyFileLimitBytes).toString('latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw new TerminalError('usage', `${path} cannot be read as a key file.`, { cause: error });
  }
}

function personWithKey(id: string, people: TerminalPerson[]): PublicKey {
  const person = people.find((candidate) => candidate.id === id);
  const key = person?.ssh == null ? null : parsePublicKey(person.ssh);
  if (key !== null) return key;
  const what = person === undefined ? `There is no person "${id}" in staunch.yml.` : `${id} has no ssh: in staunch.yml.`;
  throw new TerminalError('forbidden', `${what} A decision needs one: people: { ${id}: { ssh: "ssh-ed25519 AAAA…" } }.`);
}

function blobOf(person: TerminalPerson): string | null {
  return person.ssh === null ? null : (parsePublicKey(person.ssh)?.blob ?? null);
}

function owners(key: PublicKey, people: TerminalPerson[]): string[] {
  return people.filter((person) => blobOf(person) === key.blob).map(({ id }) => id);
}

function onlyOwner(key: PublicKey, people: TerminalPerson[], preferred: string | null): string {
  const ids = owners(key, people);
  const person = ids.length === 1 ? ids[0] : ids.find((id) => id === preferred);
  if (person !== undefined) return person;
  if (ids.length > 1) throw several(ids);
  throw new TerminalError(
    'forbidden',
    `Nobody in staunch.yml has the key ${key.type} …${key.blob.slice(-8)}. Put its public line at that person's ssh:, or sign with another key.`,
  );
}

function nobodysKeys(count: number): TerminalError {
  const what =
    count === 0
      ? 'The ssh agent holds no key'
      : `The ssh agent holds ${count} key${count === 1 ? '' : 's'}, none of a person in staunch.yml`;
  return new TerminalError(
    'forbidden',
    `${what}. A decision needs your signature: type it again with --sign-with FILE (your private SSH key), or add the key with ssh-add.`,
  );
}

function several(ids: string[]): TerminalError {
  return new TerminalError(
    'usage',
    `The keys here belong to several people: ${ids.join(', ')}. Say who decides: --as ${ids[0] ?? 'PERSON'}.`,
  );
}
