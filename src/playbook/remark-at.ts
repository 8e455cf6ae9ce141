import type { Remark } from './fault.ts';
import type { Positions } from './read.ts';

/** A remark on what stands under `key`. Where the text is not at hand it names the first line. */
export function remarkAt(positions: Positions, key: string, severity: Remark['severity'], what: string, fix: string): Remark {
  return { ...(positions.get(key) ?? { line: 1, column: 1 }), severity, what, fix };
}
