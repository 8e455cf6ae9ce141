import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ListenError, type WebParts } from '../../../src/surfaces/web/serve-web.ts';
import { openWorld, type World } from '../../incident/world.ts';
import { ask, type Listener, openListener, quick } from './listener.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function within<T>(more: Partial<WebParts>, work: (on: Listener) => Promise<T>): Promise<T> {
  const on = await openListener(world, more);
  try {
    return await work(on);
  } finally {
    await on.web.stop();
  }
}

const healthy: WebParts['health'] = { database: () => Promise.resolve(), bot: () => true, slack: () => 'connected' };
const never = () => new Promise<never>(() => undefined);
const ack = {
  count: 12,
  p50: 4,
  p99: 9,
  max: 30,
  within: [
    { ms: 5, count: 8 },
    { ms: 50, count: 4 },
    { ms: Infinity, count: 0 },
  ],
};

describe('health', () => {
  test('the process is alive whatever is behind it', async () => {
    const health = { ...healthy, database: never, bot: () => false };
    await within({ health }, async ({ port }) => expect((await ask(port, '/healthz')).status).toBe(200));
  });

  test.each([
    ['all is there', healthy, 200, { ready: true, database: 'answers', bot: 'works', slack: 'connected' }],
    ['Slack is not configured', { ...healthy, slack: () => null }, 200, { ready: true, slack: 'not configured' }],
    ['Slack is away', { ...healthy, slack: () => 'away' as const }, 503, { ready: false, slack: 'away' }],
    ['the bot has stopped', { ...healthy, bot: () => false }, 503, { ready: false, bot: 'stopped' }],
    ['the database refuses', { ...healthy, database: () => Promise.reject(new Error('no')) }, 503, { database: 'silent' }],
    ['the database is silent', { ...healthy, database: never }, 503, { ready: false, database: 'silent' }],
  ])('ready or not: %s', async (_when, health, status, body) => {
    await within({ health, limits: quick }, async ({ port }) => {
      const answer = await ask(port, '/readyz');
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.body)).toMatchObject(body);
    });
  });
});

describe('metrics', () => {
  const lines = async (port: number) => (await ask(port, '/metrics')).body.split('\n').filter((line) => !line.startsWith('#'));

  test('count what is open and what waits', async () => {
    await world.declare();
    await within({ metrics: { ...metricsOf(), slack: () => ({ open: 1, wanted: 2, ack }) } }, async ({ port }) => {
      const read = await lines(port);
      for (const line of [
        'staunch_database_up 1',
        'staunch_incidents_open 1',
        'staunch_posts_waiting 0',
        'staunch_inbox_waiting 0',
        'staunch_slack_connections{state="open"} 1',
        'staunch_slack_connections{state="wanted"} 2',
        'staunch_slack_ack_seconds{quantile="0.99"} 0.009',
        'staunch_slack_acks_total 12',
        'staunch_slack_acks_within_total{seconds="0.005"} 8',
        'staunch_slack_acks_within_total{seconds="0.05"} 12',
      ]) {
        expect(read).toContain(line);
      }
      expect(read.join('\n')).toMatch(/staunch_event_loop_delay_seconds\{quantile="1"\} [0-9.e-]+/);
    });
  });

  test('leave out what could not be read, and never count twice', async () => {
    let away = false;
    const backlog = () => (away ? Promise.reject(new Error('away')) : metricsOf().backlog());
    await within({ metrics: { backlog, slack: () => ({ open: 2, wanted: 2, ack }) } }, async ({ port }) => {
      await lines(port);
      away = true;
      const read = await lines(port);
      expect(read).toContain('staunch_database_up 0');
      expect(read).toContain('staunch_slack_acks_total 12');
      expect(read.filter((line) => line.startsWith('staunch_incidents'))).toEqual([]);
    });
  });

  test('say nothing of a Slack that is not configured', async () => {
    await within({}, async ({ port }) => {
      expect((await lines(port)).filter((line) => line.startsWith('staunch_slack'))).toEqual([]);
    });
  });

  const metricsOf = () => ({
    backlog: async () => ({
      incidentsOpen: 1,
      incidentsContained: 0,
      jobsDue: 0,
      postsWaiting: 0,
      postsFailing: 0,
      postsDropped: 0,
      inboxWaiting: 0,
    }),
    slack: () => null,
  });
});

describe('the listener', () => {
  test('has nothing elsewhere, and takes no other method', async () => {
    await within({}, async ({ port }) => {
      for (const path of ['/', '/hand-in', '/hand-in/', '/healthz/', '/favicon.ico', '/constructor', '/__proto__']) {
        expect((await ask(port, path)).status, path).toBe(404);
      }
      const posted = await ask(port, '/metrics', { method: 'POST' });
      expect([posted.status, posted.headers.allow]).toEqual([405, 'GET, HEAD']);
      expect((await ask(port, '/hand-in/x', { method: 'DELETE' })).status).toBe(405);
      expect((await ask(port, '/slack/events', { method: 'POST' })).status).toBe(404);
    });
  });

  test('passes on what Slack sends where Slack calls us', async () => {
    const slack: WebParts['slack'] = () => (_request, response) => void response.writeHead(202).end();
    await within({ slack }, async ({ port }) => {
      expect((await ask(port, '/slack/events', { method: 'POST' })).status).toBe(202);
      expect((await ask(port, '/slack/events')).status).toBe(405);
    });
  });

  test('says which port is taken and what to do', async () => {
    await within({}, async ({ port }) => {
      const taken = openListener(world, { listen: { host: '127.0.0.1', port, url: null } });
      await expect(taken).rejects.toThrow(`cannot listen on 127.0.0.1:${port}: another program has that port`);
    });
  });

  test('refuses to take secrets where everybody on the way could read them', async () => {
    const open = (url: string) => openListener(world, { listen: { host: '127.0.0.1', port: 0, url } });
    await expect(open('http://staunch.example')).rejects.toThrow(ListenError);
    const { web } = await open('https://staunch.example/behind');
    expect(web.origin).toBe('https://staunch.example/behind');
    await web.stop();
  });

  test('knows itself by the address in front of it, and by no other', async () => {
    const listen = { host: '127.0.0.1', port: 0, url: 'https://staunch.example' };
    const on = await openListener(world, { listen });
    const path = await on.link(await world.declare());
    const port = on.web.port;
    expect((await ask(port, path, { headers: { host: 'staunch.example' } })).status).toBe(200);
    expect((await ask(port, path, { headers: { host: `127.0.0.1:${port}` } })).status).toBe(421);
    expect((await ask(port, '/healthz')).status).toBe(200);
    await on.web.stop();
  });

  test('lets what is being answered end when it stops', async () => {
    let answer: (value: unknown) => void = () => undefined;
    let began: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      began = resolve;
    });
    const database = () => {
      began();
      return new Promise((given) => {
        answer = given;
      });
    };
    const on = await openListener(world, { health: { ...healthy, database } });
    const going = ask(on.port, '/readyz');
    await asked;
    const stopped = on.web.stop();
    answer(null);
    expect((await going).status).toBe(200);
    await stopped;
    await expect(ask(on.port, '/healthz')).rejects.toThrow('ECONNREFUSED');
  });

  test('ends what does not end by itself', async () => {
    const on = await openListener(world, { health: { ...healthy, database: never }, limits: quick });
    const hanging = ask(on.port, '/hand-in/x', { method: 'POST', body: 'v', half: true, headers: { 'content-length': '9' } });
    hanging.catch(() => undefined);
    await on.web.stop();
    await expect(ask(on.port, '/healthz')).rejects.toThrow('ECONNREFUSED');
  });
});
