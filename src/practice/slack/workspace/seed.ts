/** A workspace that people can begin in: the app installed, two channels with everybody of the team in them. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import { practiceTeam } from '../../people.ts';
import { addToChannel, createChannel } from './channels.ts';
import type { InstalledApp, Person } from './model.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

/** Of the company that the stranger is from. */
export const otherTeam = 'T0OTHERCO1';
const team = { id: practiceTeam, name: 'Practice', domain: 'practice' };

const firstChannels = [
  { name: 'general', purpose: 'Everybody is here.' },
  { name: 'security-alerts', purpose: 'What Staunch says to everybody who may know.' },
] as const;

/** Makes the workspace. Tokens that are not given are made up afresh. */
export function seedWorkspace(given: {
  clock: Clock;
  app?: Partial<InstalledApp>;
  /** Name of the app's bot user. */
  botName?: string;
  people?: readonly Person[];
}): Workspace {
  const app = { ...freshApp(), ...given.app };
  const name = given.botName ?? 'staunch';
  const bot = person({ id: app.botUser, name, realName: name[0]?.toUpperCase() + name.slice(1), email: null, bot: true });
  const people = given.people ?? defaultPeople;
  const workspace = createWorkspace({ clock: given.clock, team, app, people: [bot, ...people] });
  const members = people.filter(({ team: home, deleted }) => home === team.id && !deleted);
  for (const { name: channelName, purpose } of firstChannels) {
    const channel = createChannel(workspace, { name: channelName, kind: 'public', creator: members[0]?.id ?? app.botUser });
    channel.purpose = purpose;
    for (const { id } of [bot, ...members]) addToChannel(workspace, channel, id, null);
  }
  return workspace;
}

/** A member of the team, where nothing else is said. */
export function person(given: Pick<Person, 'id' | 'name' | 'realName'> & Partial<Person>): Person {
  return {
    timeZone: 'Europe/Berlin',
    team: team.id,
    email: `${given.name}@practice.example`,
    bot: false,
    restricted: false,
    ultraRestricted: false,
    stranger: false,
    deleted: false,
    ...given,
  };
}

/** Who is there when nobody is named: one on call, two who may approve, and three whose word must not count. */
export const defaultPeople: readonly Person[] = [
  person({ id: 'U0ONCALL01', name: 'mara', realName: 'Mara Lindqvist' }),
  person({ id: 'U0APPROVE1', name: 'tomas', realName: 'Tomas Okafor' }),
  person({ id: 'U0APPROVE2', name: 'yuki', realName: 'Yuki Brandt', timeZone: 'America/New_York' }),
  person({ id: 'U0GUEST001', name: 'gus', realName: 'Gus Guest', restricted: true }),
  person({ id: 'U0STRANGE1', name: 'stella', realName: 'Stella Stranger', team: otherTeam, stranger: true }),
  person({ id: 'U0GONE0001', name: 'dana', realName: 'Dana Departed', deleted: true }),
];

/** Ids stay, so that a configuration file keeps its meaning; tokens are made up at each start. */
function freshApp(): InstalledApp {
  const digits = () => String(randomBytes(6).readUIntBE(0, 6)).padStart(12, '0').slice(0, 12);
  return {
    id: 'A0PRACTICE',
    botId: 'B0PRACTICE',
    botUser: 'U0STAUNCH1',
    botToken: `xoxb-${digits()}-${digits()}-${randomBytes(12).toString('hex')}`,
    appToken: `xapp-1-A0PRACTICE-${digits()}-${randomBytes(32).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
    verificationToken: randomBytes(12).toString('hex'),
  };
}
