import { expect, test } from 'vitest';
import { watchPractice } from '../../../src/surfaces/cli/practice/watch.ts';
import type { TerminalIo } from '../../../src/surfaces/cli/terminal-io.ts';
import { fakeDesk } from './fake-terminal.ts';
import { containedView, now, sampleAsking, samplePlan, sampleView } from './sample-view.ts';

/** Presses [1] at the first look; leaves after `looks`. Answers the frames that were drawn, 80 x 24. */
async function frames(views: ReturnType<typeof sampleView>[]): Promise<string[]> {
  const drawn: string[] = [];
  const interrupted = new AbortController();
  const pressed = ['1'];
  const io: TerminalIo = {
    out: () => undefined,
    err: () => undefined,
    input: { keyboard: true, bytes: async function* () {}, askHidden: async () => '' },
    screen: {
      columns: () => 80,
      colour: false,
      live: { rows: () => 24, draw: (frame) => drawn.push(frame), clear: () => undefined, done: () => undefined },
    },
    clock: { now: () => now },
    async sleep() {
      if (drawn.length >= views.length) interrupted.abort();
      await new Promise(setImmediate);
    },
    interrupted: interrupted.signal,
  };
  const keys = {
    async next(signal: AbortSignal): Promise<string | null> {
      const key = pressed.shift();
      if (key !== undefined) return key;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }));
    },
    close: () => undefined,
  };
  const leak = {
    kind: 'postgres-password',
    locator: {},
    value: 'v',
    exposedSince: '2026-11-24T00:00:00.000Z',
    title: 't',
    finder: 'scanner',
    decider: 'you',
    account: 'a',
  };
  const desk = fakeDesk({ views });
  await watchPractice({ desk, leak, io, program: 'npx staunch', tickers: () => [], keys, report: async () => '/d/INC-7.md' });
  return drawn;
}

const asking = sampleView({ practice: true });
const accepted = sampleView({ practice: true, gate: null, waiting: [], plans: [samplePlan({ state: 'accepted' })] });
const askedAnew = sampleView({
  practice: true,
  gate: sampleAsking({ nonce: 'nonce-2', expiresAt: '2026-11-24T03:20:00.000Z' }),
});

test('what was said stays while it is carried out, and goes when it is asked anew', async () => {
  const drawn = await frames([asking, accepted, containedView({ practice: true }), askedAnew]);
  expect(drawn.some((frame) => frame.includes('You said yes to: Cut now'))).toBe(true);
  expect(drawn.at(-1)).toContain('[1] Cut now');
  expect(drawn.at(-1)).not.toContain('You said yes');
});
