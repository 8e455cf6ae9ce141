/** What is typed wrongly is refused with the place and the right words, and changes nothing. */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from '../../src/incident/desk.ts';
import { connectDesk } from '../../src/surfaces/cli/socket/connect-desk.ts';
import { freePort } from '../servers/postgres.ts';
import { declareLeak, timelineOf } from './leak.ts';
import { type Office, openOffice, targetOf } from './staunch-yml.ts';
import { openTerminal, type RunningBot, type Terminal } from './terminal.ts';

const env = { MAIN_ADMIN_PASSWORD: 'the-admin-password' };
const declare = ['declare', '--kind', 'postgres-password'];
const at = (target: string, role: string) => ['--locator', `target=${target}`, '--locator', `role=${role}`];

let office: Office;
let terminal: Terminal;
let bot: RunningBot;
let desk: Desk;
let incident: string;

beforeAll(async () => {
  office = await openOffice({ targets: {} });
  const nobody = { host: '127.0.0.1', port: await freePort() } as const;
  await office.configure({ targets: { main: targetOf(nobody, 'bot'), other: targetOf(nobody, 'bot') } });
  terminal = openTerminal(office.folder, env);
  bot = await terminal.start();
  desk = await connectDesk(join(office.folder, 'data', 'staunch.sock'));
  incident = await declareLeak(terminal, 'app', null);
});
afterAll(async () => {
  await desk.close();
  await bot.stop();
  await terminal.close();
  await office.remove();
});

describe('a declaration', () => {
  it.each([
    ['an unknown target', [...declare, ...at('mian', 'app')], 'There is no PostgreSQL target "mian"'],
    ['two targets', [...declare, ...at('main', 'app'), '--locator', 'target=other'], 'stands there twice'],
    ['a role left out', [...declare, '--locator', 'target=main'], 'role'],
    ['an unknown locator key', [...declare, ...at('main', 'app'), '--locator', 'rolle=app'], 'rolle'],
    ['an unknown kind', ['declare', '--kind', 'postgres-pasword', ...at('main', 'app')], 'postgres-password'],
    [
      'a detection that is still to come',
      [...declare, ...at('main', 'app'), '--detected-at', '2999-01-01T00:00:00Z'],
      'future',
    ],
    ['a time in no known form', [...declare, ...at('main', 'app'), '--detected-at', 'yesterday'], 'now-10m'],
    ['a person who is not there', [...declare, ...at('main', 'app'), '--as', 'anna'], 'did you mean ana'],
    ['a role with a name that PostgreSQL would cut', [...declare, ...at('main', 'x'.repeat(64))], '63 bytes'],
    ['an option that is not there', [...declare, ...at('main', 'app'), '--valeu-stdin'], '--value'],
  ])('with %s ends with 2', async (_what, args, words) => {
    const ran = await terminal.type(args);
    expect(ran, ran.err).toMatchObject({ code: 2, json: { error: { exit: 2, class: 'usage' } } });
    expect(ran.json.error.message).toContain(words);
  });

  it.each([
    ['an empty value', '', 'empty'],
    ['a line end alone', '\n', 'empty'],
    ['a NUL', 'pass\0word', 'NUL'],
    ['a megabyte', 'x'.repeat(1_048_576), '16384 bytes'],
  ])('with %s on standard input ends with 2, and nothing of it is shown', async (_what, input, words) => {
    const ran = await terminal.type([...declare, ...at('main', 'app'), '--value-stdin'], { input });
    expect(ran, ran.err).toMatchObject({ code: 2 });
    expect(ran.json.error.message).toContain(words);
    expect(ran.out + ran.err).not.toContain('xxxx');
  });

  it('that was refused has opened nothing', async () => {
    expect((await terminal.type(['list'])).lines.map(({ number }) => String(number))).toEqual([incident]);
  });
});

