import type { Desk } from '../../incident/desk.ts';
import type { View, Waiting } from '../../incident/view.ts';
import { viewOf } from './at-desk.ts';
import type { Turn } from './turn.ts';

/** Looks every `everyMs` until `settled` answers something, for at most `limitMs` or until Ctrl-C; null when it never did. */
export async function poll<T>(
  turn: Pick<Turn, 'io'>,
  asked: { desk: Desk; incident: string; everyMs: number; limitMs: number },
  settled: (view: View) => T | null,
): Promise<T | null> {
  const { io } = turn;
  const end = io.clock.now().getTime() + asked.limitMs;
  for (;;) {
    const found = settled(await viewOf(asked.desk, asked.incident));
    if (found !== null) return found;
    const left = end - io.clock.now().getTime();
    if (left <= 0 || io.interrupted.aborted) return null;
    await io.sleep(Math.min(asked.everyMs, left));
  }
}

/** How a command waits for the bot to make a plan: often enough to feel immediate, not longer than a person watches. */
export const planWait = { everyMs: 200, limitMs: 30_000 } as const;

/** The bot got no further with it by itself, or may not. */
export const isStuck = ({ kind, credential }: Waiting): boolean =>
  kind === 'stuck' || (kind === 'by-hand' && credential !== null);

/** What is stuck, in sentences, when something is; else null. */
export function stuckSentence(view: View): string | null {
  const stuck = view.waiting.filter(isStuck);
  return stuck.length === 0 ? null : stuck.map(sentence).join('\n');
}

const sentence = ({ kind, step, what }: Waiting) =>
  kind === 'stuck' ? `${step ?? 'A step'} is stuck: ${what}` : `${step ?? 'A step'} waits for a person: ${what}`;
