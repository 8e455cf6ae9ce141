import type { View } from '../../../incident/view.ts';
import { atDesk, incidentId, viewOf } from '../at-desk.ts';
import { exampleText } from '../help-text.ts';
import { durationMs } from '../input/instant.ts';
import { poll } from '../poll.ts';
import { renderCard, renderLiveCard, renderVerdict } from '../render/card.ts';
import { renderChanges } from '../render/changes.ts';
import { incidentName } from '../render/command-line.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, plainPageOf, programOf, type Turn, tell } from '../turn.ts';
import { type Add, incidentArgument } from './add.ts';

const goals = ['cut-off', 'contained', 'closed'] as const;
type Goal = (typeof goals)[number];

const lookEveryMs = 250;
const drawEveryMs = 500;
/** Below the verdict: what was not reached, what is left to do, and the shell's prompt, of up to two lines each. */
const rowsAfter = 5;
/** A day: longer than any incident should be watched by one command. */
const longestWaitMs = 86_400_000;

export const addWait: Add = (program, turn, run) => {
  program
    .command('wait')
    .description('watch until it is cut off, contained or closed')
    .argument(...incidentArgument)
    .requiredOption('--for <goal>', goals.join(', '))
    .option('--timeout <time>', 'how long to wait: 60s, 5m, 1h', '60s')
    .addHelpText('after', exampleText(`${turn.composition.program} wait INC-7 --for cut-off --timeout 10m`))
    .action((reference: string, options: { for: string; timeout: string }) => run(() => wait(turn, reference, options)));
};

async function wait(turn: Turn, reference: string, options: { for: string; timeout: string }): Promise<number> {
  const goal = goals.find((candidate) => candidate === options.for);
  if (goal === undefined)
    throw new TerminalError('usage', `--for ${options.for} is not a state to wait for. Write one of: ${goals.join(', ')}.`);
  const timeoutMs = durationMs(options.timeout);
  if (timeoutMs === null || timeoutMs > longestWaitMs) {
    throw new TerminalError('usage', `--timeout ${options.timeout} is not a time to wait. Write 60s, 5m or 1h, at most 24h.`);
  }
  return atDesk(turn, async ({ desk, botAlive }) => {
    const incident = await incidentId(turn, desk, reference);
    const watch = watcher(turn);
    const limitMs = botAlive ? timeoutMs : 0;
    const reached = await poll(turn, { desk, incident, everyMs: lookEveryMs, limitMs }, (view) => {
      watch.see(view);
      return isReached(view, goal) ? view : null;
    });
    const view = reached ?? (await viewOf(desk, incident));
    watch.end(view);
    if (reached !== null) return exitCodes.yes;
    tell(turn, notReached(turn, view, goal, botAlive, options.timeout));
    return botAlive ? exitCodes.no : exitCodes.unreachable;
  });
}

function isReached(view: View, goal: Goal): boolean {
  switch (goal) {
    case 'cut-off':
      return view.credentials.length > 0 && view.credentials.every(({ state }) => state === 'cut-off' || state === 'dead');
    case 'contained':
      return view.state === 'contained' || view.state === 'closed';
    case 'closed':
      return view.state === 'closed';
  }
}

function notReached(turn: Turn, view: View, goal: Goal, botAlive: boolean, timeout: string): string {
  const name = incidentName(view);
  if (!botAlive)
    return `${name} is not ${goal}, and no bot has shown a sign of life for 10 s. Start one (${programOf(turn)} start), or add --work.`;
  if (turn.io.interrupted.aborted)
    return `You stopped watching; ${name} goes on. Watch again: ${programOf(turn)} wait ${name} --for ${goal}`;
  return `${name} is not ${goal} after ${timeout}. It goes on; what is wanted: ${programOf(turn)} status ${name}`;
}

/** On a screen the card, redrawn; elsewhere a line whenever something changed. The end is the verdict, or the answer as `status` gives it. */
function watcher(turn: Turn): { see(view: View): void; end(view: View): void } {
  const { json } = turn.globals();
  const live = json ? null : turn.io.screen.live;
  let before: View | null = null;
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    see(view) {
      const now = turn.io.clock.now().getTime();
      if (live === null) {
        const changes = renderChanges(before, view, json ? plainPageOf(turn) : pageOf(turn));
        if (json) turn.io.err(changes);
        else turn.io.out(changes);
      } else if (now - drawnAt >= drawEveryMs) {
        live.draw(renderLiveCard(view, pageOf(turn), live.rows()));
        drawnAt = now;
      }
      before = view;
    },
    end(view) {
      live?.clear();
      live?.done();
      answer(turn, view, () =>
        live === null ? renderCard(view, pageOf(turn)) : renderVerdict(view, pageOf(turn), live.rows() - rowsAfter),
      );
    },
  };
}