describe('a note', () => {
  const noted = async (text: string) => {
    const view = await desk.view((await desk.find(incident)) ?? '');
    const actor = { person: null, account: 'story' } as const;
    return desk.send({
      incident: view?.incident ?? '',
      type: 'note',
      dedupe: `story:${crypto.randomUUID()}`,
      actor,
      at: new Date(),
      payload: { text },
    });
  };

  it('that is too long ends with 2', async () => {
    const ran = await terminal.type(['note', incident, 'x'.repeat(10_001)]);
    expect(ran, ran.err).toMatchObject({ code: 2, json: { error: { message: expect.stringContaining('10000') } } });
  });

  it.each([
    ['a NUL', 'a\0b', 'NUL'],
    ['half a character', 'a\ud800b', 'lone surrogate'],
    ['a megabyte', 'x'.repeat(1_048_576), '1048576 bytes'],
  ])('with %s is refused by the bot, whoever sends it, and nothing is lost', async (_what, text, words) => {
    const before = await timelineOf(terminal, incident);
    await expect(noted(text)).rejects.toMatchObject({ class: 'usage', message: expect.stringContaining(words) });
    // A request that is too long ends its connection; the next one is answered.
    await desk.close();
    desk = await connectDesk(join(office.folder, 'data', 'staunch.sock'));
    expect(await noted('what fits is written down')).toMatchObject({ ok: true });
    const after = await timelineOf(terminal, incident);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.filter(({ type }) => type === 'note.added').at(-1)).toMatchObject({ text: 'what fits is written down' });
  });

  it('with bytes that are no text keeps the rest of its words', async () => {
    const script = `exec "$0" "$1" --json note ${incident} "$(printf 'caf\\351 \\355\\240\\200 bar')"`;
    const main = resolve(import.meta.dirname, '../../src/main.ts');
    const child = spawn('sh', ['-c', script, process.execPath, main], {
      cwd: office.folder,
      env: { ...env, PATH: process.env.PATH },
    });
    expect(await new Promise((done) => child.once('close', done))).toBe(0);
    const notes = (await timelineOf(terminal, incident)).filter(({ type }) => type === 'note.added');
    expect(notes.at(-1).text).toMatch(/^caf\ufffd+ \ufffd+ bar$/);
  });
});

