import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../src/incident/command.ts';
import type { Sent } from '../../src/incident/desk.ts';
import { openWorld, refusalOf, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const declaration = (dedupe: string, payload: Record<string, unknown> = {}): Command =>
  ({
    incident: '',
    type: 'declare',
    dedupe,
    actor: { person: 'ana', account: 'somebody' },
    at: world.clock.now(),
    payload: { kind: 'password', locator: { role: randomUUID() }, public: false, ...payload },
  }) as Command;

const declared = async (payload: Record<string, unknown>, dedupe: string = randomUUID()) =>
  (await world.desk.send(declaration(dedupe, payload))) as Extract<Sent, { ok: true }>;
const count = async (incident: string, type: string) => (await world.types(incident)).filter((other) => other === type).length;

describe('a command', () => {
  test('has its effect once under one key, and the same answer each time', async () => {
    const incident = await world.declare();
    const first = await world.send(incident, 'note', { text: 'It was the intern.' }, { dedupe: 'note-1' });
    const second = await world.send(incident, 'note', { text: 'It was the intern.' }, { dedupe: 'note-1' });
    expect(second).toEqual(first);
    expect(await count(incident, 'note.added')).toBe(1);
  });

  test('is refused the same way each time under one key, also when it would be accepted by now', async () => {
    const incident = await world.declare({ settled: false });
    const early = await world.approve(incident, 'ana', { dedupe: 'early' });
    await world.settle();
    const again = await world.approve(incident, 'ana', { dedupe: 'early' });
    expect(refusalOf(again)).toEqual(refusalOf(early));
    expect(await count(incident, 'command.refused')).toBe(1);
    expect(await count(incident, 'decision.recorded')).toBe(0);
  });

  test('under one key in two incidents is two commands', async () => {
    const [one, two] = [await world.declare(), await world.declare()];
    await world.send(one, 'note', { text: 'Seen.' }, { dedupe: 'same' });
    await world.send(two, 'note', { text: 'Seen.' }, { dedupe: 'same' });
    expect([await count(one, 'note.added'), await count(two, 'note.added')]).toEqual([1, 1]);
  });

  test('that is refused is in the record, with who was turned away', async () => {
    const incident = await world.declare();
    await world.approve(incident, 'cem');
    const [refusal] = await world.entriesOf(incident, 'command.refused');
    expect(refusal).toMatchObject({
      actor: 'person:cem',
      data: { command: 'decide', verdict: 'approve', class: 'forbidden', person: 'cem' },
    });
  });

  test('for an incident that does not exist is refused as missing', async () => {
    const sent = await world.send(randomUUID(), 'note', { text: 'Hello?' });
    expect(refusalOf(sent).class).toBe('missing');
  });

  test('from a stranger does nothing, whatever it is', async () => {
    const incident = await world.declare();
    const sent = [
      await world.send(incident, 'note', { text: 'Hello.' }, { as: 'mallory' }),
      await world.send(incident, 'hand-in', { credential: 'c1', value: 'guess-guess' }, { as: 'mallory' }),
      await world.send(incident, 'skip', { step: 'contain.gate', reason: 'Never mind.' }, { as: 'mallory' }),
      await world.send(incident, 'by-hand', { step: 'contain.gate' }, { as: 'mallory' }),
      await world.approve(incident, 'mallory'),
    ];
    expect(sent.map((one) => refusalOf(one).class)).toEqual(Array(5).fill('forbidden'));
    expect((await world.view(incident)).gate).not.toBeNull();
  });
});

describe('twenty approvals at once', () => {
  test('by one person, each under its own key, are one decision', async () => {
    const incident = await world.declare();
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    const sent = await Promise.all(Array.from({ length: 20 }, () => world.approve(incident, 'ana', { plan })));
    expect(sent.filter((one) => one.ok)).toHaveLength(1);
    expect(await count(incident, 'decision.recorded')).toBe(1);
    expect(await count(incident, 'gate.accepted')).toBe(1);
    await world.settle();
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1']);
  });

  test('under one key are one decision, and all are told the same', async () => {
    const incident = await world.declare();
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    const sent = await Promise.all(Array.from({ length: 20 }, () => world.approve(incident, 'ana', { plan, dedupe: 'yes' })));
    expect(sent.every((one) => one.ok)).toBe(true);
    expect(await count(incident, 'decision.recorded')).toBe(1);
  });
});

describe('declaring', () => {
  test('twice with one request key opens one incident', async () => {
    const payload = { locator: { role: randomUUID() } };
    const first = await declared(payload, 'request-1');
    const second = await declared(payload, 'request-1');
    expect(second.view.incident).toBe(first.view.incident);
    expect(second.joined).toBe(false);
    expect(await count(first.view.incident, 'declaration.joined')).toBe(0);
  });

  test('ten times at once with one request key opens one incident', async () => {
    const payload = { locator: { role: randomUUID() } };
    const all = await Promise.all(Array.from({ length: 10 }, () => declared(payload, 'request-2')));
    expect(new Set(all.map(({ view }) => view.incident)).size).toBe(1);
  });

  test('the same value again joins the incident that handles it, wherever it was found', async () => {
    const value = randomUUID();
    const first = await declared({ value });
    const second = await declared({ value });
    expect(second).toMatchObject({ joined: true, view: { incident: first.view.incident } });
    expect(await count(first.view.incident, 'declaration.joined')).toBe(1);
  });

  test('the same place without a value joins, and so does a value for a place that had none', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator });
    const second = await declared({ locator });
    expect(second.joined).toBe(true);
    const third = await declared({ locator, value: randomUUID() });
    expect(third.view.incident).toBe(first.view.incident);
    expect(third.view.credentials[0]?.held).toBe(true);
  });

  test('a joining value has the credential looked at anew', async () => {
    const locator = { role: randomUUID() };
    await declared({ locator });
    await world.settle();
    world.cast.calls.length = 0;
    await declared({ locator, value: randomUUID() });
    await world.settle();
    expect(world.cast.called('credential.probe')).toEqual(['credential.probe c1']);
  });

  test('the same place with another value is another leak', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator, value: randomUUID() });
    const second = await declared({ locator, value: randomUUID() });
    expect(second.joined).toBe(false);
    expect(second.view.incident).not.toBe(first.view.incident);
  });

  test('a joined declaration said again under its key joins once', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator });
    await declared({ locator }, 'request-3');
    expect(await declared({ locator }, 'request-3')).toMatchObject({ joined: true, view: { incident: first.view.incident } });
    expect(await count(first.view.incident, 'declaration.joined')).toBe(1);
  });

  test('a joined declaration said again under its key stays joined after the incident is closed', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator });
    await declared({ locator }, 'request-4');
    await close(first.view.incident);
    expect(await declared({ locator }, 'request-4')).toMatchObject({ joined: true, view: { incident: first.view.incident } });
  });

  test('under a key that looks like the continuation of another key is a declaration of its own', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator }, 'declare:pager-7');
    expect(await declared({ locator }, 'declare:pager-7#1')).toMatchObject({ joined: true });
    expect(await count(first.view.incident, 'declaration.joined')).toBe(1);
  });

  test('again after the incident is closed opens a new one', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator });
    await close(first.view.incident);
    const second = await declared({ locator });
    expect(second.joined).toBe(false);
    expect(second.view.incident).not.toBe(first.view.incident);
  });

  test('numbers incidents without gaps, whatever is refused or joined between', async () => {
    const locator = { role: randomUUID() };
    const first = await declared({ locator });
    await declared({ locator });
    await world.desk.send(declaration(randomUUID(), { locator: {} }));
    const next = await declared({});
    expect(next.view.number).toBe(first.view.number + 1);
  });

  test('an unknown place opens nothing', async () => {
    const before = (await world.desk.list()).length;
    expect(refusalOf(await world.desk.send(declaration(randomUUID(), { locator: {} })))).toEqual({
      class: 'usage',
      message: 'password needs a role.',
    });
    expect(await world.desk.list()).toHaveLength(before);
  });
});

async function close(incident: string): Promise<void> {
  await world.settle();
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  for (const step of ['look-around', 'tell-owners']) viewAfter(await world.send(incident, 'by-hand', { step }));
  await world.settle();
  expect((await world.view(incident)).state).toBe('closed');
}
