/** What the bot signs at the end of a bundle: how many there are of everything, and a digest of all bytes before. */
export type Checkpoint = {
  incident: string;
  number: number;
  entries: number;
  /** Hash of the last entry. */
  head: string;
  register: { count: number; head: string };
  usage: number;
  /** SHA-256 of all bytes of the file before the checkpoint's line. */
  lines: string;
};

/** The exact text that is signed, each line ended by a line feed. */
export function checkpointText({ incident, number, entries, head, register, usage, lines }: Checkpoint): string {
  return [
    'staunch bundle v1',
    `incident ${incident}`,
    `number ${number}`,
    `entries ${entries}`,
    `head ${head}`,
    `register ${register.count} ${register.head}`,
    `usage ${usage}`,
    `lines ${lines}`,
    '',
  ].join('\n');
}