describe('a file', () => {
  const inFolder = async (name: string, files: Record<string, string>, more: Record<string, string> = {}) => {
    const folder = join(office.folder, name);
    await mkdir(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    return openTerminal(folder, { ...env, ...more });
  };

  it('of configuration with faults names line, column and the fix of each; no command uses it', async () => {
    const good = await readFile(join(office.folder, 'staunch.yml'), 'utf8');
    const bad = good.replace('groups:', 'gruops:').replace('tls: off', 'tls: maybe');
    const other = await inFolder('faulty', { 'staunch.yml': bad });
    const checked = await other.type(['config', 'check']);
    expect(checked.code).toBe(2);
    const line = (text: string) => bad.split('\n').findIndex((candidate) => candidate.includes(text)) + 1;
    expect(checked.lines).toContainEqual(
      expect.objectContaining({
        line: line('gruops:'),
        column: 5,
        severity: 'error',
        message: expect.stringContaining('groups'),
      }),
    );
    expect(checked.lines).toContainEqual(expect.objectContaining({ line: line('tls: maybe'), column: 5, severity: 'error' }));
    for (const args of [['list'], ['start'], [...declare, ...at('main', 'app')]]) {
      const ran = await other.type(args);
      expect(ran, ran.err).toMatchObject({ code: 2, json: { error: { exit: 2 } } });
      expect(ran.json.error.message).toContain(`staunch.yml:${line('gruops:')}:5`);
    }
  });

  it('of configuration that is no YAML says where it stops being one', async () => {
    const other = await inFolder('no-yaml', { 'staunch.yml': 'people:\n  ana: { groups: [on-call }\n' });
    const checked = await other.type(['config', 'check']);
    expect(checked).toMatchObject({ code: 2 });
    expect(checked.lines[0]).toMatchObject({ line: 2, severity: 'error' });
  });

  it('of a playbook with faults names line and column, and no leak is opened under it', async () => {
    const text = await readFile(resolve(import.meta.dirname, '../../playbooks/leak.yml'), 'utf8');
    const bad = text.replace('next: contain', 'next: contian').replace('do: leak.plan', 'do: leak.plam');
    const config = await readFile(join(office.folder, 'staunch.yml'), 'utf8');
    const other = await inFolder('playbook', { 'leak.yml': bad, 'staunch.yml': `${config}playbooks: { leak: leak.yml }\n` });
    const line = (words: string) => bad.split('\n').findIndex((candidate) => candidate.includes(words)) + 1;
    const linted = await other.type(['playbook', 'lint', 'leak.yml']);
    expect(linted.code).toBe(2);
    expect(linted.lines).toContainEqual(
      expect.objectContaining({
        line: line('contian'),
        column: expect.any(Number),
        message: expect.stringContaining('contain'),
      }),
    );
    const ran = await other.type([...declare, ...at('main', 'app')]);
    expect(ran, ran.err).toMatchObject({ code: 2 });
    expect(ran.json.error.message).toContain(`leak.yml:${line('contian')}`);
    expect((await other.type(['list'])).lines).toEqual([]);
  });

  it.each([
    [
      'DATABASE_URL is set',
      { DATABASE_URL: 'postgres://staunch:not-used@127.0.0.1:1/staunch' },
      'DATABASE_URL is set, but there is no configuration',
    ],
    ['it is production', { NODE_ENV: 'production' }, 'NODE_ENV is production'],
    ['another file is named', { STAUNCH_CONFIG: 'elsewhere.yml' }, 'is not there'],
  ])('that is missing while %s ends with 2, and practice does not start', async (_what, more, words) => {
    const other = await inFolder('empty', {}, more);
    for (const args of [['start', '--auto'], ['list']]) {
      const ran = await other.type(args);
      expect(ran, ran.err).toMatchObject({ code: 2, json: { error: { class: 'usage' } } });
      expect(ran.json.error.message).toContain(words);
    }
  });

  it('of the database that cannot be reached ends with 5', async () => {
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    const keys = { STAUNCH_RECORD_KEY: key(1), STAUNCH_VALUES_KEY: key(2), STAUNCH_FINGERPRINT_KEY: key(3) };
    const url = `postgres://staunch:a-password@127.0.0.1:${await freePort()}/staunch`;
    const ran = await terminal.type(['list'], { env: { DATABASE_URL: url, ...keys } });
    expect(ran, ran.err).toMatchObject({ code: 5, json: { error: { class: 'unreachable' } } });
    expect(ran.out + ran.err).not.toContain('a-password');
    const keyless = await terminal.type(['list'], { env: { DATABASE_URL: url } });
    expect(keyless, keyless.err).toMatchObject({
      code: 2,
      json: { error: { message: expect.stringContaining('STAUNCH_VALUES_KEY') } },
    });
  });
});

describe('a second process on the data folder', () => {
  it('is told who has it, and a command goes through that one', async () => {
    const second = await terminal.type(['start']);
    expect(second, second.err).toMatchObject({ code: 5 });
    expect(second.json.error.message).toMatch(/The data folder is in use by "staunch start" \(process \d+ on /);
    expect((await terminal.type(['status', incident])).code).toBe(0);
  });

  it('and a third: commands typed at once without a bot all get their answer', async () => {
    const folder = join(office.folder, 'crowded');
    await mkdir(folder);
    await writeFile(join(folder, 'staunch.yml'), await readFile(join(office.folder, 'staunch.yml'), 'utf8'));
    const crowded = openTerminal(folder, env);
    const roles = ['one', 'two', 'three'];
    const ran = await Promise.all(roles.map((role) => crowded.type([...declare, ...at('main', role)])));
    expect(ran.map(({ code, err }) => [code, code === 0 ? '' : err])).toEqual(roles.map(() => [0, '']));
    expect(new Set(ran.map(({ json }) => json.number))).toEqual(new Set([1, 2, 3]));
  });
});
