import type { Command } from '../../../src/incident/command.ts';
import type { Desk, Sent, TimelineLine } from '../../../src/incident/desk.ts';
import type { View } from '../../../src/incident/view.ts';
import { runTerminal } from '../../../src/surfaces/cli/run-terminal.ts';
import type { OpenedDesk, TerminalComposition } from '../../../src/surfaces/cli/terminal-composition.ts';
import type { TerminalIo } from '../../../src/surfaces/cli/terminal-io.ts';
import { now, sampleView } from './sample-view.ts';

/** A desk in memory. `views` are what each look sees in turn; the last one stays. */
export type FakeDesk = Desk & { sent: Command[]; closed: boolean };

export function fakeDesk(given: {
  views?: View[];
  answer?: (command: Command) => Sent;
  timeline?: TimelineLine[];
  report?: string | null;
  bundle?: string | null;
}): FakeDesk {
  const views = given.views ?? [sampleView()];
  let looks = 0;
  const current = (): View => views[Math.min(looks, views.length - 1)] ?? sampleView();
  const desk: FakeDesk = {
    sent: [],
    closed: false,
    async send(command) {
      desk.sent.push(command);
      return given.answer?.(command) ?? { ok: true, view: current() };
    },
    find: async (reference) => (['7', 'INC-7', current().incident].includes(reference) ? current().incident : null),
    async view() {
      const seen = current();
      looks += 1;
      return seen;
    },
    list: async () => views,
    timeline: async () => given.timeline ?? [],
    report: async () => (given.report === undefined ? '# Report\n' : given.report),
    bundle: async () => given.bundle ?? null,
    stop: async ({ provider, reason, actor }) => ({
      ok: true,
      brake: { provider, reason, by: actor.person ?? 'nobody', at: now.toISOString() },
      already: false,
    }),
    resume: async ({ actor }) => ({ ok: true, by: actor.person ?? 'nobody', at: now.toISOString(), left: [] }),
    brakes: async () => current().stopped,
    budget: async () => ({ used: 3, perHour: 20, left: 17, freeAt: null, raised: null }),
    raiseBudget: async ({ perHour, forMs, reason, actor }) => {
      const until = new Date(now.getTime() + forMs).toISOString();
      const raised = { perHour, until, by: actor.person ?? 'nobody', reason };
      return { ok: true, budget: { used: 20, perHour, left: perHour - 20, freeAt: null, raised } };
    },
    async close() {
      desk.closed = true;
    },
  };
  return desk;
}

export type Ran = {
  code: number;
  out: string;
  err: string;
  json(): Record<string, unknown>;
  lines(): Record<string, unknown>[];
  finished: number;
  slept: number;
};

export type Setting = {
  desk?: Desk;
  stdin?: string | Uint8Array;
  keyboard?: string;
  botAlive?: boolean;
  left?: string;
  live?: string[];
  columns?: number;
  composition?: Partial<TerminalComposition>;
  /** Somebody else's time; it passes when the terminal sleeps. */
  time?: { now(): Date; pass(ms: number): Promise<void> };
  /** Aborted: Ctrl-C was typed. */
  interrupted?: AbortSignal;
};

/** Types one command line at a terminal whose time only moves when it sleeps. */
export async function type(argv: string[], setting: Setting = {}): Promise<Ran> {
  const ran = { out: '', err: '', finished: 0, slept: 0 };
  const io: TerminalIo = {
    out: (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    input: {
      keyboard: setting.keyboard !== undefined,
      async *bytes() {
        yield Buffer.from(setting.stdin ?? '');
      },
      askHidden: async () => setting.keyboard ?? '',
    },
    screen: {
      columns: () => setting.columns ?? 100,
      colour: false,
      live:
        setting.live === undefined
          ? null
          : { rows: () => 40, draw: (frame) => setting.live?.push(frame), clear: () => undefined, done: () => undefined },
    },
    clock: setting.time ?? { now: () => new Date(now.getTime() + ran.slept) },
    sleep: async (ms) => {
      ran.slept += ms;
      await setting.time?.pass(ms);
    },
    interrupted: setting.interrupted ?? new AbortController().signal,
  };
  const opened = (): OpenedDesk => ({
    desk: setting.desk ?? fakeDesk({}),
    botAlive: setting.botAlive ?? true,
    finish: async () => {
      ran.finished += 1;
      return setting.left ?? null;
    },
  });
  const composition: TerminalComposition = {
    version: '0.1.0',
    program: 'npx staunch',
    account: 'ana-login',
    person: null,
    kinds: () => [
      { name: 'postgres-password', title: 'Password of a PostgreSQL role', locator: ['target', 'role'], optional: [] },
    ],
    people: async () => [
      { id: 'ana', name: 'Ana', login: 'ana-login', ssh: null },
      { id: 'ben', name: 'Ben', login: null, ssh: null },
    ],
    openDesk: async () => opened(),
    start: async () => 0,
    checkConfig: async () => [],
    lintPlaybook: async () => [],
    drawPlaybook: async () => 'flowchart TD\n',
    walkPlaybook: async () => ({ states: 1, transitions: 1, paths: 1, seconds: 0, faults: [], notWalked: [] }),
    listKinds: async () => [],
    checkService: async () => ({ findings: [], offers: [] }),
    tryCredential: async () => {
      throw new Error('Nothing is tried here.');
    },
    practiceSlack: async () => {
      throw new Error('Nothing is served here.');
    },
    ...setting.composition,
  };
  const code = await runTerminal(argv, io, composition);
  const lines = (): Record<string, unknown>[] =>
    ran.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return { ...ran, code, lines, json: () => lines()[0] ?? {} };
}
