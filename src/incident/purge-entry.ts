/** The text of one entry goes: from the record, from what the incident remembers of it, and from every row that copied it. */
import type { Entry } from '../timeline/entry.ts';
import { purgeEntry } from '../timeline/purge.ts';
import { readEntries } from '../timeline/read.ts';
import type { Consequence } from './consequence.ts';
import { fold } from './fold/fold.ts';
import { forgetProgress, forgetReason, rewriteCredential } from './rows/purge-row.ts';
import { remember, type Turn } from './turn-underway.ts';

/** Why calls are stopped or wait, or more of them may be made: these rows are nobody's incident, and say it in the same words. */
async function forgetCopies({ later }: Turn, gone: Entry | undefined): Promise<void> {
  switch (gone?.type) {
    case 'calls.stopped':
    case 'budget.raised':
    case 'step.failed':
    case 'step.stuck':
      return forgetReason(later, gone.body?.reason ?? '');
    default:
  }
}

export async function purge(turn: Turn, { seq, entry }: Extract<Consequence, { type: 'purge' }>): Promise<void> {
  const { row, later, scene } = turn;
  const before = await readEntries(turn.query, row.id, 'all');
  const after = before.map((other) => (other.seq === seq ? ({ ...other, body: null } as Entry) : other));
  await purgeEntry(later, row.id, seq);
  const gone = before.find((other) => other.seq === seq);
  await forgetCopies(turn, gone);
  // What a finished job left behind may say the same; nobody reads it any more.
  await forgetProgress(later, row.id);
  // Folded anew: nothing that was made of the text stays.
  scene.state = fold(after);
  turn.folded = 0;
  for (const { record, facts, before: look } of scene.state.credentials.values()) {
    const known = { locator: record.locator, hint: record.hint, facts, before: look };
    scene.credentials = scene.credentials.map((other) => (other.id === record.id ? { ...other, ...known } : other));
    await rewriteCredential(later, row.id, record.id, known);
  }
  remember(turn, entry);
}
