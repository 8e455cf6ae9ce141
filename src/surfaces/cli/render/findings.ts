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

/** One line a finding, as compilers write them, so that editors can jump to it. */
export function renderFinding(finding: Finding, page: Page): string {
  const place = [finding.file, finding.line, finding.column].filter((part) => part !== null).join(':');
  const tone = finding.severity === 'error' ? 'bad' : 'warn';
  const where = finding.where === null ? '' : `${clean(finding.where)}: `;
  return `${clean(place)}: ${page.paint(tone, finding.severity)}: ${where}${clean(finding.message)}\n`;
}
