/** A service that errs, lies or stalls: the right token or none is touched, and nothing counts as refused that was not proven. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import { minutes, openWorld, seconds, viewAfter, type World } from '../../incident/world.ts';
import { authority } from '../clients/http/certificates.ts';
import { type Acorn, admin, type Endpoint, openAcorn, say, type Token, type Trouble } from './acorn.ts';
import { acornKinds, actionsOf, placedBy } from './acorn-kinds.ts';

/** Two values that no list tells apart, and one of somebody else. Each story has its own: one value is one incident. */
let leaked: string;
let twin: string;
let other: string;
const secrets = new Set<string>([admin]);

function freshValues(): void {
  const alike = () => `acorn_AAAA${randomBytes(8).toString('hex')}EEEE`;
  [leaked, twin, other] = [alike(), alike(), `acorn_${randomBytes(12).toString('hex')}`];
  for (const value of [leaked, twin, other]) secrets.add(value);
}

let acorn: Acorn;
let world: World;

async function worldAt(place: Acorn, tls: 'off' | 'verify'): Promise<World> {
  const kinds = acornKinds(place.url, tls);
  return openWorld({ actions: actionsOf(kinds), place: placedBy(kinds) });
}

beforeAll(async () => {
  acorn = await openAcorn();
  world = await worldAt(acorn, 'off');
});
afterAll(async () => {
  await world.close();
  await acorn.close();
});
beforeEach(async () => {
  await world.calm();
  acorn.calm();
  freshValues();
  tokens(['7', 'alice', leaked], ['8', 'bob', other]);
});

function tokens(...rows: [id: string, user: string, value: string][]): void {
  acorn.tokens.splice(0, acorn.tokens.length, ...rows.map(([id, user, value]): Token => ({ id, user, value, dead: false })));
}

const html: Trouble = (_asked, answer) => {
  answer.writeHead(200, { 'content-type': 'text/html' }).end(`<html>Sign in to the Wi-Fi, ${leaked}</html>`);
};
const storm: Trouble = (_asked, answer) => {
  answer.writeHead(429, { 'retry-after': '20' }).end();
};
const huge: Trouble = (_asked, answer) => {
  answer.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let left = 800;
  const more = () => {
    while (left > 0 && !answer.destroyed) {
      left -= 1;
      if (!answer.write(chunk)) return void answer.once('drain', more);
    }
    answer.end();
  };
  more();
};
const broken: Trouble = (_asked, answer) => {
  answer.destroy();
};
/** It happened, but nobody hears of it. */
const unheard: Trouble = (asked, answer) => {
  for (const token of acorn.tokens) if (asked.url === `/tokens/${token.id}`) token.dead = true;
  answer.destroy();
};

const declare = (value = leaked, user = 'alice') =>
  world.declare({ kind: 'acorn-token', locator: { target: 'acorn', user }, value });

/** Declares, gets a yes for what is offered, and lets `ms` pass. */
async function struck(ms = minutes(3)): Promise<View> {
  const incident = await declare();
  viewAfter(await world.approve(incident, 'ben'));
  await world.settle();
  await world.forward(ms);
  return world.view(incident);
}

const only = (view: View) => view.credentials[0]?.state;
const stuck = (view: View) => view.waiting.find(({ kind }) => kind === 'stuck');

function expectStuck(view: View, step: string, reason: RegExp): void {
  expect(stuck(view)).toMatchObject({ step, what: expect.stringMatching(reason) });
}

/** What a person would run: it can be pasted, and holds no secret. */
function expectByHand(view: View): void {
  const command = stuck(view)?.byHand ?? '';
  expect(command).toContain('curl');
  expect(command).toContain('/tokens/7');
}

/** After each story: no token but the leaked one was ever struck, and nothing that was written down holds a secret. */
afterEach(async () => {
  const written = await world.db.query(
    'select header, (select body from entry_body b where b.incident = e.incident and b.seq = e.seq) from entry e',
  );
  const told = JSON.stringify([written, world.log]);
  for (const secret of secrets) expect(told).not.toContain(secret);
  for (const id of acorn.touched()) expect(id).toBe('7');
});

