/** Whether this process can do its work: for whatever restarts it, or sends people to it. */
import { type Answer, jsonAnswer, textAnswer } from '../http/answer.ts';
import { oneAtATime, within } from './within.ts';

export type HealthParts = {
  /** Resolves when the database answered something small. */
  database(): Promise<unknown>;
  /** Whether the bot of this process takes up work. */
  bot(): boolean;
  /** null: not configured. */
  slack(): 'connected' | 'away' | null;
};

export type Readiness = {
  ready: boolean;
  database: 'answers' | 'silent';
  bot: 'works' | 'stopped';
  slack: 'connected' | 'away' | 'not configured';
};

/** The process is there and takes requests; it says nothing of what is behind it. */
export const aliveAnswer = (): Answer => textAnswer(200, 'alive\n');

/** 200 when all of it is there, else 503; the body says which part is not. */
export function readiness(parts: HealthParts, databaseMs: number): () => Promise<Answer> {
  const asked = oneAtATime(async () => {
    await parts.database();
    return true;
  });
  return async () => {
    const database = (await within(databaseMs, asked())) === true;
    const bot = parts.bot();
    const slack = parts.slack();
    const ready = database && bot && slack !== 'away';
    const body: Readiness = {
      ready,
      database: database ? 'answers' : 'silent',
      bot: bot ? 'works' : 'stopped',
      slack: slack ?? 'not configured',
    };
    return jsonAnswer(ready ? 200 : 503, body);
  };
}
