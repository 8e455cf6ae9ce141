import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parsePublicKey, publicKeyInside } from '../../../../src/surfaces/cli/signing/public-key.ts';
import type { TerminalPerson } from '../../../../src/surfaces/cli/terminal-composition.ts';
import { decisionNamespace, decisionText } from '../../../../src/timeline/decision.ts';
import { type FakeDesk, fakeDesk, type } from '../fake-terminal.ts';
import { containedView, hashA, sampleView } from '../sample-view.ts';

const folder = mkdtempSync(join(tmpdir(), 'staunch-keys-'));
const file = (name: string): string => join(folder, name);
let people: TerminalPerson[] = [];

function makeKey(name: string, passphrase = ''): string {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', file(name)]);
  return readFileSync(file(`${name}.pub`), 'utf8');
}

beforeAll(() => {
  people = ['ana', 'ben'].map((id) => ({ id, name: id, login: `${id}-login`, ssh: makeKey(id) }));
  people.push({ id: 'cy', name: 'Cy', login: null, ssh: null });
  makeKey('stranger');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an auditor would do: check the signature with nothing but OpenSSH. */
function verifies(person: string, statement: Parameters<typeof decisionText>[0], signature: string): boolean {
  const key = people.find(({ id }) => id === person)?.ssh ?? '';
  writeFileSync(file('signers'), `${person} ${key}`);
  writeFileSync(file('signature'), signature);
  const args = ['-Y', 'verify', '-f', file('signers'), '-I', person, '-n', decisionNamespace, '-s', file('signature')];
  return spawnSync('ssh-keygen', args, { input: decisionText(statement) }).status === 0;
}

function approve(flags: string[], argv = ['approve', '7', '--plan', '3f9a12bc']) {
  const desk = fakeDesk({ views: [argv[0] === 'undo' ? containedView() : sampleView()] });
  return type([...argv, ...flags, '--json'], { desk, composition: { people: async () => people } }).then((ran) => ({
    ...ran,
    desk,
  }));
}

/** The signature of the one command that was sent. */
function signatureIn(desk: FakeDesk): string {
  const [command] = desk.sent;
  const attestation = command?.type === 'decide' || command?.type === 'undo' ? command.payload.attestation : null;
  return attestation?.by === 'person' ? attestation.signature : '';
}

const statement = { v: 1, incident: 'inc_7f00aa11', plan: hashA, verdict: 'approve', person: 'ana', nonce: 'nonce-1' } as const;

describe('a real decision is signed by the person', () => {
  test('with the private key of --sign-with, and OpenSSH verifies it', async () => {
    const ran = await approve(['--sign-with', file('ana')]);
    expect(ran.code).toBe(0);
    const signature = signatureIn(ran.desk);
    expect(ran.desk.sent[0]?.actor.person).toBe('ana');
    expect(verifies('ana', statement, signature)).toBe(true);
    expect(verifies('ana', { ...statement, nonce: 'nonce-2' }, signature)).toBe(false);
    expect(verifies('ben', statement, signature)).toBe(false);
  });

  test('after what it agrees to was shown', async () => {
    const ran = await approve(['--sign-with', file('ana')]);
    for (const part of [
      'You are about to say YES',
      'ALTER ROLE "app" NOLOGIN',
      'on main',
      '4 sessions of shop',
      'can be taken back',
    ])
      expect(ran.err).toContain(part);
    expect(ran.err.indexOf('YES')).toBeLessThan(ran.err.indexOf('Signing as ana'));
  });

  test('and so is taking it back, over the undo nonce', async () => {
    const ran = await approve(['--sign-with', file('ben')], ['undo', '7', '--credential', 'c1']);
    expect(ran.code).toBe(0);
    const signature = signatureIn(ran.desk);
    expect(verifies('ben', { ...statement, person: 'ben', verdict: 'undo', nonce: 'undo-nonce' }, signature)).toBe(true);
  });

  test('leaves no key or folder behind', async () => {
    await approve(['--sign-with', file('ana')]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('staunch-sign-'))).toEqual([]);
  });
});

describe('what cannot be signed says what to type', () => {
  test.each([
    ['a key of nobody', () => ['--sign-with', file('stranger')], 4, 'Nobody in staunch.yml has the key'],
    [
      'another person’s key',
      () => ['--sign-with', file('ana'), '--as', 'ben'],
      4,
      'is not the key that staunch.yml names for ben',
    ],
    ['a person without a key', () => ['--sign-with', file('ana'), '--as', 'cy'], 4, 'cy has no ssh: in staunch.yml'],
    ['a file that is not there', () => ['--sign-with', file('none')], 3, 'There is no key file'],
    ['a file that is no key', () => ['--sign-with', file('signers')], 2, 'is not an SSH key'],
    ['a name nobody has', () => ['--sign-with', file('ana'), '--as', 'dee'], 2, 'there is no such person'],
  ])('%s', async (_, flags, code, sentence) => {
    writeFileSync(file('signers'), 'no key\n');
    const ran = await approve(flags());
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(sentence);
    expect(ran.err).not.toContain('You are about to');
    expect(ran.desk.sent).toEqual([]);
  });

  test('a person without a key is told so before the agent is asked, for undo too', async () => {
    for (const argv of [undefined, ['undo', '7', '--credential', 'c1']]) {
      const ran = await approve(['--as', 'cy'], argv);
      expect(ran.code).toBe(4);
      expect(ran.err).toContain('cy has no ssh: in staunch.yml');
      expect(ran.err).not.toContain('You are about to');
    }
  });

  test('a .pub file that belongs to another key is caught before anything is sent', async () => {
    mkdirSync(file('swapped'));
    writeFileSync(file('swapped/key'), readFileSync(file('stranger')), { mode: 0o600 });
    writeFileSync(file('swapped/key.pub'), people[0]?.ssh ?? '');
    const ran = await approve(['--sign-with', file('swapped/key.pub')]);
    expect(ran.code).not.toBe(0);
    expect(ran.desk.sent).toEqual([]);
  });

  test('without ssh-keygen', async () => {
    vi.stubEnv('PATH', folder);
    try {
      const ran = await approve(['--sign-with', file('ana')]);
      expect(ran.code).toBe(5);
      expect(ran.err).toContain('Install OpenSSH');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('the ssh agent', () => {
  let pid = 0;
  beforeAll(async () => {
    const agent = spawn('ssh-agent', ['-D', '-a', file('agent.sock')], { stdio: 'ignore' });
    pid = agent.pid ?? 0;
    await vi.waitFor(() => expect(existsSync(file('agent.sock'))).toBe(true));
    vi.stubEnv('SSH_AUTH_SOCK', file('agent.sock'));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    if (pid > 0) process.kill(pid);
  });
  const add = (...names: string[]): void => {
    execFileSync('ssh-add', ['-q', '-D'], { stdio: 'ignore' });
    for (const name of names) execFileSync('ssh-add', ['-q', file(name)], { stdio: 'ignore' });
  };

  test('signs for the one person whose key it holds', async () => {
    add('stranger', 'ben');
    const ran = await approve([]);
    expect(ran.code).toBe(0);
    const signature = signatureIn(ran.desk);
    expect(verifies('ben', { ...statement, person: 'ben' }, signature)).toBe(true);
  });

  test('with keys of several people it takes the one whose account this is, else it asks', async () => {
    add('ana', 'ben');
    expect((await approve([])).desk.sent[0]?.actor.person).toBe('ana');
    people = people.map((person) => ({ ...person, login: null }));
    const ran = await approve([]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Say who decides: --as ana');
  });

  test('is told what is missing when it holds another key, or none', async () => {
    add('stranger');
    expect(await approve([])).toMatchObject({ code: 4 });
    const named = await approve(['--as', 'ana']);
    expect(named.code).toBe(4);
    expect(named.err).toContain('does not hold the key that staunch.yml names for ana');
    add();
    expect((await approve([])).err).toContain('The ssh agent holds no key');
  });

  test('that is not there ends with 4 and --sign-with', async () => {
    vi.stubEnv('SSH_AUTH_SOCK', file('none.sock'));
    const ran = await approve([]);
    vi.stubEnv('SSH_AUTH_SOCK', file('agent.sock'));
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('--sign-with FILE');
    expect(ran.desk.sent).toEqual([]);
  });
});

test('the public key is read out of a private key file, encrypted or not', () => {
  const line = makeKey('locked', 'a passphrase');
  expect(publicKeyInside(readFileSync(file('locked'), 'utf8'))?.blob).toBe(parsePublicKey(line)?.blob);
  expect(publicKeyInside('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----')).toBeNull();
  expect(parsePublicKey('not a key')).toBeNull();
});
