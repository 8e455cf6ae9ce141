/** Slack, put together with the house: heard, answered, and told what happens. */
import { startPostman } from '../incident/posts/postman.ts';
import { readPlaces } from '../incident/rows/post-row.ts';
import { wishThatDeclared } from '../incident/wish-that-declared.ts';
import { createCarryOut } from '../surfaces/slack/act/carry-out.ts';
import { createScreens } from '../surfaces/slack/act/screens.ts';
import { createCall } from '../surfaces/slack/call/web-client.ts';
import { createPersonCheck } from '../surfaces/slack/check-person.ts';
import { connectSlack, type SlackConnection, surfaceName } from '../surfaces/slack/connect/connect-slack.ts';
import { createTell } from '../surfaces/slack/connect/tell-person.ts';
import type { TransportKind } from '../surfaces/slack/connect/transport.ts';
import type { MakeHandInLink } from '../surfaces/slack/deliver/delivery.ts';
import { permalink } from '../surfaces/slack/deliver/permalink.ts';
import { createHandle } from '../surfaces/slack/hear/handle.ts';
import { looksSecret } from '../surfaces/slack/hear/looks-secret.ts';
import { placeNames, readStanding } from '../surfaces/slack/refs.ts';
import type { Shown } from '../surfaces/slack/render/shown.ts';
import { slackSurface } from '../surfaces/slack/surface.ts';
import { declareKinds } from './declare-kinds.ts';
import { type House, placesFor } from './house.ts';
import type { HousePerson, Settings } from './settings.ts';

/** The tokens themselves, and where Slack is. */
export type SlackAccess = {
  botToken: string;
  transport: TransportKind;
  command: string;
  team: string | null;
  apiUrl: string | null;
};

export type RunningSlack = { connection: SlackConnection; stop(): Promise<void> };

/** What people are shown. `program`: as they type it, with where the data are. */
type SlackShows = { handInLink: MakeHandInLink; program: string };

/** What is in hand at the end may take this long; a container is given at least 10 s before it is killed. */
const drainMs = 4_000;

export async function startSlack(
  house: House,
  settings: Settings,
  access: SlackAccess,
  { handInLink, program }: SlackShows,
): Promise<RunningSlack> {
  const { desk, engine, log, redactor, record, bell } = house;
  const { db, clock, playbooks, sleep } = engine.work;
  const redact = redactor.text;
  const practice = settings.mode === 'practice';
  const shown = () => shownIn(settings.people, { practice, program, now: clock.now() });
  const call = createCall({ botToken: access.botToken, apiUrl: access.apiUrl, redact });
  const tell = createTell(call, log);
  let connection: SlackConnection | null = null;
  const team = () => connection?.identity()?.team ?? null;
  const checkPerson = createPersonCheck({ call, clock, people: settings.people, team, program });
  const linkTo = async (incident: string) => {
    const card = readStanding((await readPlaces(db.query, surfaceName, incident)).get(placeNames.card));
    return card === null ? null : permalink(call, card);
  };
  const kinds = () => declareKinds(house.kinds, placesFor(settings));
  const screens = createScreens({ call, desk, checkPerson, command: access.command, kinds, shown, linkTo });
  const handle = createHandle({
    command: access.command,
    kinds: () => kinds().map(({ name }) => name),
    looksSecret: (text) => looksSecret(text, redact),
    shown,
    screens,
  });
  const carryOut = createCarryOut({ desk, checkPerson, tell, shown, handInLink, linkTo });
  connection = await connectSlack({ ...access, call, handle, carryOut, redact, db, record, clock, log, program });
  const surface = slackSurface({
    call,
    people: settings.people,
    shown,
    redact,
    handInLink,
    declaredBy: (incident) => wishThatDeclared({ query: db.query, record }, surfaceName, incident),
    report: (incident) => desk.report(incident, { format: 'md', audience: 'internal' }),
  });
  const postman = startPostman({ db, clock, playbooks, log, sleep }, surface);
  const silent = bell.onRing(postman.wake);
  return {
    connection,
    async stop() {
      silent();
      await Promise.all([connection.stop(drainMs), postman.stop()]);
    },
  };
}

function shownIn(people: readonly HousePerson[], around: Pick<Shown, 'now' | 'practice' | 'program'>): Shown {
  const name = (id: string) => people.find((person) => person.id === id)?.name ?? id;
  return {
    ...around,
    name,
    mention(id) {
      const slack = people.find((person) => person.id === id)?.slack;
      return slack == null ? name(id) : `<@${slack.user}>`;
    },
  };
}
