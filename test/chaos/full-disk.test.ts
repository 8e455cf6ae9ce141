/** The disk of the embedded database fills up while a bot runs: it says so, loses nothing, and goes on when there is room. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Terminal } from '../stories/terminal.ts';
import { newest } from '../stories/town.ts';
import { containedOnce, doneSteps, faultsOf, rowsInFolder, storyOf } from './record.ts';
import { agree, contained, leakOf, openPost, openTownWithWire } from './scene.ts';
import { soon } from './soon.ts';

/** Each of these starts bots and types commands one after another; a busy machine takes its time. */
const timeout = 180_000;

const disk = mkdtempSync(join(tmpdir(), 'staunch-disk-'));
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]).status === 0;
afterAll(() => {
  if (isMounted) spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
});

const filler = join(disk, 'filler');

function fill(): void {
  const file = openSync(filler, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(65_536));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  } finally {
    closeSync(file);
  }
}

describe.skipIf(newest === undefined || !isMounted)('a disk that fills while a bot is at work', { timeout }, () => {
  test('commands say so, looks are answered, nothing is lost, and with room again the work goes on by itself', async () => {
    const place = await openTownWithWire(newest ?? 18);
    const post = await openPost(place.town, place.wire);
    const data = join(disk, 'data');
    mkdirSync(data, { mode: 0o700 });
    post.env.STAUNCH_DATA = data;
    try {
      const bot = await post.start();
      const type: Terminal['type'] = (args, more) => post.terminal.type([...args, '--data', data], more);
      const there = { ...post, terminal: { ...post.terminal, type } };
      const on = (...words: string[]) => type(words);
      const leak = await leakOf(place.town, there, 'full');
      expect(await on('note', leak.number, 'before')).toMatchObject({ code: 0 });
      fill();
      const refused = await on('note', leak.number, 'during');
      expect(refused.code, refused.err).toBe(5);
      expect(refused.err).toMatch(
        /The database cannot be reached: the disk of .+ is full: .+ Make room; work then goes on by itself\. What was recorded so far stands; try again\./,
      );
      expect(await on('status', leak.number)).toMatchObject({ code: 0, json: { state: 'open' } });
      await soon('the bot says what it lacks', () => bot.said().includes('is full'));
      expect(bot.lives()).toBe(true);

      rmSync(filler);
      expect(await on('note', leak.number, 'after')).toMatchObject({ code: 0 });
      await agree(there, leak);
      await contained(there, leak);
      expect(await bot.end('SIGTERM')).toMatchObject({ code: 0 });
      const rows = await rowsInFolder(data);
      expect(faultsOf(rows)).toEqual([]);
      const story = storyOf(rows, leak.number);
      expect(doneSteps(story)).toEqual(containedOnce);
      expect(story.filter(({ type }) => type === 'note.added')).toHaveLength(2);
    } finally {
      await post.close();
      await place.close();
    }
  });
});
