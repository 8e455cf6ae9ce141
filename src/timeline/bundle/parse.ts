/** The text of a bundle → its lines, checked one by one for form and order. What they say of each other is the verifier's business. */
import { z } from 'zod';
import { canonicalJson } from '../../platform/canonical.ts';
import {
  type BundleLine,
  bundleLimits,
  bundleLine,
  type CheckpointLine,
  type EntryLine,
  lineOrder,
  type OpeningLine,
  type RegisterLine,
  type UsageLine,
} from './lines.ts';

export type Bundle = {
  opening: OpeningLine;
  register: RegisterLine[];
  entries: EntryLine[];
  usage: UsageLine[];
  witness: string[];
  checkpoint: CheckpointLine;
  /** All of the file before the checkpoint's line. */
  before: string;
};

/** Of UTF-8, then as one reads the bytes of UTF-8, UTF-16 little and big end one by one. */
const byteOrderMarks = ['\ufeff', '\u00ef\u00bb\u00bf', '\u00ff\u00fe', '\u00fe\u00ff'];
const opens = '"line":"bundle"';

/** Whether a file is, or was, a bundle: its first line says so, one further on, or a byte order mark was put in front. */
export function looksLikeBundle(text: string): boolean {
  if (byteOrderMarks.some((mark) => text.startsWith(mark)) || isOpening(lineAt(text, 0))) return true;
  const place = text.indexOf(opens);
  return place !== -1 && isOpening(lineAt(text, text.lastIndexOf('\n', place) + 1));
}

const lineAt = (text: string, start: number) => text.slice(start, text.indexOf('\n', start) + 1);
const isOpening = (line: string) => z.looseObject({ line: z.literal('bundle') }).safeParse(jsonOf(line)).success;

/** The lines by kind, or what is wrong with the first that cannot stand where it stands, in a sentence. */
export function parseBundle(text: string): { bundle: Bundle } | { fault: string } {
  if (text.length > bundleLimits.fileBytes || Buffer.byteLength(text) > bundleLimits.fileBytes) {
    return { fault: `The file is larger than ${bundleLimits.fileBytes / 1024 / 1024} MB.` };
  }
  const carried = carriageFault(text);
  if (carried !== null) return { fault: carried };
  if (!text.endsWith('\n')) return { fault: 'The file does not end with a line end: its end was cut off.' };
  const texts = text.slice(0, -1).split('\n');
  const lines: BundleLine[] = [];
  for (const [index, one] of texts.entries()) {
    const line = readLine(one);
    const fault = typeof line === 'string' ? line : orderFault(line, lines.at(-1) ?? null);
    if (fault !== null) return { fault: `Line ${index + 1}: ${fault}.` };
    lines.push(line as BundleLine);
  }
  return assemble(lines, text.slice(0, text.length - (texts.at(-1) ?? '').length - 1));
}

/** What mail programs, editors and version control do to a file on its way. */
function carriageFault(text: string): string | null {
  const again = 'Get the file again as export wrote it, byte for byte';
  if (text.startsWith('\ufeff'))
    return `Line 1: a byte order mark stands in front: some program saved the file anew. ${again}.`;
  const first = lineAt(text, 0);
  if (!first.endsWith('\r\n') || !isOpening(first)) return null;
  return `Line 1: its line end was changed to CR LF, as mail programs and git do. ${again}.`;
}

/** A line of a format that came after this one; null for all others. */
function newerFormat(value: unknown): number | null {
  const read = z.looseObject({ line: z.literal('bundle'), v: z.int().min(2) }).safeParse(value);
  return read.success ? read.data.v : null;
}

/** The line, or what is wrong with it. */
function readLine(text: string): BundleLine | string {
  if (text.length > bundleLimits.lineBytes || Buffer.byteLength(text) > bundleLimits.lineBytes) {
    return `it is longer than ${bundleLimits.lineBytes / 1024 / 1024} MB`;
  }
  const value = jsonOf(text);
  if (value === undefined) return 'it is not JSON';
  const newer = newerFormat(value);
  if (newer !== null) return `the bundle is of format ${newer}, made by a newer version of Staunch; this one reads format 1`;
  const read = bundleLine.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` (${issue.path.join('.')})`;
    return `it is no line of a bundle${where}: ${issue?.message ?? 'unknown'}`;
  }
  return canonicalOf(value) === text ? read.data : 'it is not written in canonical JSON (RFC 8785)';
}

function orderFault(line: BundleLine, before: BundleLine | null): string | null {
  if (before === null) return line.line === 'bundle' ? null : 'the first line of a bundle says which incident it is of';
  if (line.line === 'bundle') return 'a second bundle begins here';
  if (before.line === 'checkpoint') return 'something stands behind the checkpoint';
  const isBehind = lineOrder.indexOf(line.line) < lineOrder.indexOf(before.line);
  return isBehind ? `a line "${line.line}" stands behind a line "${before.line}"` : null;
}

function assemble(lines: BundleLine[], before: string): { bundle: Bundle } | { fault: string } {
  const of = <K extends BundleLine['line']>(kind: K) =>
    lines.filter((line): line is Extract<BundleLine, { line: K }> => line.line === kind);
  const [opening] = of('bundle');
  const [checkpoint] = of('checkpoint');
  const [register, entries] = [of('register'), of('entry')];
  if (opening === undefined) return { fault: 'The file is empty.' };
  if (checkpoint === undefined) return { fault: 'The checkpoint is missing: the end of the file was cut off.' };
  if (register.length === 0) return { fault: 'The register is missing.' };
  if (entries.length === 0) return { fault: 'There is no entry.' };
  const witness = of('witness').map(({ text }) => text);
  return { bundle: { opening, register, entries, usage: of('usage'), witness, checkpoint, before } };
}

/** Undefined for what is not JSON, and for what is nested deeper than anything that is recorded. */
export function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeper(value, bundleLimits.depth) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Null for what has no canonical form: half a surrogate pair in an escape. */
export function canonicalOf(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch {
    return null;
  }
}
