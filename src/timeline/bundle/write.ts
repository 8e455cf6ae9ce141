/** Rows → the text of a bundle. Pure: the same rows and the same key give the same bytes. */
import { canonicalJson } from '../../platform/canonical.ts';
import { checkpointText } from './checkpoint.ts';
import type { BundleLine, EntryLine, OpeningLine, RegisterLine, UsageLine } from './lines.ts';

/** What a bundle is made of, in the order of its lines; hashes and salts in lower-case hex. */
export type BundleContent = {
  opening: Omit<OpeningLine, 'line' | 'v'>;
  register: Omit<RegisterLine, 'line'>[];
  entries: Omit<EntryLine, 'line'>[];
  usage: Omit<UsageLine, 'line'>[];
  /** Lines of the witness file about this incident, without line ends. */
  witness: string[];
};

/** `sign`: Ed25519 by the record key over UTF-8 text, in base64. */
export function writeBundle(content: BundleContent, sign: (text: string) => string): string {
  const { opening, register, entries, usage, witness } = content;
  const lines: BundleLine[] = [
    { line: 'bundle', v: 1, ...opening },
    ...register.map((row) => ({ line: 'register', ...row }) as const),
    ...entries.map((entry) => ({ line: 'entry', ...entry }) as const),
    ...usage.map((row) => ({ line: 'usage', ...row }) as const),
    ...witness.map((text) => ({ line: 'witness', text }) as const),
  ];
  const before = lines.map((line) => `${canonicalJson(line)}\n`).join('');
  const text = checkpointText(content, before);
  return `${before}${canonicalJson({ line: 'checkpoint', text, signature: sign(text) })}\n`;
}