describe('without trouble', () => {
  it('the leaked token is cut off, proven by its use, and no other is touched', async () => {
    const view = await struck();
    expect(view.credentials[0]).toMatchObject({ state: 'dead', proof: { grade: 'by-use' } });
    expect(acorn.tokens.map(({ id, dead }) => [id, dead])).toEqual([
      ['7', true],
      ['8', false],
    ]);
  });
});

describe('which token it is', () => {
  it.each([
    ['two of one account have its hint', () => tokens(['7', 'alice', leaked], ['9', 'alice', twin]), /\b2\b|two/],
    ['none has its hint', () => tokens(['8', 'bob', other]), /none|no /i],
    ['the only one with its hint is of another account', () => tokens(['9', 'bob', twin]), /none|no /i],
    // The account was named wrong: the leaked one is bob's, and alice has one that looks like it.
    [
      'the one with its hint is not the one that leaked',
      () => tokens(['9', 'alice', twin], ['8', 'bob', leaked]),
      /another account/,
    ],
    ['it does not work, and one with its hint is there', () => tokens(['9', 'alice', twin]), /ended already/],
  ])('is asked of a person when %s', async (_what, there, reason) => {
    there();
    const view = await world.view(await declare());
    expectStuck(view, 'identify', reason);
    expect(only(view)).toBe('unknown');
    expect(view.plans).toEqual([]);
    expect(acorn.touched()).toEqual([]);
  });

  it('is not asked of the service at all when the value cannot be one of its tokens', async () => {
    const view = await world.view(await declare(`glpat-${'x'.repeat(20)}`));
    expectStuck(view, 'identify', /acorn_/);
    expect(acorn.log).toEqual([]);
  });
});

/** Every endpoint in trouble: the step that then waits for a person. */
const steps: [Endpoint, string][] = [
  ['list', 'identify'],
  ['revoke', 'strike'],
];

describe.each([
  ['HTML instead of JSON', html, /text\/html|HTML|not JSON/i],
  [
    'a redirect to another host',
    (_asked, answer) => answer.writeHead(302, { location: 'https://evil.test/?t=1' }).end(),
    /evil\.test/,
  ],
  ['a body of 50 MB', huge, /longer|256 KiB|too long/i],
  ['an error of its own', (_asked, answer) => say(answer, 500, { error: 'oops' }), /500/],
  ['a refusal of our administrator', (_asked, answer) => say(answer, 403, { error: 'forbidden' }), /403|may not|refused/i],
] as [string, Trouble, RegExp][])('%s', (_what, trouble, reason) => {
  it.each(steps)('for %s leaves the step %s to a person, with the reason', async (endpoint, step) => {
    acorn.trouble[endpoint] = trouble;
    const incident = await declare();
    if (step === 'strike') viewAfter(await world.approve(incident, 'ben'));
    await world.settle();
    await world.forward(minutes(10));
    const view = await world.view(incident);
    expectStuck(view, step, reason);
    if (step === 'strike') expectByHand(view);
    expect(only(view)).not.toMatch(/cut-off|dead/);
    expect(acorn.tokens.some(({ dead }) => dead)).toBe(false);
  });

  it('to the look itself is never taken for a refusal, and waits for a person', async () => {
    acorn.trouble.revoke = (_asked, answer) => say(answer, 204);
    const incident = await declare();
    viewAfter(await world.approve(incident, 'ben'));
    acorn.trouble.me = trouble;
    await world.settle();
    await world.forward(minutes(10));
    const view = await world.view(incident);
    expect(only(view)).not.toMatch(/cut-off|dead/);
    expect(stuck(view)).toMatchObject({ step: 'prove' });
    expectByHand(view);
  });
});

