/** A data folder that cannot be used, or was left half made: said in words, and never a trap for the next start. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/platform/db/open.ts';
import { startBot } from './bot.ts';
import { soon } from './soon.ts';

const main = resolve(import.meta.dirname, '../../src/main.ts');
/** The account `nobody` of Linux. */
const nobody = { uid: 65_534, gid: 65_534 };
const isRoot = userInfo().uid === 0;

const folder = mkdtempSync(join(tmpdir(), 'staunch-chaos-'));
chmodSync(folder, 0o755);
writeFileSync(join(folder, 'staunch.yml'), 'people: { ana: { name: Ana, groups: [on-call, approvers] } }\ntargets: {}\n');
const mounts: string[] = [];
afterAll(() => {
  for (const mount of mounts) spawnSync('umount', [mount]);
  rmSync(folder, { recursive: true, force: true });
});

const env = { PATH: process.env.PATH ?? '', HOME: folder, TZ: 'UTC' };

function start(data: string, as: Partial<typeof nobody> = {}): { code: number | null; out: string; err: string } {
  const ran = spawnSync(process.execPath, [main, '--json', '--data', data, 'start'], {
    ...as,
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

/** A small file system of its own, where this machine lets us make one. */
function mounted(name: string, options: string): string | null {
  const place = join(folder, name);
  mkdirSync(place);
  if (!isRoot || spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place]).status !== 0) return null;
  mounts.push(place);
  return place;
}

/** A clone that only root may enter cannot be run by anybody else. */
const runsAsNobody = () =>
  !isRoot || spawnSync(process.execPath, [main, '--version'], { ...nobody, cwd: '/', env }).status === 0;

describe('a data folder', () => {
  test.skipIf(!runsAsNobody())('that is read-only is refused, with what to run', () => {
    const data = join(folder, 'read-only');
    mkdirSync(data);
    if (isRoot) chownSync(data, nobody.uid, nobody.gid);
    chmodSync(data, 0o500);
    const ran = start(data, isRoot ? nobody : {});
    expect(ran.code).toBe(2);
    expect(ran.err).toBe(
      `The data folder ${data} cannot be written by this account. Give it to this account (chown), or name another with --data.\n`,
    );
    expect(JSON.parse(ran.out)).toMatchObject({ error: { exit: 2, class: 'usage' } });
  });

  test('on a disk that fills while the database is made: says so, and the next start makes it', (context) => {
    const disk = mounted('small', 'size=8m');
    if (disk === null) return context.skip('this account may not mount');
    const data = join(disk, 'data');
    const ran = start(data);
    expect(ran.code).toBe(5);
    expect(ran.err).toContain(`the embedded database in ${data}/database cannot be opened: the disk is full`);
    expect(existsSync(join(data, 'staunch.lock'))).toBe(false);
    expect(existsSync(join(data, 'database.making'))).toBe(true);
  });

  test('on a disk without a free byte: says so, and leaves no lock behind', (context) => {
    const disk = mounted('full', 'size=64k');
    if (disk === null) return context.skip('this account may not mount');
    const data = join(disk, 'data');
    mkdirSync(data);
    expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(128 * 1024))).toThrow('ENOSPC');
    const ran = start(data);
    expect(ran.code).toBe(5);
    expect(ran.err).toMatch(/^The disk is full: .+ Make room or name another folder with --data, then try again\.\n$/);
    expect(readdirSync(data).filter((name) => name.startsWith('staunch.lock'))).toEqual([]);
  });

  test('whose first start was killed while it made the database is made anew by the second', async () => {
    const data = join(folder, 'killed');
    const child = spawn(process.execPath, [main, '--data', data, 'start'], { cwd: folder, env, stdio: 'ignore' });
    const ended = new Promise((done) => child.once('exit', done));
    await soon('the database is half made', () => existsSync(join(data, 'database', 'base')), 40_000);
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(join(data, 'database.making'))).toBe(true);
    const bot = await startBot(folder, { ...env, STAUNCH_DATA: data });
    expect(existsSync(join(data, 'database.making'))).toBe(false);
    expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  test('that looks whole but was never finished is made anew; one that was finished is kept', async () => {
    const data = join(folder, 'half-made');
    mkdirSync(join(data, 'database'), { recursive: true, mode: 0o700 });
    writeFileSync(join(data, 'database', 'PG_VERSION'), '18\n');
    writeFileSync(join(data, 'database.making'), '');
    const where = { type: 'embedded', folder: data, command: 'a test', now: new Date(), socket: null } as const;
    const made = await openDatabase(where);
    await made.query("insert into playbook values (encode(sha256('x'), 'hex'), 'kept', 'x', now())");
    await made.close();
    const kept = await openDatabase(where);
    expect(await kept.query('select name from playbook')).toEqual([{ name: 'kept' }]);
    await kept.close();
  });
});
