/** A playbook file is read for a new incident only: what becomes of the file does not touch one that is open. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/platform/canonical.ts';
import { compilerNumber } from '../../src/playbook/compile.ts';
import { drill } from './drill-playbook.ts';
import { openWorld, refusalOf, viewAfter, type World, type WorldNeeds, worldOn } from './world.ts';

/** What can become of the file, and what a declaration then says; null: it is opened under what the file says now. */
const fates: { fate: string; file: () => string; refused: string | null }[] = [
  {
    fate: 'edited: another order, no gate, other limits',
    file: () =>
      drill
        .replace(/^ {4}gate:.*\n/m, '')
        .replace('within: 5m', 'within: 4m')
        .replace('do: report.write', 'do: report.wri'),
    refused: null,
  },
  {
    fate: 'edited: its steps have other names',
    file: () => drill.replace('{ do: credential.prove, each', '{ do: credential.prove, id: look-again, each'),
    refused: null,
  },
  { fate: 'broken: no YAML any more', file: () => 'stages: [', refused: 'is not valid YAML' },
  {
    fate: 'broken: a stage that is not there',
    file: () => drill.replace('next: contain', 'next: contian'),
    refused: 'contian',
  },
  { fate: 'emptied', file: () => '', refused: 'not a map' },
  {
    fate: 'deleted',
    file: () => {
      throw new Error('ENOENT: no such file');
    },
    refused: 'ENOENT',
  },
];

let world: World;
let file: () => string = () => drill;
const needs: WorldNeeds = {
  get playbook() {
    return file();
  },
};
beforeAll(async () => {
  world = await openWorld(needs);
});
afterAll(() => world.close());

const steps = async (where: World, incident: string) =>
  (await where.view(incident)).stages.flatMap((stage) => stage.steps.map(({ id }) => id));
const wanted = async (where: World, incident: string) => (await where.view(incident)).waiting.map(({ kind }) => kind);

describe.each(fates)('while an incident is open its playbook is $fate', ({ file: then, refused }) => {
  test('and it goes on as it began, also in a bot that starts now, to its end', async () => {
    file = () => drill;
    const incident = await world.declare();
    const before = await world.view(incident);
    expect(await wanted(world, incident)).toEqual(['gate']);
    file = then;
    // A new process: it has read nothing and remembers nothing.
    const restarted = worldOn(world.db, Object.defineProperties({ twin: world }, Object.getOwnPropertyDescriptors(needs)));
    expect(await restarted.view(incident)).toEqual(before);
    viewAfter(await restarted.approve(incident, 'ben'));
    await restarted.settle();
    expect(await steps(restarted, incident)).toEqual(await steps(world, incident));
    expect((await restarted.view(incident)).state).toBe('contained');
    for (const step of ['look-around', 'tell-owners'])
      viewAfter(await restarted.send(incident, 'by-hand', { step, reason: 'It was done.' }));
    await restarted.settle();
    expect(await restarted.view(incident)).toMatchObject({ state: 'closed' });
    expect(await restarted.types(incident)).not.toContain('alarm.raised');
    const bundle = await restarted.desk.bundle(incident);
    expect(bundle).toContain('next: contain');
  });

  test(
    refused === null ? 'and the next incident begins under what it says now' : 'and no incident is opened under it',
    async () => {
      file = () => drill;
      const open = await world.declare();
      file = then;
      const count = async () => (await world.db.query('select id from incident')).length;
      const known = await count();
      if (refused === null) {
        const next = await world.declare();
        expect(await steps(world, next)).not.toEqual(await steps(world, open));
      } else {
        await expect(world.declare()).rejects.toThrow(refused);
        expect(await count()).toBe(known);
      }
      viewAfter(await world.send(open, 'note', { text: 'Still here.' }));
      file = () => drill;
      await world.calm();
    },
  );
});

test('another text under the pinned hash is refused by the database itself', async () => {
  file = () => drill;
  const incident = await world.declare();
  const weaker = drill.replace('people: 1, from: on-call', 'people: 1, from: approvers');
  const swapped = world.db.query(
    'update playbook set source = $1 where hash in (select playbook from incident where id = $2)',
    [weaker, incident],
  );
  await expect(swapped).rejects.toThrow('playbook_check');
  expect(refusalOf(await world.approve(incident, 'cem')).message).toContain('cem is not in the group "on-call"');
});

test('the record pins the number of the compiler beside the hash of the text', async () => {
  file = () => drill;
  const [declared] = await world.entriesOf(await world.declare(), 'incident.declared');
  expect(declared?.data).toMatchObject({ playbook: sha256Hex(drill), compiler: compilerNumber });
});