describe('a strike that is answered well', () => {
  it('and changes nothing is not believed: the token is alive, and a person is asked', async () => {
    acorn.trouble.revoke = (_asked, answer) => say(answer, 204);
    const view = await struck(minutes(10));
    expectStuck(view, 'prove', /still alive/);
    expectByHand(view);
    expect(only(view)).toBe('alive');
    expect(acorn.touched()).toEqual(['7']);
  });

  it('with 202, and holds after a while, is waited for; the clock stops only then', async () => {
    let deadAt = Number.POSITIVE_INFINITY;
    acorn.trouble.revoke = (_asked, answer) => {
      deadAt = world.clock.now().getTime() + seconds(45);
      say(answer, 202, { state: 'queued' });
    };
    acorn.trouble.me = (_asked, _answer, then) => {
      for (const token of acorn.tokens) if (token.id === '7') token.dead = world.clock.now().getTime() >= deadAt;
      then();
    };
    const early = await struck(seconds(30));
    expect(only(early)).not.toMatch(/cut-off|dead/);
    expect(stuck(early)).toBeUndefined();
    await world.forward(minutes(2));
    const late = await world.view(early.incident);
    expect(late.credentials[0]).toMatchObject({ state: 'dead', proof: { grade: 'by-use' } });
    expect(Date.parse(late.credentials[0]?.cutOffAt ?? '')).toBeGreaterThanOrEqual(deadAt);
    expect(acorn.touched()).toEqual(['7']);
  });

  it('with 202, and never holds, ends with a person once the provider had its time', async () => {
    acorn.trouble.revoke = (_asked, answer) => say(answer, 202, { state: 'queued' });
    const early = await struck(seconds(50));
    expect(stuck(early)).toBeUndefined();
    await world.forward(minutes(5));
    const late = await world.view(early.incident);
    expectStuck(late, 'prove', /still alive/);
    expect(only(late)).toBe('alive');
  });
});

describe('a storm of 429', () => {
  it.each(['list', 'me', 'revoke'] as const)('on %s is waited out as long as it says, then all goes on', async (endpoint) => {
    let storms = 3;
    acorn.trouble[endpoint] = (asked, answer, then) => {
      storms -= 1;
      if (storms >= 0) storm(asked, answer, then);
      else then();
    };
    const incident = await declare();
    await world.forward(minutes(3));
    viewAfter(await world.approve(incident, 'ben'));
    await world.settle();
    await world.forward(minutes(3));
    expect(only(await world.view(incident))).toBe('dead');
    expect(storms).toBeLessThan(0);
  });

  it('asks nothing of the service before the time it named is over', async () => {
    acorn.trouble.list = storm;
    await declare();
    await world.settle();
    const asked = acorn.log.length;
    await world.forward(seconds(15));
    expect(acorn.log).toHaveLength(asked);
    await world.forward(seconds(60));
    expect(acorn.log.length).toBeGreaterThan(asked);
  });

  it('that never ends strikes nothing, and counts as nothing', async () => {
    acorn.trouble.me = storm;
    acorn.trouble.list = storm;
    const incident = await declare();
    await world.forward(minutes(30));
    expect(only(await world.view(incident))).toBe('unknown');
    expect(acorn.touched()).toEqual([]);
  });
});

describe('a connection that breaks', () => {
  it('on the strike, which had happened, is found out by looking', async () => {
    acorn.trouble.revoke = unheard;
    const view = await struck(minutes(10));
    expect(acorn.touched()).toEqual(['7']);
    expect([only(view), stuck(view)?.step]).toEqual(['dead', undefined]);
  });

  it('on the strike, which had not happened, never counts as a strike', async () => {
    acorn.trouble.revoke = broken;
    const view = await struck(minutes(10));
    expect(only(view)).not.toMatch(/cut-off|dead/);
    expect(stuck(view)).toBeDefined();
    expectByHand(view);
  });

  it('on every look is never taken for a refusal', async () => {
    const incident = await declare();
    viewAfter(await world.approve(incident, 'ben'));
    acorn.trouble.me = broken;
    acorn.trouble.revoke = (_asked, answer) => say(answer, 204);
    await world.settle();
    await world.forward(minutes(30));
    expect(only(await world.view(incident))).not.toMatch(/cut-off|dead/);
  });
});

describe('a certificate that is not the one it should be', () => {
  it('ends everything before a single request, and says what is wrong', async () => {
    const own = authority();
    const imposter = await openAcorn(own.selfSigned('IP:127.0.0.1'));
    const secure = await worldAt(imposter, 'verify');
    try {
      const incident = await secure.declare({
        kind: 'acorn-token',
        locator: { target: 'acorn', user: 'alice' },
        value: leaked,
      });
      const view = await secure.view(incident);
      expectStuck(view, 'identify', /certificate is signed by itself/);
      expect(imposter.log).toEqual([]);
      expect(only(view)).toBe('unknown');
    } finally {
      await secure.close();
      await imposter.close();
      rmSync(own.folder, { recursive: true, force: true });
    }
  });
});
