/** `start` in practice: the page first, so that there is something to look at; then everything behind it. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { abandonPractice } from '../incident/abandon.ts';
import { forgetSurface } from '../incident/rows/post-row.ts';
import type { View } from '../incident/view.ts';
import { systemClock } from '../platform/clock.ts';
import { ensureDataFolder } from '../platform/folder.ts';
import { createLog, type Log } from '../platform/log/log.ts';
import { createRedactor } from '../platform/redact/redactor.ts';
import { PortUnavailable } from '../practice/slack/http/listen.ts';
import type { Done } from '../practice/slack/page/protocol.ts';
import { residents } from '../practice/slack/residents.ts';
import { type PracticeSlack, startPracticeSlack } from '../practice/slack/server.ts';
import { type PracticeWorld, startPractice } from '../practice/world.ts';
import { jsonLine } from '../surfaces/cli/json-text.ts';
import { exitCodes } from '../surfaces/cli/terminal-error.ts';
import { surfaceName } from '../surfaces/slack/connect/connect-slack.ts';
import { type House, openHouse } from './house.ts';
import { type AsideState, asideOf } from './practice-aside.ts';
import { tamper } from './practice-tamper.ts';
import { type PracticeStart, programWith, withWorld } from './run-practice.ts';
import { startSlack } from './slack.ts';
import { startWeb } from './web.ts';

const manifestFile = resolve(import.meta.dirname, '../../manifest.yml');
/** Where it is looked for first, so that a tab that is left open finds it again. */
const usualPort = 8_490;

type Stage = { state: AsideState; house: House | null; changed(): void };

export async function runPracticePage(start: PracticeStart): Promise<number> {
  const { settings, options, io } = start;
  ensureDataFolder(settings.folder);
  const log = createLog({ destination: join(settings.folder, 'staunch.log'), level: 'info', redactor: createRedactor() });
  const stage: Stage = { state: beginning, house: null, changed: () => undefined };
  const slack = await openPage(stage, settings, log);
  stage.changed = slack.asideChanged;
  if (options.json) io.out(jsonLine({ url: slack.url }));
  else io.err(`PRACTICE: open ${slack.url} in a browser. Everything in it is made up; Ctrl-C ends it.\n`);
  try {
    const world = await startPractice({ folder: settings.folder, clock: systemClock, log });
    try {
      await behindThePage(start, { stage, slack, world });
    } finally {
      await world.stop();
    }
  } finally {
    await slack.stop();
  }
  return exitCodes.yes;
}

const beginning: AsideState = {
  starting: 'Starting a real database, a shop that uses it, and an attacker who has its password …',
  world: null,
  leaked: null,
  view: null,
  skipped: false,
  tampering: false,
  tampered: null,
};

async function openPage(stage: Stage, settings: PracticeStart['settings'], log: Log): Promise<PracticeSlack> {
  const parts = {
    clock: systemClock,
    manifest: readFileSync(manifestFile, 'utf8'),
    people: residents,
    aside: { show: () => asideOf(stage.state), press: (button: string) => press(stage, settings, button) },
    log: (sentence: string) => log.error({}, sentence),
  };
  try {
    return await startPracticeSlack({ ...parts, port: usualPort });
  } catch (error) {
    if (!(error instanceof PortUnavailable)) throw error;
    return startPracticeSlack({ ...parts, port: 0 });
  }
}

async function behindThePage(
  start: PracticeStart,
  { stage, slack, world }: { stage: Stage; slack: PracticeSlack; world: PracticeWorld },
) {
  const settings = withWorld(start.settings, world);
  show(stage, { world: world.latest(), leaked: world.leaked, starting: 'Opening the record …' });
  const stopWatching = world.onEvent(() => show(stage, { world: world.latest() }));
  const house = await openHouse(settings, start.environment, {
    command: 'staunch start --practice',
    logTo: join(settings.folder, 'staunch.log'),
  });
  stage.house = house;
  try {
    await abandonPractice(house.engine.work);
    // The workspace is new at each start: nothing of an earlier one can be found in it.
    await forgetSurface(house.engine.work.db.query, surfaceName);
    await house.work();
    await inSlack(start, { stage, slack, house, settings });
  } finally {
    stopWatching();
    await house.close();
  }
}

async function inSlack(
  start: PracticeStart,
  { stage, slack, house, settings }: { stage: Stage; slack: PracticeSlack; house: House; settings: PracticeStart['settings'] },
): Promise<void> {
  let running: Awaited<ReturnType<typeof startSlack>> | null = null;
  const web = await startWeb(house, settings, () => running?.connection ?? null, { needed: false });
  try {
    const access = {
      botToken: slack.botToken,
      transport: { type: 'socket', appToken: slack.appToken, connections: 2 },
      command: '/leak',
      team: slack.team.id,
      apiUrl: slack.api,
    } as const;
    running = await startSlack(house, settings, access, { handInLink: web.handInLink, program: programWith(start) });
    show(stage, { starting: null });
    const silent = house.bell.onRing(() => void follow(stage, house));
    await ended(start.io.interrupted);
    silent();
  } finally {
    await running?.stop();
    await web.stop();
  }
}

/** The last practice incident that is not over is what the tour is about. */
async function follow(stage: Stage, house: House): Promise<void> {
  const view = await lastIncident(house);
  if (view !== null) show(stage, { view });
}

async function lastIncident({ desk }: House): Promise<View | null> {
  const all = await desk.list();
  return all.findLast(({ closed }) => closed === null || closed.by !== null) ?? null;
}

function show(stage: Stage, news: Partial<AsideState>): void {
  stage.state = { ...stage.state, ...news };
  stage.changed();
}

async function press(stage: Stage, settings: PracticeStart['settings'], button: string): Promise<Done> {
  if (button === 'skip-tour') {
    show(stage, { skipped: true });
    return { ok: true };
  }
  const { house } = stage;
  const { view, tampering } = stage.state;
  if (button !== 'tamper' || house === null || view === null || tampering)
    return { ok: false, error: 'That cannot be done now.' };
  show(stage, { tampering: true });
  try {
    show(stage, { tampered: await tamper(house, settings, view.incident, view.number) });
    return { ok: true };
  } finally {
    show(stage, { tampering: false });
  }
}

function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((end) => signal.addEventListener('abort', () => end(), { once: true }));
}
