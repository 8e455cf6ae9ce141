/** Stays with a countdown until it is over: whoever acts alone sees it run, and how it ends. */
import type { PlanView, View } from '../../incident/view.ts';
import { viewOf } from './at-desk.ts';
import { poll } from './poll.ts';
import { countdownLine, stopCommand } from './render/alone.ts';
import { incidentName } from './render/command-line.ts';
import type { OpenedDesk } from './terminal-composition.ts';
import { pageOf, plainPageOf, programOf, type Turn, tell } from './turn.ts';

const lookEveryMs = 250;
/** Where no screen is redrawn. */
const lineEveryMs = 10_000;
/** A countdown that is over is acted upon by a bot: it may be busy for this long. */
const lateMs = 30_000;

/** The plan as it stands when the countdown is over, or `waiting` where nobody stayed until then. */
export async function seeThrough(turn: Turn, { desk, botAlive }: OpenedDesk, started: View, plan: PlanView): Promise<PlanView> {
  const alone = started.gate?.alone ?? null;
  if (started.gate === null || alone === null) return standing(started, plan);
  const { nonce } = started.gate;
  tell(turn, `Everybody is told. Anyone ends it with: ${stopCommand(started, alone, plainPageOf(turn))}`);
  if (!botAlive) return standing(started, plan);
  const show = shower(turn);
  const limitMs = new Date(alone.until).getTime() - turn.io.clock.now().getTime() + lateMs;
  const asked = { desk, incident: started.incident, everyMs: lookEveryMs, limitMs };
  const over = await poll(turn, asked, (view) => {
    const running = view.gate?.nonce === nonce ? view.gate.alone : null;
    if (running === null) return view;
    show.see(view, running);
    return null;
  });
  show.end();
  const view = over ?? (await viewOf(desk, started.incident));
  if (over === null) tell(turn, left(turn, view));
  const now = standing(view, plan);
  // The same plan on offer again is another asking: this one brought no answer.
  return over !== null && now.state === 'waiting' ? { ...now, state: 'expired' } : now;
}

const standing = (view: View, plan: PlanView): PlanView => view.plans.find(({ hash }) => hash === plan.hash) ?? plan;

function left(turn: Turn, view: View): string {
  const look = `${programOf(turn)} status ${incidentName(view)}`;
  return turn.io.interrupted.aborted
    ? `You stopped watching; the countdown goes on. How it ends: ${look}`
    : `The countdown is over, but no bot has acted upon it yet. Look: ${look}`;
}

type Running = NonNullable<NonNullable<View['gate']>['alone']>;

/** On a screen one line that counts down, elsewhere a line every 10 s, on standard error. */
function shower(turn: Turn): { see(view: View, alone: Running): void; end(): void } {
  const live = turn.globals().json ? null : turn.io.screen.live;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    see(view, alone) {
      if (live !== null) return live.draw(countdownLine(view, alone, pageOf(turn)));
      const now = turn.io.clock.now().getTime();
      if (now - toldAt < lineEveryMs) return;
      tell(turn, countdownLine(view, alone, plainPageOf(turn)));
      toldAt = now;
    },
    end() {
      live?.clear();
      live?.done();
    },
  };
}
