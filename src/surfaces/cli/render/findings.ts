import { clean } from './clean.ts';
import type { Page } from './page.ts';

/** A fault in a file that people write. `line` and `column` count from 1; `where` is the key ("targets.main.host"). */
export type Finding = {
  file: string;
  line: number | null;
  column: number | null;
  severity: 'error' | 'warning';
  where: string | null;
  message: string;
};

/**
 * A finding begins as compilers write it, so that editors can jump to it. Further lines of its message are what to write
 * there: they stand as they are, to be copied.
 */
export function renderFinding(finding: Finding, page: Page): string {
  const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(':');
  const tone = finding.severity === 'error' ? 'bad' : 'warn';
  const where = finding.where === null || finding.where === '' ? '' : `${clean(finding.where)}: `;
  const [what = '', ...lines] = finding.message.trimEnd().split('\n');
  return `${clean(place)}: ${page.paint(tone, finding.severity)}: ${where}${[what, ...lines].map(clean).join('\n')}\n`;
}
