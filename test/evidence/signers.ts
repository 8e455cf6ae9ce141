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
  stranger: 'stranger';
  remove(): Promise<void>;
};

export async function openSigners(): Promise<Signers> {
  const folder = await mkdtemp(join(tmpdir(), 'staunch-signers-'));
  const key = (id: string) => join(folder, id);
  const stranger = 'stranger';
  await Promise.all([...people.map(({ id }) => id), stranger].map((id) => makeKey(key(id))));
  const listed = people.map(async (person) => ({ ...person, ssh: (await readFile(`${key(person.id)}.pub`, 'utf8')).trim() }));
  return {
    people: await Promise.all(listed),
    sign: (statement, as) => signature(statement, key(as)),
    stranger,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
