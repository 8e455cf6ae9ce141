/** `approve --alone` on a real incident floor, whose time passes while the terminal waits. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drill } from '../../incident/drill-playbook.ts';
import { openWorld, type World } from '../../incident/world.ts';
import { fakeDesk, type Setting, type } from './fake-terminal.ts';
import { hashA, sampleAsking, sampleGate, sampleView } from './sample-view.ts';

const forTwo = drill.replace('reversible: { people: 1,', 'reversible: { people: 2,');
const people = ['ana', 'ben', 'cem', 'dia'].map((id) => ({ id, name: id, login: null, ssh: null }));

let world: World;
let incident: string;
let plan: string;
beforeAll(async () => {
  world = await openWorld({ playbook: forTwo });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.calm();
  incident = await world.declare();
  plan = (await world.view(incident)).plans[0]?.hash ?? '';
});

/** `meanwhile` happens once this many milliseconds of the countdown are over. */
function typed(args: string[], setting: Setting = {}, meanwhile?: { afterMs: number; does(): Promise<unknown> }) {
  const begun = world.clock.now().getTime();
  let waits = meanwhile;
  const time = {
    now: () => world.clock.now(),
    pass: async (ms: number) => {
      await world.forward(ms);
      if (waits === undefined || world.clock.now().getTime() - begun < waits.afterMs) return;
      const { does } = waits;
      waits = undefined;
      await does();
    },
  };
  return type(args, { desk: world.desk, time, composition: { people: async () => people }, ...setting });
}
const alone = (...more: string[]) => ['approve', incident, '--plan', plan, '--alone', '--reason', 'nobody answers', ...more];

describe('acting alone', () => {
  test('stays until the countdown is over, and ends with accepted', async () => {
    const ran = await typed(alone('--as', 'ana', '--json'));
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.lines()).toEqual([
      {
        incident,
        plan,
        have: 1,
        need: 2,
        state: 'accepted',
        by: ['ana'],
        practice: true,
        alone: { person: 'ana', until: '2026-11-24T00:01:00.000Z' },
      },
    ]);
    expect(world.cast.called('credential.strike')).toEqual(['credential.strike c1']);
    const lines = ran.err.split('\n').filter((line) => line.includes('acts alone on plan'));
    expect(lines.map((line) => /: (.*)$/.exec(line)?.[1])).toEqual(
      ['01:00', '00:50', '00:40', '00:30', '00:20', '00:10'].map((left) => `${left} left to stop it`),
    );
    expect(ran.err).toContain('You are about to ACT ALONE on this');
    expect(ran.err).toContain(`npx staunch reject INC-`);
  });

  test('counts down in one line of a screen', async () => {
    const live: string[] = [];
    const ran = await typed(alone('--as', 'ana'), { live });
    expect(live.at(0)).toMatch(/^PRACTICE INC-\d+ {2}ana acts alone on plan [0-9a-f]{8}: 01:00 left to stop it$/);
    expect(live.some((line) => line.includes('00:31 left'))).toBe(true);
    expect(live.every((line) => !line.includes('\n'))).toBe(true);
    expect(ran.out).toContain('one person acted alone, and nobody said no');
  });

  test('ends with refused as soon as somebody says no', async () => {
    const meanwhile = { afterMs: 20_000, does: () => world.reject(incident, 'dia') };
    const ran = await typed(alone('--as', 'ana', '--json'), {}, meanwhile);
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ state: 'refused', alone: { person: 'ana' } });
    expect(ran.slept).toBeLessThan(22_000);
    expect(world.cast.called('credential.strike')).toEqual([]);
  });

  test('ends with accepted as soon as others agree', async () => {
    const meanwhile = { afterMs: 5_000, does: () => world.approve(incident, 'ben') };
    const ran = await typed(alone('--as', 'ana', '--json'), {}, meanwhile);
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ state: 'accepted', have: 2, by: ['ana', 'ben'] });
    expect(ran.slept).toBeLessThan(7_000);
  });

  test('stopped being watched it goes on, and that is said', async () => {
    const ran = await typed(alone('--as', 'ana', '--json'), { interrupted: AbortSignal.abort() });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ state: 'waiting', alone: { person: 'ana' } });
    expect(ran.err).toContain('You stopped watching; the countdown goes on.');
    expect((await world.view(incident)).gate?.alone?.person).toBe('ana');
  });

  test('without a bot is recorded, and nobody is there to carry it out', async () => {
    const ran = await typed(alone('--as', 'ana', '--json'), { botAlive: false });
    expect(ran.code).toBe(5);
    expect(ran.json()).toMatchObject({ state: 'waiting' });
  });

  test('of somebody in no group of the gate is refused before anything is sent', async () => {
    const before = (await world.entries(incident)).length;
    const ran = await typed(alone('--as', 'dia', '--json'));
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('may not act alone. Who may: ana, ben, cem.');
    expect((await world.entries(incident)).length).toBe(before);
  });

  test('where a plain yes is enough says that alone, and nothing is shown, signed or recorded', async () => {
    await world.approve(incident, 'ben');
    const before = (await world.entries(incident)).length;
    const ran = await typed(alone('--as', 'ana'));
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^The yes of ana is enough for this plan, .*: leave out --alone. Nothing was signed or sent.\n$/);
    expect((await world.entries(incident)).length).toBe(before);
  });

  test('beside a countdown that runs is refused before anything is shown', async () => {
    await typed(alone('--as', 'ana'), { interrupted: AbortSignal.abort() });
    const ran = await typed(alone('--as', 'ben'));
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^ana already acts alone here: the countdown runs until .* Nothing was signed or sent.\n$/);
  });

  test.each([
    [['--reason', ''], 2, 'The reason is empty'],
    [['--reason', 'x'.repeat(2_001)], 2, 'longer than 2000 characters'],
    [['--reason', 'a\0b'], 2, 'NUL'],
  ])('refuses %j', async (flags, code, sentence) => {
    const ran = await typed(['approve', incident, '--plan', plan, '--alone', '--as', 'ana', ...flags]);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(sentence);
    expect((await world.view(incident)).gate?.alone).toBeNull();
  });

  test('an ordinary yes that would not count is told of it', async () => {
    const ran = await typed(['approve', incident, '--plan', plan, '--as', 'cem']);
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('If nobody else can be reached: add --alone');
  });
});

