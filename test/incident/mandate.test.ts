import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { repinPeople } from '../../src/incident/repin.ts';
import { decisionNamespace, decisionText } from '../../src/timeline/decision.ts';
import { drill } from './drill-playbook.ts';
import { people } from './people.ts';
import { openWorld, refusalOf, viewAfter, type World, worldOn } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'staunch-mandate-'));
/** A new SSH key; its public half. */
function makeKey(name: string): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)]);
  return readFileSync(join(folder, `${name}.pub`), 'utf8').trim();
}
function sign(name: string, text: string): string {
  const file = join(folder, `${randomUUID()}.txt`);
  writeFileSync(file, text);
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', decisionNamespace, '-f', join(folder, name), file], { stdio: 'pipe' });
  return readFileSync(`${file}.sig`, 'utf8');
}

/** Reversible plans need two people, so that one yes is recorded and nothing follows from it yet. */
const forTwo = drill.replace('reversible: { people: 1,', 'reversible: { people: 2,');
const keyed = people.map((person) => ({ ...person, ssh: makeKey(person.id) }));

/** The one a test is about: practice, unless it declares a real leak. */
let world: World;
let practising: World;
let earnest: World;
beforeAll(async () => {
  practising = await openWorld({ playbook: forTwo, people: keyed });
  earnest = worldOn(practising.db, { twin: practising, playbook: forTwo, people: keyed, practice: false });
});
afterAll(async () => {
  await practising.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  world = practising;
  return world.calm();
});

/** What `person` signs to say yes (or no) to the first plan on offer, and the signature by the key of `by`. */
async function signedYes(incident: string, person: string, by = person, change: Record<string, string> = {}) {
  const view = await world.view(incident);
  const statement = {
    v: 1,
    incident,
    plan: view.plans[0]?.hash ?? '',
    verdict: 'approve',
    person,
    nonce: view.gate?.nonce ?? '',
  } as const;
  return { plan: statement.plan, signature: sign(by, decisionText({ ...statement, ...change })) };
}
const approveSigned = async (incident: string, as: string, said: { plan: string; signature: string }) =>
  world.send(
    incident,
    'decide',
    { verdict: 'approve', plan: said.plan, attestation: { by: 'person', signature: said.signature } },
    { as },
  );

const real = () => {
  world = earnest;
  return world.declare();
};
const alarms = async (incident: string) => (await world.view(incident)).alarms.map(({ what }) => what);

/** Writes a row into the job table and lets the step point to it, as somebody with the database's password could. */
async function forgeJob(incident: string, step: string, action: string, withMember = true): Promise<void> {
  const id = randomUUID();
  if (withMember) {
    await world.db.query(
      `insert into member (incident, step, credential, state, job) values ($1, $2, 'c1', 'running', $3)
       on conflict (incident, step, credential) do update set state = 'running', job = excluded.job`,
      [incident, step, id],
    );
  }
  await world.db.query(
    `insert into job (id, incident, kind, ref, credential, action, status, run_at) values ($1, $2, 'action', $3, 'c1', $4, 'ready', $5)`,
    [id, incident, step, action, world.clock.now()],
  );
  asAnotherBot(incident);
}

/** What this process remembers is beyond the reach of whoever writes rows: another bot has only the rows. */
const asAnotherBot = (incident: string) => world.engine.work.memory.forget(incident);

describe('a decision on a real incident', () => {
  test('counts when the person signed it', async () => {
    const incident = await real();
    viewAfter(await approveSigned(incident, 'ana', await signedYes(incident, 'ana')));
    viewAfter(await approveSigned(incident, 'ben', await signedYes(incident, 'ben')));
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1']);
  });

  test('is refused on the word of the surface alone', async () => {
    const incident = await real();
    expect(refusalOf(await world.approve(incident, 'ana'))).toMatchObject({
      class: 'forbidden',
      message: expect.stringContaining('needs the signature of the person'),
    });
  });

  test.each([
    ['by the key of somebody else', 'ben', {}],
    ['of a no', 'ana', { verdict: 'reject' }],
    ['of another plan', 'ana', { plan: '0'.repeat(64) }],
    ['of another incident', 'ana', { incident: randomUUID() }],
    ['of an earlier asking', 'ana', { nonce: '0'.repeat(32) }],
    ['of another person', 'ana', { person: 'ben' }],
  ])('is refused with a signature %s', async (_what, by, change) => {
    const incident = await real();
    const sent = await approveSigned(incident, 'ana', await signedYes(incident, 'ana', by, change));
    expect(refusalOf(sent)).toMatchObject({ class: 'forbidden', message: expect.stringContaining('not vouched for') });
    expect(await world.entriesOf(incident, 'decision.recorded')).toEqual([]);
  });

  test('of one person signed twice is one yes', async () => {
    const incident = await real();
    viewAfter(await approveSigned(incident, 'ana', await signedYes(incident, 'ana')));
    expect(refusalOf(await approveSigned(incident, 'ana', await signedYes(incident, 'ana')))).toEqual({
      class: 'forbidden',
      message: 'ana has already said yes to this plan; 1 more of "on-call" must say it themselves.',
    });
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
  });
});

