/** `start` with a configuration: the bot, until it is told to end. */
import { join } from 'node:path';
import type { Environment } from '../platform/config/environment.ts';
import { startedWords } from '../surfaces/cli/started-words.ts';
import type { StartOptions } from '../surfaces/cli/terminal-composition.ts';
import { exitCodes, TerminalError } from '../surfaces/cli/terminal-error.ts';
import type { TerminalIo } from '../surfaces/cli/terminal-io.ts';
import { type House, openHouse } from './house.ts';
import { program } from './program.ts';
import type { Settings } from './settings.ts';
import { type RunningSlack, startSlack } from './slack.ts';
import { slackAccess } from './slack-access.ts';
import { startWeb } from './web.ts';

export async function runBot(
  settings: Settings,
  environment: Environment,
  options: StartOptions,
  io: TerminalIo,
): Promise<number> {
  if (options.auto)
    throw new TerminalError('usage', '--auto decides without a person: it exists in practice only. Add --practice.');
  // JSON lines are for whoever collects them; a person at a terminal is told in words, and where the lines are.
  const logFile = process.stderr.isTTY === true ? join(settings.folder, 'staunch.log') : null;
  const house = await openHouse(settings, environment, { command: 'staunch start', logTo: logFile ?? 2 });
  try {
    await serve(house, settings, io, logFile);
  } finally {
    await house.close();
  }
  return exitCodes.yes;
}

async function serve(house: House, settings: Settings, io: TerminalIo, logFile: string | null): Promise<void> {
  const { place } = house.engine.work.db;
  if (settings.databaseUrl === null) {
    house.log.warn(
      { place },
      'the embedded database serves one process and does not survive a power cut: set DATABASE_URL for real use',
    );
  }
  await house.work();
  const surfaces = await openSurfaces(house, settings);
  try {
    const { targets, people } = settings;
    house.log.info({ place, targets: [...targets.keys()], people: people.length }, 'Staunch is running');
    const embedded = logFile !== null && settings.databaseUrl === null;
    io.err(startedWords({ embedded, logFile, program, ...surfaces.state() }));
    await new Promise<void>((resolve) => {
      if (io.interrupted.aborted) resolve();
      io.interrupted.addEventListener('abort', () => resolve(), { once: true });
      // Nothing else may keep the process: timers of an idle bot come and go.
    });
    house.log.info({}, 'Staunch ends: nothing new is begun');
  } finally {
    await surfaces.stop();
  }
}

/** The listener first: what is said in Slack may link to it. */
async function openSurfaces(house: House, settings: Settings) {
  let slack: RunningSlack | null = null;
  const needed = settings.slack?.transport.type === 'http';
  const web = await startWeb(house, settings, () => slack?.connection ?? null, { needed });
  try {
    if (settings.slack !== null) {
      slack = await startSlack(house, settings, await slackAccess(settings.slack, settings, house), {
        handInLink: web.handInLink,
        program,
      });
    }
  } catch (error) {
    await web.stop();
    throw error;
  }
  return {
    state: () => ({
      page: web.web?.origin ?? null,
      slack: slack === null ? null : { trouble: slack.connection.state().trouble },
    }),
    async stop() {
      await slack?.stop();
      await web.stop();
    },
  };
}
