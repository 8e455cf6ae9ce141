/** Whole incidents, exported and verified; what only a chain made anew can break stands in `test/evidence/`. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyBundle } from '../../../src/incident/verify/verify-bundle.ts';
import { recordKey } from '../../../src/platform/keys/record-key.ts';
import { witnessLine } from '../../../src/timeline/witness.ts';
import { done, planFor } from '../cast.ts';
import { openWorld, viewAfter, type World } from '../world.ts';

/** The key of `world.ts`. */
const key = recordKey(Buffer.alloc(32, 1));
const nobody = { personSignature: async () => 'nobody signs with a key here' };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.calm());
afterAll(() => world.close());

const bundleOf = async (incident: string) => (await world.desk.bundle(incident)) ?? '';
const verdictOn = (bundle: string, witness: string[] = []) =>
  verifyBundle(bundle, { key: key.publicKey, witness, people: null }, nobody);

async function cut(): Promise<string> {
  const incident = await world.declare();
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  return incident;
}

describe('an incident of practice', () => {
  test('verifies by the word of the bot, and says what was checked', async () => {
    const incident = await cut();
    const verdict = await verdictOn(await bundleOf(incident));
    expect(verdict).toMatchObject({ ok: true, key: 'known', firstFault: null, faults: [] });
    expect(verdict.entries).toBe((await world.entries(incident)).length);
    expect(verdict.checked.join('\n')).toMatch(/1 signed answers.*1 acceptances.*1 calls/);
  });

  test('verifies at any point of its way', async () => {
    const incident = await world.declare({ settled: false });
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true });
    await world.settle();
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true });
  });

  test('verifies when it was declared while all calls were stopped', async () => {
    const actor = { person: 'ben', account: 'somebody' };
    await world.desk.stop({ provider: null, reason: 'we look first', actor });
    const incident = await world.declare();
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(await world.types(incident)).not.toContain('credential.proved');
    await world.desk.resume({ provider: null, actor });
    await world.settle();
    expect(await world.types(incident)).toContain('credential.proved');
    expect(await verdictOn(await bundleOf(incident))).toMatchObject({ ok: true });
  });

  test('gives the same bytes each time, and another text after one more entry', async () => {
    const incident = await cut();
    const bundle = await bundleOf(incident);
    expect(await bundleOf(incident)).toBe(bundle);
    viewAfter(await world.send(incident, 'note', { text: 'The shop was told.' }));
    expect(await bundleOf(incident)).not.toBe(bundle);
  });

  test('is not there for an incident that is not', async () => {
    expect(await world.desk.bundle('00000000-0000-4000-8000-000000000000')).toBeNull();
  });
});

describe('a plan whose text was purged', () => {
  test('still verifies, and it is said what could not be checked', async () => {
    world.cast.script('leak.plan', ({ credentials }) => done({ summary: 'planned', plans: [planFor(credentials)] }));
    const incident = await cut();
    for (const step of ['look-around', 'tell-owners']) viewAfter(await world.send(incident, 'by-hand', { step }));
    await world.settle();
    expect((await world.view(incident)).state).toBe('closed');
    const [plan] = await world.entriesOf(incident, 'plan.made');
    viewAfter(await world.send(incident, 'purge', { entry: plan?.seq ?? 0, reason: 'It names a customer.' }));
    const verdict = await verdictOn(await bundleOf(incident));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.checked.join('\n')).toContain('the text of the plan was purged');
  });
});

describe('a witness', () => {
  async function seen(): Promise<{ bundle: string; said: Parameters<typeof witnessLine>[0] }> {
    const incident = await cut();
    const bundle = await bundleOf(incident);
    const [row] = await world.db.query<{ number: number; hash: Uint8Array }>(
      'select number, hash from register where incident = $1',
      [incident],
    );
    const [entry] = await world.db.query<{ hash: Uint8Array }>('select hash from entry where incident = $1 and seq = 5', [
      incident,
    ]);
    const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');
    const at = '2026-11-24T00:00:00.000Z';
    const said = {
      v: 1,
      at,
      incident,
      number: row?.number ?? 0,
      seq: 5,
      head: hex(entry?.hash),
      register: hex(row?.hash),
    } as const;
    return { bundle, said };
  }
  const line = (said: Parameters<typeof witnessLine>[0], signer = key) => witnessLine(said, signer.sign).trimEnd();

  test('that saw what is there is an anchor', async () => {
    const { bundle, said } = await seen();
    expect(await verdictOn(bundle, [line(said), ''])).toMatchObject({ ok: true, outsideAnchors: 1 });
  });

  test('that cannot be believed is passed over, and it is said', async () => {
    const { bundle, said } = await seen();
    const other = recordKey(Buffer.alloc(32, 7));
    const changed = line({ ...said, head: '0'.repeat(64) }, other);
    const verdict = await verdictOn(bundle, [line(said), changed, line(said).slice(0, 80), `${line(said)} `]);
    expect(verdict).toMatchObject({ ok: true, outsideAnchors: 1 });
    expect(verdict.checked.join('\n')).toContain('3 more without a valid signature');
  });

  test.each([
    ['another entry in this place', { head: '0'.repeat(64) }, 'another entry 5'],
    ['more entries', { seq: 5_000 }, 'its end was cut off'],
    ['another register', { register: '0'.repeat(64) }, 'another row in the register'],
    ['another incident under a number', { incident: '7f000001-0000-8000-8000-000000000001' }, 'a whole incident vanished'],
    [
      'a number beyond the register',
      { incident: '7f000001-0000-8000-8000-000000000001', number: 5_000 },
      'incidents are missing',
    ],
    ['this incident under another number', { number: 5_000 }, 'and here it is INC-'],
  ])('that saw %s convicts', async (_, change, words) => {
    const { bundle, said } = await seen();
    const verdict = await verdictOn(bundle, [line(said), line({ ...said, ...change })]);
    expect(verdict.ok).toBe(false);
    expect(verdict.firstFault?.what).toContain(words);
    expect(verdict.outsideAnchors).toBe(1);
  });
});

test('whatever is not a bundle is a verdict, never an exception', async () => {
  for (const text of ['', '\n', '{}\n', 'null\n', '{"line":"bundle"}\n', '\ud800\n', '['.repeat(100_000)]) {
    expect(await verdictOn(text)).toMatchObject({ ok: false, entries: 0 });
  }
});
