/**
 * A bundle, checked without a database and without a network: what it says of itself, who agreed to what, and whether the
 * playbook in it leads where the record says it led. In the order of `docs/evidence.md`.
 */
import { readPlaybook } from '../../playbook/read.ts';
import type { Playbook } from '../../playbook/tree.ts';
import { type Recorded, readRecorded } from '../../timeline/bundle/headers.ts';
import { parseBundle } from '../../timeline/bundle/parse.ts';
import type { RecordFault } from '../replay/record-fault.ts';
import { replay } from '../replay/replay.ts';
import { checkBodies } from './check-bodies.ts';
import { checkChain } from './check-chain.ts';
import { checkCheckpoint } from './check-checkpoint.ts';
import { checkDecisions, type SignatureChecks } from './check-decisions.ts';
import { checkKey } from './check-key.ts';
import { checkPlaybook } from './check-opening.ts';
import { checkPeople, type KnownPeople } from './check-people.ts';
import { checkRegister } from './check-register.ts';
import { checkStory } from './check-story.ts';
import { checkUsage } from './check-usage.ts';
import { checkOutsideWitness, checkOwnWitness } from './check-witness.ts';
import { type Material, materialOf } from './material.ts';
import { type Finding, unreadable, type Verdict, verdictOf } from './verdict.ts';

export type Given = {
  /** The public half of the record key, 32 bytes in base64, as it came by another way; null when none is known. */
  key: string | null;
  /** Lines of witness files, without line ends. */
  witness: readonly string[];
  /** The keys of people, as they came by another way; null when none are known. */
  people: KnownPeople | null;
};

/** Never throws for what stands in `text`: whatever is wrong with it is a fault. */
export async function verifyBundle(text: string, given: Given, checks: SignatureChecks): Promise<Verdict> {
  try {
    return await verified(text, given, checks);
  } catch (error) {
    // Every walk through a value is recursive: only one that was built to break it gets here.
    if (error instanceof RangeError)
      return unreadable('A value in the file is nested deeper than anything that is recorded.', given);
    throw error;
  }
}

async function verified(text: string, given: Given, checks: SignatureChecks): Promise<Verdict> {
  const parsed = parseBundle(text);
  if ('fault' in parsed) return unreadable(parsed.fault, given);
  const material = materialOf(parsed.bundle);
  const outside = checkOutsideWitness(material, given.witness);
  const key = checkKey(material, given.key);
  const people = given.people === null ? null : checkPeople(material, given.people);
  const findings: Finding[] = [
    checkPlaybook(material),
    checkRegister(material),
    checkChain(material),
    checkBodies(material),
    checkUsage(material),
    checkCheckpoint(material),
    ...(await checkMeaning(material, checks)),
    checkOwnWitness(material),
    ...(given.witness.length === 0 ? [] : [outside]),
    ...(people === null ? [] : [people]),
    key,
  ];
  const { entries } = material;
  const head = entries.at(-1)?.hash ?? null;
  return verdictOf(findings, {
    entries: entries.length,
    head,
    outsideAnchors: outside.anchors,
    key: key.key,
    people: people?.people ?? 'not given',
  });
}

/** What the entries mean. Only where all of them and the playbook can be read: a hole in between makes the rest meaningless. */
async function checkMeaning(material: Material, checks: SignatureChecks): Promise<Finding[]> {
  const { record, finding } = readAll(material);
  const playbook = playbookOf(material.opening.playbook.text);
  if (record === null || playbook === null) {
    const faults =
      playbook === null ? [{ seq: 1, what: 'The playbook of the bundle cannot be read: nothing follows from it.' }] : [];
    return [
      {
        checked: 'Decisions, replay and story: left out, since not everything they rest on can be read',
        faults: [...finding.faults, ...faults],
      },
    ];
  }
  const faults = replay(playbook, record).map(({ seq, what }) => ({ seq, what: sentence(record, seq, what) }));
  const moves = record.filter(({ movement }) => movement !== null).length;
  return [
    await checkDecisions(record, playbook, material.opening.recordKey, checks),
    { checked: `Replay: ${moves} moves of the playbook "${playbook.id}", each state and what it asks for`, faults },
    checkStory(record, material.headers, playbook),
  ];
}

function readAll({ entries, headers }: Material): { record: Recorded[] | null; finding: Finding } {
  const record: Recorded[] = [];
  const faults: RecordFault[] = [];
  for (const [index, line] of entries.entries()) {
    const header = headers[index];
    // What has no header that can be read was found by the chain's check.
    if (header == null) continue;
    const read = readRecorded(line, header);
    if ('fault' in read) faults.push({ seq: line.seq, what: `Entry ${line.seq} (${header.type}): ${read.fault}.` });
    else record.push(read);
  }
  return { record: record.length === entries.length ? record : null, finding: { checked: '', faults } };
}

function playbookOf(text: string): Playbook | null {
  try {
    return readPlaybook(text, 'the playbook of the bundle');
  } catch {
    return null;
  }
}

function sentence(record: readonly Recorded[], seq: number | null, what: string): string {
  const found = record.find(({ entry }) => entry.seq === seq);
  return found === undefined ? `Replay: ${what}.` : `Entry ${seq} (${found.entry.type}): ${what}.`;
}
