import { describe, expect, it } from 'vitest';
import { isAddressRange, mayConnect } from '../../../../src/capabilities/clients/http/address.ts';
import { destinationOf } from '../../../../src/capabilities/clients/http/destination.ts';
import type { Resolved } from '../../../../src/capabilities/clients/http/open-socket.ts';
import { answering, ask, failureOf, request, targetOn } from './on-server.ts';

const refusedUnlisted = [
  ['loopback', '127.0.0.1'],
  ['all of loopback', '127.255.3.4'],
  ['loopback in IPv6', '::1'],
  ['this network', '0.0.0.0'],
  ['unspecified in IPv6', '::'],
  ['private 10', '10.1.2.3'],
  ['private 172', '172.31.255.255'],
  ['private 192', '192.168.0.1'],
  ['metadata of the clouds', '169.254.169.254'],
  ['metadata in a shared range', '100.100.100.200'],
  ['metadata at a public-looking address', '168.63.129.16'],
  ['link-local in IPv6', 'fe80::1'],
  ['link-local with its zone', 'fe80::1%eth0'],
  ['unique local', 'fd00:ec2::254'],
  ['shared (carrier) range', '100.64.0.1'],
  ['multicast', '224.0.0.1'],
  ['multicast in IPv6', 'ff02::1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['benchmarking', '198.18.0.1'],
  ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
  ['IPv4-mapped in hexadecimal', '::ffff:7f00:1'],
  ['IPv4-mapped private', '::ffff:10.0.0.1'],
  ['IPv4-compatible', '::127.0.0.1'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['loopback behind NAT64', '64:ff9b::7f00:1'],
  ['metadata behind NAT64', '64:ff9b::a9fe:a9fe'],
  ['local NAT64', '64:ff9b:1::a9fe:a9fe'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:7f00:1::'],
  ['documentation', '2001:db8::1'],
  ['site-local', 'fec0::1'],
  ['outside of what was ever given out', '4000::1'],
  ['no address', 'localhost'],
  ['nothing', ''],
] as const;

describe('an address', () => {
  it.each(refusedUnlisted)('that is not public is refused unless listed: %s, %s', (_what, address) => {
    expect(mayConnect(address, [], false)).toBe(false);
  });

  it.each(['140.82.121.6', '2606:50c0:8000::153', '::ffff:140.82.121.6', '64:ff9b::8c52:7906'])(
    'that is public may be called without being listed: %s',
    (address) => {
      expect(mayConnect(address, [], false)).toBe(true);
      expect(mayConnect(address, [], true)).toBe(false);
    },
  );

  it.each([
    ['127.0.0.1', ['127.0.0.1'], true],
    ['127.0.0.2', ['127.0.0.1'], false],
    ['10.200.3.4', ['10.0.0.0/8'], true],
    ['11.0.0.1', ['10.0.0.0/8'], false],
    ['::ffff:10.200.3.4', ['10.0.0.0/8'], true],
    ['fd12::9', ['192.168.0.0/16', 'fd00::/8'], true],
    ['10.1.1.1', ['fd00::/8'], false],
    ['127.0.0.1', ['::ffff:127.0.0.1'], true],
    // What is not a range allows nothing, whatever it was meant to be.
    ['127.0.0.1', ['0.0.0.0/0', '127.1', '0x7f000001', '127.0.0.1/33', 'localhost', '*', ''], false],
  ] as const)('%s with %j listed: %s', (address, listed, may) => {
    expect(mayConnect(address, listed, true)).toBe(may);
  });

  it.each([
    ['10.0.0.0/8', true],
    ['10.1.2.3', true],
    ['fd00::/8', true],
    ['::1', true],
    ['0.0.0.0/0', false],
    ['::/0', false],
    ['10.0.0.0/', false],
    ['10.0.0.0/8/8', false],
    ['10.0.0.0/-1', false],
    ['10.0', false],
    ['010.0.0.1', false],
    ['gitlab.test', false],
  ])('can be listed as %s: %s', (text, can) => {
    expect(isAddressRange(text)).toBe(can);
  });
});

describe('a host', () => {
  const at = (url: string, more = {}) => ({ ...targetOn(1), url, tls: 'verify' as const, addresses: [], ...more });

  it.each([
    '127.1',
    '0x7f.1',
    '2130706433',
    '0177.0.0.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '①②⑦.0.0.1',
  ])('spelled %s is the address that it means, and is refused without a connection', async (host) => {
    const server = await answering((_ask, answer) => answer.end());
    const error = await failureOf(ask(at(`https://${host}:${server.port}`)));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('not a public address and is not listed') });
    expect(server.connections).toBe(0);
  });

  it('that a name server puts at a private address is refused without a connection, and the address named', async () => {
    const server = await answering((_ask, answer) => answer.end());
    const rebound = async () => [{ address: '127.0.0.1', family: 4 }];
    const error = await failureOf(ask(at(`https://gitlab.test:${server.port}`), {}, rebound));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('127.0.0.1') });
    expect(error.message).toContain('Nothing was sent');
    expect(server.connections).toBe(0);
  });

  it('with one private address among public ones is refused as a whole', async () => {
    const mixed = async () => [
      { address: '140.82.121.6', family: 4 },
      { address: '::1', family: 6 },
    ];
    expect((await failureOf(ask(at('https://gitlab.test'), {}, mixed))).message).toContain('::1');
  });

  it('is looked up once: a name server that changes its mind changes nothing', async () => {
    const server = await answering((_ask, answer) => answer.end());
    const answers: Resolved[][] = [[{ address: '127.0.0.1', family: 4 }], [{ address: '169.254.169.254', family: 4 }]];
    const target = { ...targetOn(server.port), url: `http://gitlab.test:${server.port}` };
    await expect(ask(target, {}, async () => answers.shift() ?? [])).resolves.toMatchObject({ status: 200 });
    expect(answers).toHaveLength(1);
  });

  it('called in plain HTTP must be at a listed address even when that is public', async () => {
    const publicly = async () => [{ address: '140.82.121.6', family: 4 }];
    const error = await failureOf(ask({ ...targetOn(80), url: 'http://gitlab.test' }, {}, publicly));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('140.82.121.6') });
  });

  it.each([
    ['another host', 'evil.test', 'which it does not list'],
    ['a listed host at another port', 'api.gitlab.test:8443', 'which it does not list'],
    ['its own host at another port', 'gitlab.test:8443', 'which it does not list'],
    ['a host below a listed one', 'x.api.gitlab.test', 'which it does not list'],
    ['a listed host as a user name', 'api.gitlab.test@evil.test', 'a host that is none'],
    ['a listed host as a path', 'evil.test/api.gitlab.test', 'a host that is none'],
    ['nothing', '', 'a host that is none'],
  ])('that a request names must be listed exactly: not %s', async (_what, host, reason) => {
    const error = await failureOf(ask(at('https://gitlab.test', { hosts: ['api.gitlab.test'] }), { host }));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining(reason) });
  });

  it('of the target is asked below its path, a further one from its root', () => {
    const target = at('https://gitlab.test/gitlab/', { hosts: ['API.gitlab.test:443', 'uploads.test:8443'] });
    expect(destinationOf(target, request())).toMatchObject({ host: 'gitlab.test', path: '/gitlab/tokens/self', port: 443 });
    const further = destinationOf(target, request({ host: 'api.gitlab.test' }));
    expect(further).toMatchObject({ host: 'api.gitlab.test', path: '/tokens/self', port: 443 });
    expect(destinationOf(target, request({ host: 'uploads.test:8443' }))).toMatchObject({
      host: 'uploads.test:8443',
      port: 8443,
    });
  });

  it.each([
    ['no address', 'gitlab.test', { tls: 'verify' }, 'is not an address'],
    ['another scheme', 'file:///etc/passwd', { tls: 'verify' }, 'is not'],
    ['an FTP server', 'ftp://gitlab.test', { tls: 'off', addresses: ['10.0.0.1'] }, 'is not https'],
    ['plain HTTP without a word', 'http://gitlab.test', { tls: 'verify', addresses: ['10.0.0.1'] }, 'in the open'],
    ['plain HTTP to anywhere', 'http://gitlab.test', { tls: 'off' }, 'in the open'],
    ['https that is not verified', 'https://gitlab.test', { tls: 'off', addresses: ['10.0.0.1'] }, 'says `tls: off`'],
    ['a password in the address', 'https://bot:hunter2@gitlab.test', { tls: 'verify' }, 'user name or password'],
    ['a query in the address', 'https://gitlab.test?key=hunter2', { tls: 'verify' }, 'a query'],
  ])('cannot be configured as %s', async (_what, url, more, reason) => {
    const error = await failureOf(ask(at(url, more)));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining(reason) });
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    '/a/../b',
    '/a/..',
    '/./a',
    '/%2e%2e/a',
    '/a/.%2E/b',
    '/a?b=c',
    '/a#b',
    '/a b',
    '/a\\b',
    'a',
    '',
    '//evil.test',
    '/tokens//revoke',
    '/a\r\nX: y',
    '/ä',
    '/%zz',
  ])('is not asked for a path that leads elsewhere than it says: %j', async (path) => {
    const server = await answering((_ask, answer) => answer.end());
    expect((await failureOf(ask(targetOn(server.port), { path }))).class).toBe('fatal');
    expect(server.connections).toBe(0);
  });
});
