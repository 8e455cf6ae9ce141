import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpLimits } from '../../../../src/capabilities/clients/http/limits.ts';
import { strictJson } from '../../../../src/capabilities/clients/http/strict-json.ts';
import { answering, ask, failureOf, hearing, saying, targetOn } from './on-server.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** What a call makes of one answer, sent as `head` says (its lines) and `body`. */
async function answered(status: number, head: Record<string, string | string[]>, body: string | Uint8Array) {
  const server = await answering((_ask, answer) => answer.writeHead(status, head).end(body));
  return ask(targetOn(server.port));
}

const json = { 'content-type': 'application/json' };

describe('a body', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/problem+json',
    'application/vnd.github+json',
  ])('of type %s is read as JSON', async (type) => {
    const answer = await answered(200, { 'content-type': type }, '{"id":7}');
    expect(answer).toMatchObject({ status: 200, json: { id: 7 }, unread: null, empty: false, elsewhere: null });
  });

  it('without a type counts when it is JSON', async () => {
    expect(await answered(200, {}, '{"id":7}')).toMatchObject({ contentType: null, json: { id: 7 } });
    expect(await answered(200, {}, '<html>')).toMatchObject({ json: undefined, unread: 'invalid-json' });
  });

  it('that is the page of a proxy is not an answer in JSON, even when it looks like some', async () => {
    const page = await answered(200, { 'content-type': 'text/html; charset=utf-8' }, '{"username":"alice"}');
    expect(page).toMatchObject({ status: 200, contentType: 'text/html', json: undefined, unread: 'not-json', empty: false });
  });

  it.each([
    ['cut short', '{"id":7', 'invalid-json'],
    ['two values', '{} {}', 'invalid-json'],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'invalid-json'],
    ['a character that nothing can store', '{"id":"\\u0000"}', 'invalid-json'],
    ['half a character', '{"id":"\\ud800"}', 'invalid-json'],
    ['a name twice', '{"id":1,"id":2}', 'name-twice'],
    ['a name twice, spelled differently', '{"id":1,"\\u0069d":2}', 'name-twice'],
    ['a name twice deep within', '[{"a":{"b":[{"c":1,"c":1}]}}]', 'name-twice'],
    ['deep', '['.repeat(100_000) + ']'.repeat(100_000), 'too-deep'],
    ['deep in objects', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, 'too-deep'],
  ] as const)('that can be read in no way or in two is not read: %s', async (_what, body, unread) => {
    expect(await answered(200, json, body)).toMatchObject({ json: undefined, unread, empty: false });
  });

  it('may be as deep as the limit', () => {
    const text = '['.repeat(httpLimits.jsonDepth - 1) + ']'.repeat(httpLimits.jsonDepth - 1);
    expect(strictJson(bytes(`[${text}]`))).toHaveProperty('json');
    expect(strictJson(bytes(`[[${text}]]`))).toEqual({ unread: 'too-deep' });
  });

  it('may begin with a byte order mark', async () => {
    expect(await answered(200, json, '\ufeff{"id":7}')).toMatchObject({ json: { id: 7 } });
  });

  it('keeps every digit of a long id, so that two of them never look the same', async () => {
    const { json: ids } = await answered(
      200,
      json,
      '{"a":9007199254740993,"b":9007199254740992,"c":12,"d":1e999,"e":0.5,"f":9.007199254740993e15}',
    );
    expect(ids).toEqual({ a: '9007199254740993', b: '9007199254740992', c: 12, d: '1e999', e: 0.5, f: '9.007199254740993e15' });
  });

  it('cannot reach what every object has', async () => {
    const { json: read } = await answered(200, json, '{"__proto__":{"admin":true},"constructor":1}');
    expect(Object.keys(read as object)).toEqual(['__proto__', 'constructor']);
    expect((read as { admin?: unknown }).admin).toBeUndefined();
  });

  it('is read as JSON.parse reads it, wherever that has one meaning', () => {
    const value = fc
      .jsonValue({ maxDepth: 5 })
      .filter((sample) => !/\\u0000|\\ud[89a-f]|\d{16}|e\+/.test(JSON.stringify(sample)));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1, '\t'), (sample, indent) => {
        const text = JSON.stringify(sample, null, indent);
        expect(strictJson(bytes(text))).toEqual({ json: JSON.parse(text) });
      }),
    );
  });

  it('of 50 MB is taken up to the limit, and the rest left with who sends it', async () => {
    let taken = 0;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const server = await answering((_ask, answer) => {
      answer.writeHead(200, json);
      const more = () => {
        while (taken < 50 * 1024 * 1024 && !answer.destroyed) {
          taken += chunk.length;
          if (!answer.write(chunk)) return void answer.once('drain', more);
        }
        answer.end();
      };
      more();
    });
    expect(await ask(targetOn(server.port))).toMatchObject({ status: 200, json: undefined, unread: 'too-long', empty: false });
    await expect.poll(() => server.open.size).toBe(0);
    // What the buffers of two sockets hold is on its way; 50 MB are not.
    expect(taken).toBeLessThan(20 * 1024 * 1024);
  });

  it('that is announced with 50 MB is treated the same', async () => {
    const server = await hearing((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${50 * 1024 * 1024}\r\n\r\n`);
      socket.write(Buffer.alloc(1024 * 1024, 'x'));
    });
    expect(await ask(targetOn(server.port))).toMatchObject({ status: 200, unread: 'too-long' });
    await expect.poll(() => server.open.size).toBe(0);
  });

  it('that is exactly as long as the limit is read whole', async () => {
    const text = JSON.stringify('x'.repeat(httpLimits.bodyBytes - 2));
    expect(await answered(200, json, text)).toMatchObject({ unread: null });
    expect(await answered(200, json, `${text} `)).toMatchObject({ unread: 'too-long' });
  });

  it('that is compressed, though nobody asked, is not unpacked: a bomb stays closed', async () => {
    let asked: string | undefined;
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    const server = await answering((ask, answer) => {
      asked = String(ask.headers['accept-encoding']);
      answer.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await ask(targetOn(server.port))).toMatchObject({ status: 200, json: undefined, unread: 'encoded', empty: false });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
    expect(asked).toBe('identity');
  });

  it.each([
    ['200 without one', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 200],
    ['202 without one', 'HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n', 202],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', 204],
    ['204 that has one all the same', 'HTTP/1.1 204 No Content\r\ncontent-type: application/json\r\n\r\n{"error":"no"}', 204],
    ['204 that announces one', 'HTTP/1.1 204 No Content\r\ncontent-length: 14\r\n\r\n{"error":"no"}', 204],
  ])('that is not there is empty: %s', async (_what, raw, status) => {
    const server = await saying(raw);
    expect(await ask(targetOn(server.port))).toMatchObject({ status, json: undefined, empty: true, unread: null });
  });

  it('of a 202 is read like any other', async () => {
    expect(await answered(202, json, '{"state":"queued"}')).toMatchObject({ status: 202, json: { state: 'queued' } });
  });
});

describe('a redirect', () => {
  it.each([
    [301, 'https://evil.test/tokens?key=hunter2', 'evil.test'],
    [302, '//evil.test:8443/', 'evil.test:8443'],
    [303, 'http://169.254.169.254/latest', '169.254.169.254'],
    [307, 'https://bot:hunter2@evil.test/', 'evil.test'],
    [308, 'https://[', 'nowhere that can be read'],
  ])('(%i to %s) is answered with the host it wanted, and never followed', async (status, location, elsewhere) => {
    let asked = 0;
    const server = await answering((_ask, answer) => {
      asked += 1;
      answer.writeHead(status, { location }).end();
    });
    expect(await ask(targetOn(server.port), { method: 'DELETE' })).toMatchObject({ status, elsewhere });
    expect({ asked, connections: server.connections }).toEqual({ asked: 1, connections: 1 });
  });

  it('to the same host is not followed either, and a place that was created is none', async () => {
    const own = await answered(302, { location: '/login' }, '');
    expect(own.elsewhere).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(await answered(201, { location: 'https://evil.test/' }, '')).toMatchObject({ status: 201, elsewhere: null });
    expect(await answered(304, {}, '')).toMatchObject({ elsewhere: null });
  });
});

describe('a service that asks for a pause', () => {
  const at = 'Wed, 25 Nov 2026 08:00:00 GMT';

  it.each([
    ['17', 17_000],
    ['0', 0],
    ['999999999999999999999', httpLimits.retryAfterMs],
    ['Wed, 25 Nov 2026 08:00:30 GMT', 30_000],
    ['Wednesday, 25-Nov-26 08:00:30 GMT', 30_000],
    ['Wed, 25 Nov 2026 07:00:00 GMT', 0],
    ['Fri, 25 Dec 2099 08:00:00 GMT', httpLimits.retryAfterMs],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
  ])('says Retry-After: %s, counted by its own clock: %s ms', async (value, ms) => {
    expect(await answered(429, { 'retry-after': value, date: at }, '')).toMatchObject({ status: 429, retryAfterMs: ms });
  });

  it('is asked once for each call, however often it says so', async () => {
    let asked = 0;
    const server = await answering((_ask, answer) => {
      asked += 1;
      answer.writeHead(429, { 'retry-after': '1' }).end();
    });
    await ask(targetOn(server.port));
    await ask(targetOn(server.port));
    expect({ asked, connections: server.connections }).toEqual({ asked: 2, connections: 2 });
  });

  it('is heard with 503 as well', async () => {
    expect(await answered(503, { 'retry-after': '2' }, '')).toMatchObject({ status: 503, retryAfterMs: 2_000 });
  });
});

describe('a request', () => {
  it('carries what was asked, encoded, with nothing else about us than the name', async () => {
    const heard: { line: string; headers: string[]; body: string }[] = [];
    const server = await answering((asked, answer) => {
      let body = '';
      asked.on('data', (chunk) => {
        body += chunk;
      });
      asked.on('end', () => {
        heard.push({ line: `${asked.method} ${asked.url}`, headers: asked.rawHeaders, body });
        answer.setHeader('set-cookie', 'session=1').end();
      });
    });
    const send = { method: 'DELETE', query: [['hint', 'a&b=c#d e/é']], headers: [['PRIVATE-TOKEN', 'abc']] } as const;
    await ask(targetOn(server.port), { ...send, path: '/a/b%2Fc', body: { type: 'json', text: '{"x":1}' } });
    await ask(targetOn(server.port), { method: 'POST', body: { type: 'form', text: 'token=a%26b' } });
    const ours = ['host', `127.0.0.1:${server.port}`, 'connection', 'close'];
    const last = ['accept-encoding', 'identity', 'user-agent', 'Staunch'];
    expect(heard[0]).toEqual({
      line: 'DELETE /a/b%2Fc?hint=a%26b%3Dc%23d%20e%2F%C3%A9',
      headers: [
        ...ours,
        'private-token',
        'abc',
        'accept',
        'application/json',
        'content-type',
        'application/json',
        ...last,
        'content-length',
        '7',
      ],
      body: '{"x":1}',
    });
    expect(heard[1]?.headers).toEqual(expect.arrayContaining(['content-type', 'application/x-www-form-urlencoded']));
    expect(heard[1]?.headers).not.toContain('cookie');
  });

  it.each([
    ['Host', 'evil.test'],
    ['content-length', '5'],
    ['Transfer-Encoding', 'chunked'],
    ['User-Agent', 'curl'],
    ['x y', '1'],
    ['x-token', 'hunter2\r\nx-admin: 1'],
    ['x-token', 'hunter2\u0000'],
    ['x-token', 'hünter2€'],
  ])('cannot set the header %s to %j', async (name, value) => {
    const server = await answering((_ask, answer) => answer.end());
    const error = await failureOf(ask(targetOn(server.port), { headers: [[name, value]] }));
    expect(error.class).toBe('fatal');
    expect(error.message).not.toMatch(/h.nter2/);
    expect(server.connections).toBe(0);
  });

  it('sets no header twice', async () => {
    const twice = [
      ['authorization', 'a'],
      ['Authorization', 'b'],
    ] as const;
    expect((await failureOf(ask(targetOn(1), { headers: twice }))).message).toContain('"Authorization"');
  });
});
