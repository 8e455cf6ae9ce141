import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { LineFileError, lineFile } from '../../src/platform/line-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'staunch-lines-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

describe('a file of lines', () => {
  test('is made for its owner alone, and grows', async () => {
    const file = lineFile(at('grows'));
    await file.write('one\n');
    await file.write('two\n');
    expect(readFileSync(at('grows'), 'utf8')).toBe('one\ntwo\n');
    expect(statSync(at('grows')).mode & 0o777).toBe(0o600);
  });

  test('keeps what others have written, also between two lines of its own', async () => {
    const [mine, theirs] = [lineFile(at('shared')), lineFile(at('shared'))];
    await mine.write('mine\n');
    await theirs.write('theirs\n');
    await mine.write('mine again\n');
    expect(readFileSync(at('shared'), 'utf8')).toBe('mine\ntheirs\nmine again\n');
  });

  test('does not hang a line on half of an earlier one', async () => {
    appendFileSync(at('half'), 'whole\nhal');
    await lineFile(at('half')).write('next\n');
    expect(readFileSync(at('half'), 'utf8')).toBe('whole\nhal\nnext\n');
  });

  test('says where there is no folder, and works once there is one', async () => {
    const file = lineFile(at('later/lines'));
    await expect(file.write('lost\n')).rejects.toThrow(/later\/lines could not be written: ENOENT/);
    mkdirSync(at('later'));
    await file.write('kept\n');
    expect(readFileSync(at('later/lines'), 'utf8')).toBe('kept\n');
  });

  test.skipIf(process.getuid?.() === 0)('says that it may not write', async () => {
    appendFileSync(at('closed'), '');
    chmodSync(at('closed'), 0o400);
    await expect(lineFile(at('closed')).write('x\n')).rejects.toThrow(/EACCES/);
  });

  test('is a file: a folder, a device or a pipe that nobody reads is refused at once', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', at('pipe')]);
    for (const path of [folder, '/dev/null', at('pipe')]) {
      await expect(lineFile(path).write('x\n')).rejects.toThrow(LineFileError);
    }
  });

  test('writes what comes at the same time whole, each line once', async () => {
    const file = lineFile(at('crowd'));
    const lines = Array.from({ length: 50 }, (_, place) => `line ${place}\n`);
    await Promise.all(lines.map((line) => file.write(line)));
    expect(readFileSync(at('crowd'), 'utf8')).toBe(lines.join(''));
  });

  test('does not wait for a disk that does not answer, and asks it again only when it has', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const file = lineFile(at('slow'));
    const first = file.write('slow\n');
    // Nothing has come back from the disk in this instant, however fast it is.
    vi.advanceTimersByTime(5_000);
    const second = file.write('refused\n');
    vi.useRealTimers();
    await expect(first).rejects.toThrow('it took longer than 5 s');
    await expect(second).rejects.toThrow('an earlier line has not come back');
    await vi.waitFor(() => file.write('well again\n'));
    expect(readFileSync(at('slow'), 'utf8')).toBe('slow\nwell again\n');
  });
});
