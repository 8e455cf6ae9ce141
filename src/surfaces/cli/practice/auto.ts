/** `start --auto`: the practice leak without a person. Takes the first plan and ends when the incident is contained. */
import type { Desk } from '../../../incident/desk.ts';
import type { View } from '../../../incident/view.ts';
import { jsonLine } from '../json-text.ts';
import { renderChanges } from '../render/changes.ts';
import { shellWord } from '../render/command-line.ts';
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
  /** Exports the record and answers the absolute path of the bundle. */
  bundle(view: View): Promise<string>;
  /** Absolute path of the public half of the key that signs it. */
  publicKey: string;
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
  const files = { report: await run.report(view), bundle: await run.bundle(view), publicKey: run.publicKey };
  const summary = summaryOf(view, files);
  if (run.json) io.out(jsonLine(summary));
  else io.out(`${summary.contained ? `Contained after ${summary.seconds} s` : 'NOT contained'}.\n${filesText(run, files)}`);
  return summary.contained ? exitCodes.yes : exitCodes.no;
}

type Files = { report: string; bundle: string; publicKey: string };

function filesText({ program }: AutoRun, { report, bundle, publicKey }: Files): string {
  const check = `${program} verify ${shellWord(bundle)} --key ${shellWord(publicKey)}`;
  return `Report: ${report}\nBundle: ${bundle}\nAnybody can check it: ${check}\n`;
}

function summaryOf(view: View, files: Files) {
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
    ...files,
  };
}

function pageFor({ io, program }: AutoRun): Page {
  return { columns: io.screen.columns(), paint: plainPaint, now: io.clock.now(), program };
}
