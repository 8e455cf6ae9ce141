import { expect, test } from 'vitest';
import { compared } from '../../bench/row.ts';
import { asTable } from '../../bench/show.ts';
import { spreadOf } from '../../bench/spread.ts';

test('a row holds the median of both, how far the runs were apart, and what one is to the other', () => {
  const ours = spreadOf([110, 90, 100]);
  const peer = { name: 'a queue', figure: spreadOf([50, 40, 70, 60]) };
  expect(compared('jobs', 'jobs/s', ours, peer)).toEqual({
    name: 'jobs',
    value: 100,
    unit: 'jobs/s',
    peer: 'a queue',
    peerValue: 55,
    ratio: 1.818,
    range: [90, 110],
    peerRange: [40, 70],
  });
});

test('a peer that does not run here leaves a row that says why, and no ratio', () => {
  const row = compared('jobs', 'jobs/s', 100, {
    name: 'a queue',
    figure: { absent: 'a queue did not run here: no such package' },
  });
  expect(row).toMatchObject({ value: 100, peerValue: null, ratio: null, note: 'a queue did not run here: no such package' });
  const shown = { bench: 'engine', at: '2026-11-25T00:00:00.000Z', rows: [row] };
  const table = asTable({ ...shown, machine: { cpus: 2, node: '24.0.0', postgres: 'PostgreSQL 15', load: 0 } });
  expect(table).toContain('a queue  none');
  expect(table).toContain('no such package');
});

test('no run has no median', () => {
  expect(() => spreadOf([])).toThrow('Nothing was run.');
});

test('a table has a line a row: ours, how far its runs were apart, the peer, and what one is to the other', () => {
  const row = compared('jobs', 'jobs/s', spreadOf([90, 110]), { name: 'a queue', figure: 50 });
  const machine = { cpus: 2, node: '24.0.0', postgres: 'PostgreSQL 15.1', load: 0.25 };
  const [place, , header, line, ...more] = asTable({ bench: 'engine', at: 'now', rows: [row], machine }).split('\n');
  expect(place).toBe('engine, now: 2 processors (load 0.3 at the start), Node 24.0.0, PostgreSQL 15.1');
  expect(header).toMatch(/^ +ours +peer +ours \/ peer$/);
  expect(line).toMatch(/^jobs +100 jobs\/s +\(90 – 110\) +a queue +50 jobs\/s +2\.00$/);
  expect(more).toEqual(['']);
});
