/** The practice leak with a person: attacker against shop, one key to press, and what it did. */
import type { Desk } from '../../../incident/desk.ts';
import type { View } from '../../../incident/view.ts';
import type { Keys } from '../input/keys.ts';
import { renderChanges } from '../render/changes.ts';
import { incidentName } from '../render/command-line.ts';
import { colourPaint, type Page, pageColumns, plainPaint } from '../render/page.ts';
import { type PracticeFrame, renderPractice, type Ticker } from '../render/practice.ts';
import { exitCodes } from '../terminal-error.ts';
import type { TerminalIo } from '../terminal-io.ts';
import { approve, choices, declareLeak, type PracticeLeak } from './leak.ts';

const drawEveryMs = 250;

export type Watch = {
  desk: Desk;
  leak: PracticeLeak;
  io: TerminalIo;
  program: string;
  /** What attacker and shop last did. */
  tickers(): Ticker[];
  /** Null where there is no keyboard: then the answer comes from another terminal. */
  keys: Keys | null;
  report(view: View): Promise<string>;
};

/** What the last key did, and the asking (its nonce) that it was said to. */
type Said = { text: string; nonce: string | null };
type Shown = { view: View; said: Said | null; report: string | null };

/** Runs until the person leaves (q, Ctrl-C) or the process is told to end. */
export async function watchPractice(watch: Watch): Promise<number> {
  const { desk, leak, io } = watch;
  const shown: Shown = { view: await declareLeak(desk, leak, io.clock.now()), said: null, report: null };
  const leaving = new AbortController();
  const signal = AbortSignal.any([leaving.signal, io.interrupted]);
  const answering = answerKeys(watch, shown, signal).finally(() => leaving.abort());
  let before: View | null = null;
  while (!signal.aborted) {
    shown.view = (await desk.view(shown.view.incident)) ?? shown.view;
    if (isStale(shown, before)) shown.said = null;
    if (shown.view.state === 'open') shown.report = null;
    else shown.report ??= await watch.report(shown.view);
    draw(watch, shown, before);
    before = shown.view;
    await Promise.race([io.sleep(drawEveryMs), aborted(signal)]);
  }
  await answering;
  io.screen.live?.done();
  return exitCodes.yes;
}

/** A cut that was taken back, and an asking that came anew, leave nothing of what was said before. */
function isStale({ view, said }: Shown, before: View | null): boolean {
  if (said === null || view.state !== 'open') return false;
  const takenBack = before !== null && before.state !== 'open';
  return takenBack || (view.gate !== null && view.gate.nonce !== said.nonce);
}

async function answerKeys({ keys, desk, leak, io }: Watch, shown: Shown, signal: AbortSignal): Promise<void> {
  if (keys === null) return aborted(signal);
  while (!signal.aborted) {
    const key = await keys.next(signal);
    if (key === null || key === 'q') return;
    const plan = choices(shown.view)[Number(key) - 1];
    if (plan === undefined) continue;
    const asked = shown.view.gate?.nonce ?? null;
    const sent = await approve(desk, leak, shown.view, plan, io.clock.now());
    if (sent.ok) {
      shown.said = { text: `You said yes to: ${plan.title}`, nonce: asked };
      shown.view = sent.view;
    } else {
      // The asking may be another by now: the refusal stays until that one is over.
      shown.view = (await desk.view(shown.view.incident)) ?? shown.view;
      shown.said = { text: sent.refusal.message, nonce: shown.view.gate?.nonce ?? asked };
    }
  }
}

/** On a screen the whole frame, drawn over; elsewhere what changed, with the command that would answer. */
function draw(watch: Watch, shown: Shown, before: View | null): void {
  const { io } = watch;
  const page = pageFor(watch);
  if (io.screen.live === null) {
    io.out(renderChanges(before, shown.view, page));
    return;
  }
  const frame: PracticeFrame = {
    view: shown.view,
    message: shown.said?.text ?? null,
    report: shown.report,
    tickers: watch.tickers(),
    remains: shown.view.state !== 'contained' ? [] : remaining(shown.view, watch.program),
  };
  io.screen.live.draw(renderPractice(frame, page, io.screen.live.rows()));
}

function remaining(view: View, program: string): string[] {
  const titles = view.stages.flatMap((stage) => stage.steps).filter((step) => step.by === 'person' && step.state === 'waiting');
  const undo = view.credentials.find((credential) => credential.undo !== null);
  return [
    ...titles.map((step) => step.title),
    ...(undo === undefined
      ? []
      : [`Take it back, in another terminal: ${program} undo ${incidentName(view)} --credential ${undo.id} --as you`]),
  ];
}

function pageFor({ io, program }: Watch): Page {
  const { colour, columns, live } = io.screen;
  return {
    columns: pageColumns(columns()),
    paint: colour && live !== null ? colourPaint : plainPaint,
    now: io.clock.now(),
    program,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
