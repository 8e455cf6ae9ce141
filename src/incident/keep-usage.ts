/** Who was seen using a credential goes beside the record, masked as bodies are, and bound to it by an entry. */
import { draft } from '../timeline/entry.ts';
import { usageDigest, usageTexts } from '../timeline/usage.ts';
import type { Consequence } from './consequence.ts';
import type { Turn } from './turn-underway.ts';

export function keepUsage(turn: Turn, { credential, source, rows, leftOut }: Extract<Consequence, { type: 'usage' }>): void {
  const { texts, cut } = usageTexts(rows, turn.parts.redact);
  const data = { credential, source, count: texts.length, digest: usageDigest(texts), leftOut: leftOut + cut };
  turn.additions.push({ draft: draft('usage.recorded', data), movement: null, usage: texts });
}
