import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Witness } from '../../src/incident/witness-job.ts';
import { bytes } from '../../src/platform/db/db.ts';
import { recordKey, verifyRecord } from '../../src/platform/keys/record-key.ts';
import { readWitnessLine, type WitnessStatement, witnessText } from '../../src/timeline/witness.ts';
import { minutes, openWorld, seconds, viewAfter, type World, worldOn } from './world.ts';

const { publicKey } = recordKey(Buffer.alloc(32, 1));

let world: World;
let lines: string[] = [];
/** Null while the file can be written. */
let trouble: string | null = null;
let tries = 0;
const witness: Witness = {
  async write(line) {
    tries += 1;
    if (trouble !== null) throw new Error(trouble);
    lines.push(line);
  },
};

beforeAll(async () => {
  world = await openWorld({ witness });
});
beforeEach(async () => {
  await world.calm();
  lines = [];
  trouble = null;
  tries = 0;
});
afterAll(() => world.close());

function told(incident: string): WitnessStatement[] {
  return lines.flatMap((line) => {
    const read = readWitnessLine(line.trimEnd());
    if (read === null || !line.endsWith('}\n')) throw new Error(`No line of a witness file: ${line}`);
    expect(verifyRecord(publicKey, witnessText(read.statement), read.signature)).toBe(true);
    return read.statement.incident === incident ? [read.statement] : [];
  });
}

const waiting = (incident: string) =>
  world.db.query("select status from job where incident = $1 and kind = 'witness' and status in ('ready', 'running')", [
    incident,
  ]);

const alarms = (incident: string) => world.entriesOf(incident, 'alarm.raised');

describe('the witness', () => {
  test('hears the head of the record at each change of stage, signed, with the hash of the register', async () => {
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    const heads = told(incident);
    expect(heads.length).toBeGreaterThanOrEqual(2);
    const [register] = await world.db.query('select number, hash from register where incident = $1', [incident]);
    for (const { seq, head, number, register: hash } of heads) {
      const [row] = await world.db.query('select hash from entry where incident = $1 and seq = $2', [incident, seq]);
      expect(head).toBe(bytes(row?.hash).toString('hex'));
      expect([number, hash]).toEqual([register?.number, bytes(register?.hash).toString('hex')]);
    }
    const last = (await world.entries(incident)).findLast(({ type }) => type === 'incident.contained');
    expect(heads.at(-1)?.seq).toBeGreaterThanOrEqual(last?.seq ?? Number.POSITIVE_INFINITY);
    expect(await waiting(incident)).toEqual([]);
  });

  test('hears the end, though closing cancels everything else', async () => {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'close', { reason: 'Mistaken.' }));
    expect(await waiting(incident)).toHaveLength(1);
    await world.settle();
    expect(told(incident).at(-1)?.seq).toBe((await world.entries(incident)).length);
  });

  test('is told nothing for a note', async () => {
    const incident = await world.declare();
    const before = lines.length;
    viewAfter(await world.send(incident, 'note', { text: 'Hm.' }));
    await world.settle();
    expect(lines).toHaveLength(before);
  });

  test('one line waits at most: what is written is the head of that moment', async () => {
    const incident = await world.declare({ settled: false });
    await world.db.query("update job set run_at = run_at + interval '1 hour' where kind = 'witness'");
    await world.settle();
    expect(await waiting(incident)).toHaveLength(1);
  });
});

describe('a witness file that cannot be written', () => {
  test('is tried again at growing waits, does not hold up the incident, and is in the log', async () => {
    trouble = 'ENOSPC: no space left on device, write';
    const incident = await world.declare();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect((await world.view(incident)).state).toBe('contained');
    const before = tries;
    await world.forward(minutes(10));
    // 1, 2, 4, 8, 16, 32 s, then one a minute.
    expect(tries - before).toBeGreaterThan(10);
    expect(tries - before).toBeLessThan(20);
    expect(world.log).toContainEqual({
      fields: { incident, error: trouble },
      message: 'the witness file could not be written; trying again',
    });
  });

  test('raises one alarm after five failures, whatever happens meanwhile', async () => {
    trouble = 'ENOSPC';
    const incident = await world.declare();
    await world.forward(seconds(8));
    expect(await alarms(incident)).toEqual([]);
    await world.forward(seconds(10));
    expect(await alarms(incident)).toMatchObject([{ data: { code: 'witness-unwritten' } }]);
    viewAfter(await world.approve(incident, 'ana'));
    await world.forward(minutes(5));
    viewAfter(await world.send(incident, 'close', { reason: 'Over.' }));
    await world.forward(minutes(5));
    expect(await alarms(incident)).toHaveLength(1);
    expect(await waiting(incident)).toHaveLength(1);
  });

  test('is told all that it missed in one line, and may raise an alarm again after that', async () => {
    trouble = 'EACCES';
    const incident = await world.declare();
    await world.forward(minutes(2));
    trouble = null;
    await world.forward(minutes(1));
    expect(told(incident)).toHaveLength(1);
    const [alarm] = await alarms(incident);
    expect(told(incident)[0]?.seq).toBeGreaterThanOrEqual(alarm?.seq ?? Number.POSITIVE_INFINITY);
    trouble = 'EACCES';
    viewAfter(await world.approve(incident, 'ana'));
    await world.forward(minutes(2));
    expect(await alarms(incident)).toHaveLength(2);
  });

  test('whose bot dies in the middle is told by the next', async () => {
    const dying = worldOn(world.db, {
      twin: world,
      witness: { write: () => Promise.reject(new Error('killed before it was written')) },
    });
    const incident = await world.declare({ settled: false });
    await dying.settle();
    await world.forward(seconds(2));
    expect(told(incident).length).toBeGreaterThan(0);
  });
});
