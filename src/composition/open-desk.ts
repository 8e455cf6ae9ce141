/** The desk for one command: a running bot's, or one of our own that works until nothing is due. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { workUntilQuiet } from '../incident/bot.ts';
import type { Desk } from '../incident/desk.ts';
import { anyBotSince } from '../incident/rows/bot-row.ts';
import type { Environment } from '../platform/config/environment.ts';
import { FolderLocked, readHolder } from '../platform/db/lock.ts';
import { leftToDo } from '../surfaces/cli/left-to-do.ts';
import { connectDesk } from '../surfaces/cli/socket/connect-desk.ts';
import type { OpenedDesk, Place } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';
import { inTerminalWords, plainSpoken } from './failure.ts';
import { type House, openHouse } from './house.ts';
import { program } from './program.ts';
import { readSettings, type Settings } from './settings.ts';

/** A bot that was not seen for this long is taken for gone. */
const heartbeatLimitMs = 10_000;
/** A command stays as long as something is due this soon. */
const graceMs = 5_000;
/** A bot that just started has its lock before its socket. */
const startingMs = 15_000;
const lookAgainMs = 200;

export async function openDesk(
  place: Place & { work: boolean; idle?: boolean; opens?: boolean },
  environment: Environment,
): Promise<OpenedDesk> {
  const settings = readSettings(place, environment, false);
  if (settings.databaseUrl !== null) return sharedDesk(settings, environment, place);
  return embeddedDesk(settings, environment, place, Date.now() + startingMs);
}

/** The running bot's desk, or one of our own; whoever takes the folder between two looks is asked at the next. */
async function embeddedDesk(
  settings: Settings,
  environment: Environment,
  place: { idle?: boolean; opens?: boolean },
  giveUpAt: number,
): Promise<OpenedDesk> {
  const running = await runningDesk(settings.folder, giveUpAt);
  if (running !== null) return { desk: running, botAlive: true, finish: () => running.close().then(() => null) };
  if (place.opens !== true && !existsSync(join(settings.folder, 'database'))) throw noRecord(settings.folder);
  const house = await ownHouse(settings, environment, giveUpAt);
  if (house === null) return embeddedDesk(settings, environment, place, giveUpAt);
  return orClosed(house, async () => {
    if (place.idle !== true) await house.work();
    return { desk: plainSpoken(house.desk), botAlive: true, finish: () => inTerminalWords(() => finish(house, true)) };
  });
}

/** Null when somebody else took the folder since we looked, and there is still time to ask them instead. */
async function ownHouse(settings: Settings, environment: Environment, giveUpAt: number): Promise<House | null> {
  try {
    return await openHouse(settings, environment, { command: 'a command', logTo: join(settings.folder, 'staunch.log') });
  } catch (error) {
    if (!(error instanceof FolderLocked) || Date.now() >= giveUpAt) throw error;
    await delay(lookAgainMs);
    return null;
  }
}

/** Whoever mistypes the folder at night must not be told that there is no incident. */
const noRecord = (folder: string) =>
  new TerminalError(
    'missing',
    `There is no record in ${folder}: nothing was ever declared or started there. If it is elsewhere, name that folder with --data.`,
  );

/** On PostgreSQL a command only dispatches; the bots do the work, unless this one is told to. */
async function sharedDesk(
  settings: Settings,
  environment: Environment,
  { work, idle = false }: { work: boolean; idle?: boolean },
): Promise<OpenedDesk> {
  const house = await openHouse(settings, environment, { command: 'a command', logTo: 2 });
  return orClosed(house, async () => {
    if (work && !idle) await house.work();
    const { db, clock } = house.engine.work;
    const botAlive = work || (await anyBotSince(db.query, new Date(clock.now().getTime() - heartbeatLimitMs)));
    const ended = () => (work ? finish(house, false) : house.close().then(() => null));
    return { desk: plainSpoken(house.desk), botAlive, finish: () => inTerminalWords(ended) };
  });
}

/** An open connection would keep a command that failed from ending. */
async function orClosed<T>(house: House, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await house.close().catch(() => undefined);
    throw error;
  }
}

/** The desk of whoever holds the folder now; null when nobody does. */
async function runningDesk(folder: string, giveUpAt: number): Promise<Desk | null> {
  for (;;) {
    const socket = readHolder(folder)?.socket ?? null;
    if (socket === null) return null;
    try {
      return await connectDesk(socket);
    } catch (error) {
      if (Date.now() >= giveUpAt) throw error;
      await delay(lookAgainMs);
    }
  }
}

/** `alone`: the embedded database, where nobody else can be at work. */
async function finish(house: House, alone: boolean): Promise<string | null> {
  try {
    const { count, next } = await workUntilQuiet(house.engine.work, await house.work(), graceMs);
    return next === null ? null : leftToDo({ count, next }, house.engine.work.clock.now(), program, alone);
  } finally {
    await house.close();
  }
}
