import { rmSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Authority, authority } from './certificates.ts';
import { answering, answeringSecurely, ask, failureOf, saying, targetOn } from './on-server.ts';

const trusted: Authority = authority();
const other: Authority = authority();

afterAll(() => {
  for (const { folder } of [trusted, other]) rmSync(folder, { recursive: true, force: true });
});

const here = async () => [{ address: '127.0.0.1', family: 4 }];

const secureAt = (port: number, host = 'gitlab.test', ca: string | null = trusted.file) => ({
  ...targetOn(port),
  url: `https://${host}:${port}`,
  tls: ca === null ? ('verify' as const) : { ca },
});

describe('a certificate', () => {
  it('of a named authority, for this host, is taken: by name and by address', async () => {
    const certificate = trusted.signs('DNS:gitlab.test,IP:127.0.0.1');
    const names: unknown[] = [];
    const server = await answeringSecurely(certificate, (asked, answer) => {
      names.push((asked.socket as TLSSocket).servername);
      answer.setHeader('content-type', 'application/json').end('{"ok":true}');
    });
    await expect(ask(secureAt(server.port), {}, here)).resolves.toMatchObject({ json: { ok: true } });
    await expect(ask(secureAt(server.port, '127.0.0.1'))).resolves.toMatchObject({ json: { ok: true } });
    // A server that keeps many certificates is told which name is meant; an address is no name (RFC 6066 §3).
    expect(names).toEqual(['gitlab.test', false]);
  });

  it.each([
    ['that is signed by itself', () => trusted.selfSigned('DNS:gitlab.test'), trusted.file, 'signed by itself'],
    ['of an authority that was not named', () => trusted.signs('DNS:gitlab.test'), null, 'an authority that is not known here'],
    ['of another authority', () => other.signs('DNS:gitlab.test'), trusted.file, 'an authority that is not known here'],
    ['that has expired', () => trusted.signs('DNS:gitlab.test', -1), trusted.file, 'has expired'],
    ['for another host name', () => trusted.signs('DNS:evil.test'), trusted.file, 'for another host name'],
    ['for a name below', () => trusted.signs('DNS:*.gitlab.test'), trusted.file, 'for another host name'],
  ])('%s is refused in its own words, before anything is sent', async (_what, certificate, ca, reason) => {
    let asked = 0;
    const server = await answeringSecurely(certificate(), (_ask, answer) => {
      asked += 1;
      answer.end();
    });
    const error = await failureOf(ask(secureAt(server.port, 'gitlab.test', ca), { method: 'DELETE' }, here));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining(reason) });
    expect(error.message).toContain('Nothing was sent');
    expect(asked).toBe(0);
  });

  it('for another address is refused as well', async () => {
    const server = await answeringSecurely(trusted.signs('IP:127.0.0.2'), (_ask, answer) => answer.end());
    const error = await failureOf(ask(secureAt(server.port, '127.0.0.1')));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('another host name') });
  });

  it('is verified whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const server = await answeringSecurely(trusted.selfSigned('DNS:gitlab.test'), (_ask, answer) => answer.end());
    const error = await failureOf(ask(secureAt(server.port, 'gitlab.test', null), {}, here));
    vi.unstubAllEnvs();
    expect(error.class).toBe('fatal');
  });

  it.each([
    ['HTTP', () => answering((_ask, answer) => answer.end())],
    ['something else', () => saying('SSH-2.0-x\r\n')],
  ])('is expected: a service that speaks %s there is refused', async (_what, serve) => {
    const server = await serve();
    const error = await failureOf(ask(secureAt(server.port, '127.0.0.1'), { method: 'DELETE' }));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('does not speak TLS') });
  });

  it('authority whose file is missing is named by its setting', async () => {
    const error = await failureOf(ask(secureAt(1, '127.0.0.1', '/nowhere/ca.pem')));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('`tls.ca` cannot be read') });
  });

  it('whose service closes within the handshake got nothing, and is tried again', async () => {
    const server = await saying('');
    expect((await failureOf(ask(secureAt(server.port, '127.0.0.1'), { method: 'DELETE' }))).class).toBe('retryable');
  });
});
