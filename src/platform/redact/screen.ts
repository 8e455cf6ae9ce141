import { formats } from './formats.ts';
import { mask, maskSpans, type Span } from './spans.ts';

/** What a detector found: its own name for the format, and where. */
export type Hit = Span & { name: string };

/** Looks for secrets in a text that a person typed. May fail: then the table of formats stands alone. */
export type Detector = (text: string) => Promise<Hit[]>;

/** Longer texts are screened by the table alone: the rule set's time is not ours to promise. In characters. */
const maxDetectorChars = 100_000;

/**
 * Screens free text where it enters (title, note, reason): by the table of formats, then by `detect`.
 * Answers the text with every hit masked, and the names of what was found, each once. Never fails and never drops text.
 */
export async function screenText(
  text: string,
  detect: Detector = detectBySecretlint,
): Promise<{ text: string; found: string[] }> {
  const byTable = tableHits(text);
  const masked = maskSpans(text, byTable);
  const byRules = masked.length > maxDetectorChars ? [] : await hitsOrNone(detect, masked);
  // A hit around a mask is a secret the table already took; masking it whole would hide the host people need to read.
  const fresh = byRules.filter((hit) => !masked.slice(hit.from, hit.to).includes(mask));
  const found = [...new Set([...byTable, ...fresh].map((hit) => hit.name))];
  return { text: maskSpans(masked, fresh), found };
}

function tableHits(text: string): Hit[] {
  return formats.flatMap(({ name, pattern }) =>
    Array.from(text.matchAll(pattern), (match) => ({ name, from: match.index, to: match.index + match[0].length })),
  );
}

async function hitsOrNone(detect: Detector, text: string): Promise<Hit[]> {
  try {
    return await detect(text);
  } catch {
    // The rules are a second net: their failure must not stop a responder from writing a note.
    return [];
  }
}

/** The recommended rules of secretlint, offline. Loaded at first use: the terminal's short commands never need them. */
async function detectBySecretlint(text: string): Promise<Hit[]> {
  const [{ lintSource }, { rules }, { secretLintProfiler }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
    import('@secretlint/profiler'),
  ]);
  // It measures every rule by default and never forgets a mark: a bot that runs for months would grow by it.
  secretLintProfiler.setEnabled(false);
  // Without this rule out, a note that says "secretlint-disable" would switch the screening off.
  const detecting = rules.filter((rule) => rule.meta.id !== '@secretlint/secretlint-rule-filter-comments');
  const result = await lintSource({
    source: { filePath: 'note.txt', content: text, ext: '.txt', contentType: 'text' },
    options: { noPhysicFilePath: true, config: { rules: detecting.map((rule) => ({ id: rule.meta.id, rule })) } },
  });
  return result.messages.map(({ messageId, range: [from, to] }) => ({
    name: messageId.toLowerCase().replaceAll('_', '-'),
    from,
    to,
  }));
}
