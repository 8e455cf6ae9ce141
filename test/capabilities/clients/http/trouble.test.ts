import { createServer } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { askOnce } from '../../../../src/capabilities/clients/http/ask-once.ts';
import { freePort } from '../../../servers/postgres.ts';
import { answering, ask, failureOf, hearing, listen, request, saying, targetOn } from './on-server.ts';

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const get = { method: 'GET' } as const;
const strike = { method: 'DELETE', shown: 'DELETE /tokens/self' } as const;

/** Short, because a call to a server that never ends has to wait for it; the failure comes from this limit alone. */
const soon = { timeoutMs: 150 };

/** What must be true of both kinds of request, after something may have been sent. */
async function classesOf(port: number, more = {}): Promise<[string, string]> {
  const first = await failureOf(ask(targetOn(port, more), get));
  const second = await failureOf(ask(targetOn(port, more), strike));
  expect(second.message).toContain('may or may not have happened');
  return [first.class, second.class];
}

describe('a service in trouble', () => {
  it('that refuses the connection got nothing, and is tried again', async () => {
    const error = await failureOf(ask(targetOn(await freePort()), strike));
    expect(error).toMatchObject({ class: 'retryable', message: expect.stringContaining('Nothing was sent') });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('whose name cannot be looked up (%s) got nothing, and is tried again', async (code) => {
    const lost = () => Promise.reject(Object.assign(new Error('getaddrinfo for hunter2'), { code }));
    const error = await failureOf(ask({ ...targetOn(80), url: 'http://gitlab.test' }, strike, lost));
    expect(error).toMatchObject({ class: 'retryable', message: expect.stringContaining('its host name') });
    expect(error.message).not.toContain('hunter2');
  });

  it('whose name has no address, or whose name server never answers, got nothing', async () => {
    const target = { ...targetOn(80), url: 'http://gitlab.test' };
    expect(await failureOf(ask(target, strike, async () => []))).toMatchObject({ class: 'retryable' });
    const silent = await failureOf(ask({ ...target, ...soon }, strike, () => new Promise(() => undefined)));
    expect(silent).toMatchObject({ class: 'retryable', message: expect.stringContaining('within 0.15 s') });
  });

  it('that takes the request and says nothing leaves in doubt what is not a GET', async () => {
    const server = await hearing(() => undefined);
    expect(await classesOf(server.port, soon)).toEqual(['retryable', 'in-doubt']);
    await expect.poll(() => server.open.size).toBe(0);
  });

  it('that drips its body for ever costs no more than the limit', async () => {
    const server = await hearing((socket) => {
      socket.write(`${head}\r\n[`);
      const drip = setInterval(() => socket.write('1,'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    const began = performance.now();
    expect(await classesOf(server.port, soon)).toEqual(['retryable', 'in-doubt']);
    expect(performance.now() - began).toBeLessThan(3_000);
    await expect.poll(() => server.open.size).toBe(0);
  });

  it('that drips its header for ever costs no more than the limit', async () => {
    const server = await hearing((socket) => {
      socket.write(head);
      const drip = setInterval(() => socket.write('x-a: b\r\n'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await classesOf(server.port, soon)).toEqual(['retryable', 'in-doubt']);
    await expect.poll(() => server.open.size).toBe(0);
  });

  it('that says 100 Continue for ever costs no more than the limit', async () => {
    const server = await hearing((socket) => {
      const drip = setInterval(() => socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'), 10);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await classesOf(server.port, soon)).toEqual(['retryable', 'in-doubt']);
  });

  it.each([
    ['one field of 1 MB', `${head}x-flood: ${'y'.repeat(1024 * 1024)}\r\n\r\n{}`],
    ['a hundred thousand fields', `${head}${'a: b\r\n'.repeat(100_000)}\r\n{}`],
    ['a name of 1 MB', `${head}${'y'.repeat(1024 * 1024)}: x\r\n\r\n{}`],
  ])('that floods its header is cut off: %s', async (_what, raw) => {
    const server = await saying(raw);
    expect(await classesOf(server.port)).toEqual(['retryable', 'in-doubt']);
    await expect.poll(() => server.open.size).toBe(0);
  });

  it.each([
    ['before it answers', ''],
    ['within the header', head],
    ['within the body', `${head}content-length: 100\r\n\r\n{"a":`],
    ['within a chunk', `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"a"`],
  ])('that resets the connection %s leaves in doubt what is not a GET', async (_what, raw) => {
    const server = await hearing((socket) => {
      if (raw === '') socket.resetAndDestroy();
      else socket.write(raw, () => setImmediate(() => socket.resetAndDestroy()));
    });
    expect(await classesOf(server.port)).toEqual(['retryable', 'in-doubt']);
    expect(server.connections).toBe(2);
  });

  it.each([
    ['before it answers', ''],
    ['within the header', head],
    ['within the body', `${head}content-length: 100\r\n\r\n{"a":`],
    ['within a chunk', `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"a"`],
  ])('that closes the connection %s leaves in doubt what is not a GET', async (_what, raw) => {
    const server = await saying(raw);
    expect(await classesOf(server.port)).toEqual(['retryable', 'in-doubt']);
    expect(server.connections).toBe(2);
  });

  it('that closes each connection at once is not asked a second time by the same call', async () => {
    const server = await listen(createServer((socket) => socket.destroy()));
    expect(['retryable', 'in-doubt']).toContain((await failureOf(ask(targetOn(server.port), strike))).class);
    expect(server.connections).toBe(1);
  });

  it('that had begun to answer is said to have', async () => {
    const server = await saying(`${head}content-length: 100\r\n\r\n{"a":`);
    expect((await failureOf(ask(targetOn(server.port), strike))).message).toContain('it began to answer (status 200)');
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a status that is none', 'HTTP/1.1 2x0 OK\r\n\r\n'],
    ['two lengths', `${head}content-length: 2\r\ncontent-length: 30\r\n\r\n{}`],
    ['a length below zero', `${head}content-length: -1\r\n\r\n{}`],
    ['an upgrade nobody asked for', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ])('that speaks no HTTP is not believed: %s', async (_what, raw) => {
    const server = await saying(raw);
    expect(await classesOf(server.port, { timeoutMs: 1_000 })).toEqual(['retryable', 'in-doubt']);
  });

  it('is not waited for when the call is stopped, before or while it runs', async () => {
    const server = await hearing(() => undefined);
    const stopped = AbortSignal.abort(new Error('hunter2'));
    const before = await failureOf(askOnce(targetOn(server.port), request(strike), stopped));
    expect(before).toMatchObject({ class: 'retryable', message: expect.stringContaining('stopped') });
    expect(server.connections).toBe(0);

    const running = new AbortController();
    const while_ = failureOf(askOnce(targetOn(server.port), request(strike), running.signal));
    await expect.poll(() => server.open.size).toBe(1);
    await new Promise((heard) => setTimeout(heard, 20));
    running.abort(new Error('hunter2'));
    expect(await while_).toMatchObject({ class: 'in-doubt', message: expect.not.stringContaining('hunter2') });
    await expect.poll(() => server.open.size).toBe(0);
  });

  it('leaves no connection behind, and no proxy of the environment stands between', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    vi.stubEnv('ALL_PROXY', 'http://127.0.0.1:9');
    const server = await answering((_ask, answer) => answer.setHeader('connection', 'keep-alive').end());
    await ask(targetOn(server.port));
    vi.unstubAllEnvs();
    await expect.poll(() => server.open.size).toBe(0);
  });
});

const secret = 'S3CRET-glpat-Zm9vYmFy';
const carried = {
  query: [['token', secret]],
  headers: [['authorization', `Bearer ${secret}`]],
  body: { type: 'json', text: JSON.stringify({ token: secret }) },
  path: `/tokens/${secret}`,
} as const;

/** Ways to answer that put the secret into whatever could be quoted from. */
const telltale: [what: string, raw: string][] = [
  ['not HTTP', `${secret}\r\n`],
  ['a bad header', `${head}${secret} x\r\n\r\n`],
  ['a broken body', `${head}content-length: 1000\r\n\r\n{"token":"${secret}"}`],
  ['a broken chunk', `${head}transfer-encoding: chunked\r\n\r\n${secret}\r\n`],
  ['a flood', `${head}x: ${secret.repeat(5_000)}\r\n\r\n`],
  ['nothing', ''],
];

function everythingIn(error: unknown): string {
  const own = Object.getOwnPropertyNames(error).map((name) => String((error as Record<string, unknown>)[name]));
  return [JSON.stringify(error), String(error), ...own, String((error as Error).cause ?? '')].join('\n');
}

describe('a failure', () => {
  it.each(telltale)('tells nothing of what was sent or answered: %s', async (_what, raw) => {
    const server = await saying(raw);
    const error = await failureOf(ask(targetOn(server.port, { timeoutMs: 1_000 }), { ...carried, method: 'POST' }));
    expect(everythingIn(error)).not.toContain(secret);
    expect(error.message).toContain('GET /tokens/self');
  });

  it('never holds a secret, whatever it looks like and wherever it was put', async () => {
    const place = fc.constantFrom('path', 'query', 'header', 'body');
    // Long enough not to stand in a message by chance.
    const value = fc.string({ unit: 'binary', minLength: 12, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(place, value, async (where, text) => {
        const more = {
          path: where === 'path' ? `/${text}` : '/a',
          query: where === 'query' ? ([[text, text]] as const) : [],
          headers: where === 'header' ? ([['x-token', text]] as const) : [],
          body: where === 'body' ? ({ type: 'json', text } as const) : null,
        };
        // Port 1 of this machine takes no connection: every one of these fails somewhere.
        const error = await failureOf(ask(targetOn(1), more));
        expect(everythingIn(error).includes(text)).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});
