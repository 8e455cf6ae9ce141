/** What is wrong with a playbook, where, and what to write instead. Lines and columns count from 1. */
export type Fault = { line: number; column: number; what: string; fix: string };

/** A fault (`error`), or something that works and is probably not meant (`warning`). */
export type Remark = Fault & { severity: 'error' | 'warning' };

export type Position = { line: number; column: number };

/** Shown at once; more than this and the first ones explain the rest. */
const shownFaults = 50;

/** A playbook that cannot be used. Lists every fault; its message is for the terminal. */
export class PlaybookError extends Error {
  override readonly name = 'PlaybookError';
  readonly file: string;
  readonly faults: Fault[];

  constructor(file: string, faults: Fault[]) {
    const sorted = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(message(file, sorted));
    this.file = file;
    this.faults = sorted;
  }
}

function message(file: string, faults: Fault[]): string {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  const lines = faults
    .slice(0, shownFaults)
    .flatMap(({ line, column, what, fix }) => [`  ${file}:${line}:${column}  ${what}`, `      ${fix}`]);
  const more = faults.length > shownFaults ? [`  … and ${faults.length - shownFaults} more.`] : [];
  return [
    `${file} has ${count} and is not used. Incidents that are open keep the playbook they began with.`,
    ...lines,
    ...more,
  ].join('\n');
}
