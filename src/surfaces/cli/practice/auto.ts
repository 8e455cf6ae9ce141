/** `start --auto`: the practice leak without a person. Takes the first plan and ends when the incident is contained. */
import type { Desk } from '../../../incident/desk.ts';
import type { View } from '../../../incident/view.ts';
import { jsonLine } from '../json-text.ts';
import { renderChanges } from '../render/changes.ts';
import { type Page, plainPaint } from '../render/page.ts';
import { exitCodes } from '../terminal-error.ts';
import type { TerminalIo } from '../terminal-io.ts';
import { approve, choices, declareLeak, type PracticeLeak } from './leak.ts';

/** A practice server on a slow machine answers well within this. */
const limitMs = 120_000;
const lookEveryMs = 100;

export type AutoRun = {
  desk: Desk;
  leak: PracticeLeak;
  io: TerminalIo;
  json: boolean;
  program: string;
  /** Writes the report and answers its absolute path. */
  report(view: View): Promise<string>;
};

export async function runAuto(run: AutoRun): Promise<number> {
  const { desk, leak, io } = run;
  const declared = await declareLeak(desk, leak, io.clock.now());
  const say = run.json ? io.err : io.out;
  const deadline = io.clock.now().getTime() + limitMs;
  let before: View | null = null;
  let view = declared;
  while (view.state === 'open' && io.clock.now().getTime() < deadline && !io.interrupted.aborted) {
    const [first] = choices(view);
    if (first !== undefined && view.gate?.nonce !== before?.gate?.nonce) await approve(desk, leak, view, first, io.clock.now());
    say(renderChanges(before, view, pageFor(run)));
    before = view;
    await io.sleep(lookEveryMs);
    view = (await desk.view(declared.incident)) ?? view;
  }
  say(renderChanges(before, view, pageFor(run)));
  const summary = summaryOf(view, await run.report(view));
  if (run.json) io.out(jsonLine(summary));
  else io.out(`${summary.contained ? `Contained after ${summary.seconds} s` : 'NOT contained'}. Report: ${summary.report}\n`);
  return summary.contained ? exitCodes.yes : exitCodes.no;
}

function summaryOf(view: View, report: string) {
  const cuts = view.credentials.flatMap((credential) =>
    credential.cutOffAt === null ? [] : [Date.parse(credential.cutOffAt)],
  );
  const seconds = cuts.length === 0 ? null : (Math.max(...cuts) - Date.parse(view.declaredAt)) / 1000;
  return {
    incident: view.incident,
    contained: view.state !== 'open',
    seconds,
    proofs: view.credentials.map(({ id, kind, proof }) => ({
      credential: id,
      kind,
      grade: proof.grade,
      before: proof.before?.result ?? null,
      after: proof.after?.result ?? null,
    })),
    report,
  };
}

function pageFor({ io, program }: AutoRun): Page {
  return { columns: io.screen.columns(), paint: plainPaint, now: io.clock.now(), program };
}
