/**
 * The table of docs/credentials/targets.md: what each server answered, what was true, what Staunch concluded.
 * Each test file owns one section, between `<!-- targets: SECTION -->` and `<!-- end of targets: SECTION -->`, and tells its rows;
 * `held()` compares them with the page, or writes them there with STAUNCH_WRITE_TABLE=true (and `--no-file-parallelism`:
 * the page is one file).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect } from 'vitest';

const page = resolve(import.meta.dirname, '../../../docs/credentials/targets.md');

export type TargetRow = {
  /** The server and its version, or the stand-in and the lie that is switched on: "verdaccio 6.1.6". */
  target: string;
  /** What was asked of it, without a secret: "DELETE /-/npm/v1/tokens/token/{key}". */
  asked: string;
  /** Its exact answer: "200". */
  answered: string;
  /** What was true, seen from outside Staunch: "the token lives on". */
  truth: string;
  /** What Staunch said: a grade of proof ("cut off, by-use"), "still alive, the step is stuck", "could not tell", "refused to strike". */
  concluded: string;
  /** Made by `timeBucket`, so that it is the same in every run. */
  after: TimeBucket;
};

export type TimeBucket = 'at once' | 'within 60 s' | 'within 90 s' | 'later' | 'never';

/** A measured time as the table has it. `at once`: no longer than the looks themselves take. Null: it did not happen. */
export function timeBucket(ms: number | null): TimeBucket {
  if (ms === null) return 'never';
  if (ms <= 15_000) return 'at once';
  if (ms <= 60_000) return 'within 60 s';
  return ms <= 90_000 ? 'within 90 s' : 'later';
}

const columns = ['target', 'asked', 'answered', 'what was true', 'what Staunch concluded', 'after'];
const cells = (row: TargetRow) => [row.target, row.asked, row.answered, row.truth, row.concluded, row.after];
const line = (texts: string[]) => `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;

function sectionOf(text: string, section: string): { start: number; end: number } | null {
  const [open, close] = [`<!-- targets: ${section} -->\n`, `<!-- end of targets: ${section} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  return start === -1 || end < start ? null : { start: start + open.length, end };
}

export type TargetsTable = {
  /** Told in the order of the page. */
  tell(row: TargetRow): void;
  /** Ends the file's last test: the page says the same, or is written. A row whose server is missing here is not looked for. */
  held(): Promise<void>;
};

export function targetsTable(section: string): TargetsTable {
  const rows: string[] = [];
  return {
    tell: (row) => void rows.push(line(cells(row))),
    async held() {
      const text = await readFile(page, 'utf8');
      const place = sectionOf(text, section);
      if (place === null)
        throw new Error(`docs/credentials/targets.md has no section for ${section}: write its two marks there.`);
      const head = [line(columns), line(columns.map(() => '---'))];
      if (process.env.STAUNCH_WRITE_TABLE === 'true') {
        const written = `${[...head, ...rows].join('\n')}\n`;
        await writeFile(page, `${text.slice(0, place.start)}${written}${text.slice(place.end)}`);
        return;
      }
      expect(text.slice(place.start, place.end).split('\n')).toEqual(expect.arrayContaining([...head, ...rows]));
    },
  };
}