describe('the worker makes no call and raises an alarm', () => {
  test('for a strike that nobody agreed to', async () => {
    const incident = await world.declare();
    await forgeJob(incident, 'strike', 'credential.strike');
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect(await alarms(incident)).toEqual([
      'A job for strike of c1 was refused before any call: no plan was accepted. Nothing was changed outside.',
    ]);
    expect((await world.view(incident)).waiting.find(({ kind }) => kind === 'stuck')).toMatchObject({
      step: 'strike',
      credential: 'c1',
    });
  });

  test('for a real target where a row says that it was only practice', async () => {
    const incident = await practising.declare();
    await practising.approve(incident, 'ana');
    await practising.approve(incident, 'ben');
    world = earnest;
    await earnest.settle();
    expect(earnest.cast.called('credential.strike')).toEqual([]);
    expect((await alarms(incident))[0]).toContain('a real incident needs the signature of the person');
  });

  test('for a job that no step asked for', async () => {
    const incident = await world.declare();
    await forgeJob(incident, 'strike', 'credential.strike', false);
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect(await alarms(incident)).toEqual([
      'A job for strike of c1 was refused before any call: no step asked for this job. Nothing was changed outside.',
    ]);
  });

  test('for an undo that nobody asked for', async () => {
    const incident = await world.declare();
    await world.approve(incident, 'ana');
    await world.approve(incident, 'ben');
    await world.settle();
    await forgeJob(incident, 'undo', 'credential.undo');
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual([]);
    expect((await alarms(incident))[0]).toContain('nobody asked to take it back');
  });

  test('when a decision in the record was not signed by whoever it names', async () => {
    const incident = await real();
    viewAfter(await approveSigned(incident, 'ana', await signedYes(incident, 'ana')));
    await forgeDecisions(incident, ['ben', 'cem']);
    await forgeJob(incident, 'strike', 'credential.strike');
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect((await alarms(incident))[0]).toContain('1 of 2 signed decisions of "on-call" hold');
  });

  test('when the text of the plan was altered behind its hash', async () => {
    const incident = await world.declare();
    await world.approve(incident, 'ana');
    await world.approve(incident, 'ben');
    await world.db.query('alter table entry_body disable trigger user');
    await world.db.query(
      `update entry_body set body = replace(body, '"call":"lock"', '"call":"drop"') where incident = $1 and body like '%"call":"lock"%'`,
      [incident],
    );
    await world.db.query('alter table entry_body enable trigger user');
    asAnotherBot(incident);
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect((await alarms(incident))[0]).toContain('the accepted plan is not in the record');
  });

  test('when the text of the plan is gone', async () => {
    const incident = await world.declare();
    await world.approve(incident, 'ana');
    await world.approve(incident, 'ben');
    await world.db.query(`delete from entry_body where incident = $1 and body like '%"call":"lock"%'`, [incident]);
    asAnotherBot(incident);
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual([]);
    expect((await alarms(incident))[0]).toContain('the accepted plan is not in the record');
  });

  test('for an action this version does not have', async () => {
    const incident = await world.declare();
    await forgeJob(incident, 'strike', 'credential.bomb');
    await world.settle();
    expect((await alarms(incident))[0]).toContain('the action "credential.bomb" does not exist in this version');
  });
});

/** Appends decisions with a made-up signature to the record, and accepts the plan: a chain that verifies and lies. */
async function forgeDecisions(incident: string, names: string[]): Promise<void> {
  const { append } = await import('../../src/timeline/append.ts');
  const { draft } = await import('../../src/timeline/entry.ts');
  const { lockIncident } = await import('../../src/incident/rows/incident-row.ts');
  const view = await world.view(incident);
  const [plan, nonce] = [view.plans[0]?.hash ?? '', view.gate?.nonce ?? ''];
  await world.db.transaction(async (query) => {
    const row = await lockIncident(query, incident);
    if (row === null) throw new Error('No incident.');
    const said = names.map((person) =>
      draft(
        'decision.recorded',
        { nonce, plan, verdict: 'approve', person, credential: null, attestation: 'person', signature: 'signed, honest' },
        { reason: null },
      ),
    );
    const accepted = draft('gate.accepted', { stage: 'contain', nonce, plan });
    const additions = [...said, accepted].map((entry) => ({ draft: entry, movement: null }));
    const position = await append(query, row.position, additions, {
      at: world.clock.now(),
      actor: 'bot',
      dedupe: randomUUID(),
    });
    await query('update incident set seq = $2, head = $3 where id = $1', [incident, position.seq, position.head]);
  });
}

describe('a key that changed in the configuration', () => {
  test('decides nothing until the record names it too: whoever verifies has only the record', async () => {
    const incident = await real();
    const renewed = keyed.map((person) => (person.id === 'ana' ? { ...person, ssh: makeKey('ana-new') } : person));
    const restarted = worldOn(practising.db, { twin: practising, playbook: forTwo, people: renewed, practice: false });
    const said = await signedYes(incident, 'ana', 'ana-new');
    const attestation = { by: 'person', signature: said.signature } as const;
    const decide = () =>
      restarted.send(incident, 'decide', { verdict: 'approve', plan: said.plan, attestation }, { as: 'ana' });
    expect(refusalOf(await decide())).toMatchObject({ class: 'forbidden', message: expect.stringContaining('in its record') });
    await repinPeople(
      restarted.engine.work,
      renewed.map(({ id, groups, ssh }) => ({ id, groups, ssh })),
    );
    viewAfter(await decide());
  });
});