describe('while somebody acts alone', () => {
  const running = {
    plan: hashA,
    person: 'ana',
    reason: 'nobody\u001b[2J answers',
    startedAt: '2026-11-24T03:15:30.000Z',
    until: '2026-11-24T03:16:30.000Z',
  };
  const view = sampleView({ practice: true, gate: sampleAsking({ alone: running }) });
  const waiting = sampleGate({ kind: 'alone', plan: hashA, for: ['ana', 'ben'], what: 'ana acts alone' });
  const seen = { ...view, waiting: [waiting, ...view.waiting] };

  test.each(['status', 'plan'])('%s shows it right under the title, with the command that stops it', async (command) => {
    const ran = await type([command, '7'], { desk: fakeDesk({ views: [seen] }) });
    const [, second, , why, , stop] = ran.out.split('\n');
    expect(second).toBe('ANA ACTS ALONE: 00:18 left to stop it');
    expect(why).toBe('  why: nobody‹U+001B›[2J answers');
    expect(stop).toBe("    npx staunch reject INC-7 --plan 3f9a12bc --reason '…' --as ben");
  });

  test('a countdown that is over says so, and never counts below zero', async () => {
    const over = { ...seen, gate: sampleAsking({ alone: { ...running, until: '2026-11-24T03:16:11.000Z' } }) };
    const ran = await type(['status', '7'], { desk: fakeDesk({ views: [over] }) });
    expect(ran.out).toContain('ANA ACTS ALONE: the countdown is over');
  });
});

test('the card says who was asked, and when', async () => {
  const asked = [
    { how: 'first', at: '2026-11-24T03:14:00.000Z', to: ['ana'] },
    { how: 'again', at: '2026-11-24T03:15:00.000Z', to: ['ana'] },
    { how: 'passed-on', at: '2026-11-24T03:16:00.000Z', to: ['ben', 'cem'] },
  ] as const;
  const gate = sampleAsking({ asked: asked.map((one) => ({ ...one, to: [...one.to] })) });
  const ran = await type(['status', '7'], { desk: fakeDesk({ views: [sampleView({ gate })] }) });
  expect(ran.out.replace(/\s+/g, ' ')).toContain(
    'asked ana at 03:14:00Z; again ana at 03:15:00Z; passed on to ben, cem at 03:16:00Z',
  );
});
