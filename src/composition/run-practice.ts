/** `start` in practice: a real PostgreSQL, an attacker, a shop, and a leak to end. */
import { join } from 'node:path';
import { abandonPractice } from '../incident/abandon.ts';
import type { View } from '../incident/view.ts';
import { systemClock } from '../platform/clock.ts';
import type { Environment } from '../platform/config/environment.ts';
import { ensureDataFolder } from '../platform/folder.ts';
import { createLog } from '../platform/log/log.ts';
import { createRedactor } from '../platform/redact/redactor.ts';
import { type PracticeWorld, startPractice } from '../practice/world.ts';
import { type Keys, readKeys } from '../surfaces/cli/input/keys.ts';
import { runAuto } from '../surfaces/cli/practice/auto.ts';
import type { PracticeLeak } from '../surfaces/cli/practice/leak.ts';
import { watchPractice } from '../surfaces/cli/practice/watch.ts';
import type { StartOptions } from '../surfaces/cli/terminal-composition.ts';
import type { TerminalIo } from '../surfaces/cli/terminal-io.ts';
import { publicKeyFile } from './evidence-files.ts';
import { type House, openHouse } from './house.ts';
import { tickersOf } from './practice-aside.ts';
import type { Settings } from './settings.ts';

export type PracticeStart = {
  settings: Settings;
  environment: Environment;
  options: StartOptions;
  io: TerminalIo;
  program: string;
  account: string;
};

export async function runPractice(start: PracticeStart): Promise<number> {
  const { settings, options, io } = start;
  ensureDataFolder(settings.folder);
  const logTo = join(settings.folder, 'staunch.log');
  if (!options.json) io.err('PRACTICE: starting a database, an attacker and a shop …\n');
  const redactor = createRedactor();
  const log = createLog({ destination: logTo, level: 'info', redactor });
  // Both take seconds and know nothing of each other: the world first, since the house needs its target.
  const world = await startPractice({ folder: settings.folder, clock: systemClock, log });
  try {
    const house = await openHouse(withWorld(settings, world), start.environment, {
      command: 'staunch start --practice',
      logTo,
    });
    try {
      await abandonPractice(house.engine.work);
      await house.work();
      return await lead(start, world, house);
    } finally {
      await house.close();
    }
  } finally {
    await world.stop();
  }
}

async function lead(start: PracticeStart, world: PracticeWorld, house: House): Promise<number> {
  const { options, io } = start;
  const program = programWith(start);
  const common = {
    desk: house.desk,
    leak: leakOf(world, start.account),
    io,
    program,
    report: (view: View) => house.report(view.incident, view.number),
  };
  if (options.auto) {
    const bundle = (view: View) => house.bundle(view.incident, view.number);
    return runAuto({ ...common, json: options.json, bundle, publicKey: publicKeyFile(start.settings.folder) });
  }
  const keys: Keys | null = io.input.keyboard && io.screen.live !== null ? readKeys(process.stdin) : null;
  try {
    return await watchPractice({ ...common, keys, tickers: () => tickersOf(world.latest()) });
  } finally {
    keys?.close();
  }
}

/** How commands are typed that find this practice again. */
export const programWith = ({ program, options }: PracticeStart): string =>
  `${program}${options.data === null ? '' : ` --data ${options.data}`}`;

/** Nobody waits twenty seconds for a trial; long enough to be read. */
const practiceDrainMs = 2_000;

/** The configuration that a person would have written for this server. */
export function withWorld(settings: Settings, { target, leaked, twin, sink }: PracticeWorld): Settings {
  const { name, host, port, database, adminUser, adminPassword } = target;
  const admin = { user: adminUser, password: () => adminPassword };
  const sinks = { [leaked.role]: { ...sink, format: 'json' } } as const;
  const twins = { [leaked.role]: twin };
  const entry = {
    name,
    host,
    port,
    database,
    tls: 'off',
    admin,
    reader: null,
    sinks,
    twins,
    drainMs: practiceDrainMs,
    concurrency: 8,
  } as const;
  return { ...settings, targets: new Map([[name, entry]]), secrets: [...settings.secrets, adminPassword] };
}

function leakOf({ leaked }: PracticeWorld, account: string): PracticeLeak {
  return {
    kind: 'postgres-password',
    locator: { target: leaked.target, role: leaked.role },
    value: leaked.value,
    exposedSince: leaked.since,
    title: 'The password of the shop was pushed to a public repository',
    finder: 'scanner',
    decider: 'you',
    account,
  };
}
