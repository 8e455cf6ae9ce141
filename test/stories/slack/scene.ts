/** Where the stories in Slack play: the practice Slack, a real database with a leaked role, and the bot, all in this process. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type House, openHouse } from '../../../src/composition/house.ts';
import { withWorld } from '../../../src/composition/run-practice.ts';
import { type HousePerson, practiceSettings, type Settings } from '../../../src/composition/settings.ts';
import { type RunningSlack, startSlack } from '../../../src/composition/slack.ts';
import { startWeb } from '../../../src/composition/web.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { readEnvironment } from '../../../src/platform/config/environment.ts';
import { PracticeUnavailable } from '../../../src/practice/server.ts';
import type { FirstChannel } from '../../../src/practice/slack/first-channels.ts';
import { residents } from '../../../src/practice/slack/residents.ts';
import { type PracticeSlack, startPracticeSlack } from '../../../src/practice/slack/server.ts';
import { otherTeam, person } from '../../../src/practice/slack/workspace/seed.ts';
import { type PracticeWorld, startPractice } from '../../../src/practice/world.ts';
import { serverMissing } from '../../missing-servers.ts';
import { testEveryMs } from '../../practice/every-ms.ts';
import { type Line, openLine } from './line.ts';

/** Those of practice, and more whose clicks are put to the test. */
export const ids = {
  you: 'U0YOU00001',
  sam: 'U0SAM00001',
  ines: 'U0INES0001',
  gus: 'U0GUEST001',
  stella: 'U0STRANGE1',
  leaver: 'U0LEAVER01',
  passerby: 'U0PASSER01',
} as const;

const newcomers = [
  person({ id: ids.leaver, name: 'leaver', realName: 'Lea (leaves today)' }),
  person({ id: ids.passerby, name: 'passerby', realName: 'Pat (of no concern)' }),
];

const channels: FirstChannel[] = [
  { name: 'war-room', kind: 'private', members: [ids.you, ids.sam], withApp: true },
  { name: 'with-partner', kind: 'private', members: [ids.you, ids.sam, ids.ines], withApp: true, shared: true },
];

/** In staunch.yml as well, so that only what Slack says of them can keep them out. */
const alsoKnown: HousePerson[] = [
  known('gus', { user: ids.gus, team: 'T0PRACTICE' }),
  known('stella', { user: ids.stella, team: otherTeam }),
  known('leaver', { user: ids.leaver, team: 'T0PRACTICE' }),
];

function known(id: string, slack: NonNullable<HousePerson['slack']>): HousePerson {
  return { id, name: id, timezone: 'UTC', groups: ['on-call', 'approvers'], ssh: null, slack, login: null };
}

const silent = { info: () => undefined, warn: () => undefined };
const manifest = readFileSync(resolve(import.meta.dirname, '../../../manifest.yml'), 'utf8');

export type SlackScene = {
  slack: PracticeSlack;
  world: PracticeWorld;
  /** All calls of the bot go through it. */
  line: Line;
  folder: string;
  house(): House;
  /** Ends the bot's Slack side; `startBot` begins it anew. */
  stopBot(): Promise<void>;
  startBot(): Promise<void>;
  /** Ends the bot and its database, so that the rows can be read from outside. */
  closeHouse(): Promise<void>;
  stop(): Promise<void>;
};

/** Null where there is no PostgreSQL on this machine: the story must not be told. */
export async function openSlackScene(): Promise<SlackScene | null> {
  const folder = mkdtempSync(join(tmpdir(), 'staunch-slack-'));
  let world: PracticeWorld;
  try {
    world = await startPractice({ folder, clock: systemClock, log: silent, everyMs: testEveryMs });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!(error instanceof PracticeUnavailable)) throw error;
    serverMissing('the practice PostgreSQL', error.reason);
    return null;
  }
  const slack = await startPracticeSlack({
    port: 0,
    clock: systemClock,
    manifest,
    people: [...residents, ...newcomers],
    channels,
  });
  const base = withWorld(practiceSettings(folder), world);
  const settings: Settings = { ...base, people: [...base.people, ...alsoKnown] };
  const house = await openHouse(settings, readEnvironment({}), {
    command: 'a story',
    logTo: join(folder, 'staunch.log'),
  });
  await house.work();
  return furnished({ folder, world, slack, settings, house, line: await openLine(slack.api) });
}

async function furnished(parts: {
  folder: string;
  world: PracticeWorld;
  slack: PracticeSlack;
  settings: Settings;
  house: House;
  line: Line;
}): Promise<SlackScene> {
  const { folder, world, slack, settings, house, line } = parts;
  let running: RunningSlack | null = null;
  let closed: Promise<void> | null = null;
  const web = await startWeb(house, settings, () => running?.connection ?? null, { needed: true });
  const startBot = async () => {
    running = await startSlack(
      house,
      settings,
      {
        botToken: slack.botToken,
        transport: { type: 'socket', appToken: slack.appToken, connections: 2 },
        command: '/leak',
        team: slack.team.id,
        apiUrl: line.api,
      },
      { handInLink: web.handInLink, program: 'npx staunch' },
    );
  };
  const stopBot = async () => {
    await running?.stop();
    running = null;
  };
  const closeHouse = () => {
    closed ??= (async () => {
      await stopBot();
      await web.stop();
      await house.close();
    })();
    return closed;
  };
  await startBot();
  return {
    slack,
    world,
    line,
    folder,
    house: () => house,
    startBot,
    stopBot,
    closeHouse,
    async stop() {
      await closeHouse();
      await line.close();
      await slack.stop();
      await world.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
