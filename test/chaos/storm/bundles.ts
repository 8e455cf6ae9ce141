/** Every incident's bundle, made by the desk and verified as an auditor would: chain, signatures, replay, and the witness's file. */
import { readFile } from 'node:fs/promises';
import type { Desk } from '../../../src/incident/desk.ts';
import { verifyBundle } from '../../../src/incident/verify/verify-bundle.ts';
import { sshSignatureFault } from '../../../src/platform/ssh-signature.ts';
import { readWitnessLine } from '../../../src/timeline/witness.ts';

export type Audit = { verified: number; witnessLines: number; faults: string[] };

/** `key`: the public half of the record key, base64. */
export async function auditBundles(
  desk: Pick<Desk, 'bundle'>,
  incidents: readonly { id: string; number: number }[],
  given: { key: string; witnessFile: string },
): Promise<Audit> {
  const lines = (await readFile(given.witnessFile, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const about = Map.groupBy(lines, (line) => readWitnessLine(line)?.statement.incident ?? 'nobody');
  const faults: string[] = [];
  let verified = 0;
  for (const [place, { id, number }] of incidents.entries()) {
    // The last one answers for the whole file: a line about an incident that is not in the register would show.
    const witness = place === incidents.length - 1 ? lines : (about.get(id) ?? []);
    const found = await faultOf(desk, id, { key: given.key, witness });
    if (found === null) verified += 1;
    else faults.push(`INC-${number}: its bundle does not verify: ${found}`);
  }
  return { verified, witnessLines: lines.length, faults };
}

async function faultOf(
  desk: Pick<Desk, 'bundle'>,
  incident: string,
  given: { key: string; witness: readonly string[] },
): Promise<string | null> {
  const text = await desk.bundle(incident);
  if (text === null) return 'there is none';
  const verdict = await verifyBundle(text, { ...given, people: null }, { personSignature: sshSignatureFault });
  if (!verdict.ok) return verdict.faults.map(({ seq, what }) => `${seq}: ${what}`).join(' ');
  return verdict.outsideAnchors > 0 ? null : 'no line of the witness speaks of it';
}
