/** The people of `test/incident/people.ts`, each with an SSH key that was made a moment ago. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DecisionStatement } from '../../src/timeline/decision.ts';
import { type Person, people } from '../incident/people.ts';
import { signature } from '../stories/signature.ts';
import { makeKey } from '../stories/staunch-yml.ts';

export type Signers = {
  people: Person[];
  /** The person's own signature, or that of somebody whom no configuration lists. */
  sign(statement: DecisionStatement, as: string): Promise<string>;
  stranger: { id: string; ssh: string };
  remove(): Promise<void>;
};

export async function openSigners(): Promise<Signers> {
  const folder = await mkdtemp(join(tmpdir(), 'staunch-signers-'));
  const key = (id: string) => join(folder, id);
  const stranger = 'stranger';
  await Promise.all([...people.map(({ id }) => id), stranger].map((id) => makeKey(key(id))));
  const publicKey = async (id: string) => (await readFile(`${key(id)}.pub`, 'utf8')).trim();
  const listed = people.map(async (person) => ({ ...person, ssh: await publicKey(person.id) }));
  return {
    people: await Promise.all(listed),
    sign: (statement, as) => signature(statement, key(as)),
    stranger: { id: stranger, ssh: await publicKey(stranger) },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
