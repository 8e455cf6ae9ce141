/**
 * "Tamper with the record": what the owner of the database could do, done for real inside a transaction that is taken back; then
 * the record as it would have been exported is checked as an auditor would check it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBundleRows } from '../incident/rows/bundle-rows.ts';
import { verifyBundle } from '../incident/verify/verify-bundle.ts';
import { sshSignatureFault } from '../platform/ssh-signature.ts';
import { writeWhole } from '../platform/whole-file.ts';
import { writeBundle } from '../timeline/bundle/write.ts';
import { publicKeyFile } from './evidence-files.ts';
import type { House } from './house.ts';
import { program } from './program.ts';
import { witnessedIn } from './witnessed.ts';

export type Tampered = {
  /** What was done, what the check says of it, and of the record as it is. */
  done: string;
  found: string;
  whole: string;
  /** What anybody can type to see it themselves. */
  command: string;
  caught: boolean;
};

/** Undoes the transaction and carries out what was read in it. */
class TakenBack extends Error {
  override readonly name = 'TakenBack';
  readonly text: string;
  constructor(text: string) {
    super('taken back');
    this.text = text;
  }
}

const newTitle = 'Nothing leaked, a false alarm';

export async function tamper(
  house: House,
  where: { folder: string; witnessFile: string },
  incident: string,
  number: number,
): Promise<Tampered> {
  const honest = await readFile(await house.bundle(incident, number), 'utf8');
  const forged = await forgedBundle(house, where.witnessFile, incident);
  const file = join(where.folder, 'bundles', `INC-${number}-tampered.ndjson`);
  await writeWhole(file, forged, 0o600);
  const witness = (await readFile(where.witnessFile, 'utf8').catch(() => '')).split('\n');
  const given = { key: house.record.publicKey, witness, people: null };
  const judge = (text: string) => verifyBundle(text, given, { personSignature: sshSignatureFault });
  const [bad, good] = await Promise.all([judge(forged), judge(honest)]);
  return {
    done: `As the owner of the database, with its guards switched off: entry 1 now calls the incident "${newTitle}".`,
    found: bad.firstFault === null ? 'The check found nothing: that is a fault of ours.' : bad.firstFault.what,
    whole: good.ok
      ? `The change was taken back. The record as it is: whole, ${good.entries} entries, ${good.outsideAnchors} of them seen by a witness outside.`
      : `The record as it is does not verify: ${good.firstFault?.what ?? ''}`,
    command: `${program} verify ${file} --key ${publicKeyFile(where.folder)}`,
    caught: !bad.ok && good.ok,
  };
}

/** The bundle as it would be exported, and signed, after the change. */
async function forgedBundle({ engine, record }: House, witnessFile: string, incident: string): Promise<string> {
  const witness = await witnessedIn(witnessFile, incident, record.publicKey);
  try {
    return await engine.work.db.transaction(async (query) => {
      await query('alter table entry_body disable trigger user');
      await query(
        `update entry_body set body = jsonb_set(body::jsonb, '{title}', to_jsonb($2::text))::text where incident = $1 and seq = 1`,
        [incident, newTitle],
      );
      const rows = await readBundleRows(query, incident);
      if (rows === null) throw new TypeError(`There is no incident ${incident}.`);
      throw new TakenBack(writeBundle({ ...rows, witness }, record.sign));
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.text;
    throw error;
  }
}
