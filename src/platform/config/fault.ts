/** One thing that is wrong with staunch.yml. Lines and columns count from 1; `fix` is a YAML snippet or a command. */
export type ConfigFault = {
  line: number;
  column: number;
  key: string;
  what: string;
  fix: string;
  /** Where the fault stands in another file than the error names: one that staunch.yml refers to. Absolute. */
  file?: string;
};

/** More are not shown: the first ones explain the rest. */
const maxShownFaults = 50;

/** The configuration cannot be used. Lists every fault; quotes no value of the file, since any of them could be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly file: string;
  readonly faults: readonly ConfigFault[];

  constructor(file: string, faults: readonly ConfigFault[]) {
    const sorted = faults.toSorted(
      (a, b) => (a.file ?? '').localeCompare(b.file ?? '') || a.line - b.line || a.column - b.column,
    );
    super(message(file, sorted));
    this.file = file;
    this.faults = sorted;
  }
}

function message(file: string, faults: readonly ConfigFault[]): string {
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`;
  const shown = faults.slice(0, maxShownFaults).map(({ line, column, key, what, fix, file: elsewhere }) => {
    const place = `  ${elsewhere ?? file}:${line}:${column}  ${key === '' ? '' : `${key}: `}${what}`;
    return [
      place,
      ...fix
        .trimEnd()
        .split('\n')
        .map((row) => `      ${row}`),
    ].join('\n');
  });
  const more = faults.length > maxShownFaults ? [`  … and ${faults.length - maxShownFaults} more.`] : [];
  return [`${file} has ${count} and is not used. Nothing was started.`, ...shown, ...more].join('\n');
}
