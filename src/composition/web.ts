/** The bot's own listener, put together with the house. */
import { peekHandInLink, redeemHandInLink } from '../incident/hand-in-link.ts';
import { readBacklog } from '../incident/rows/backlog-row.ts';
import type { SlackConnection } from '../surfaces/slack/connect/connect-slack.ts';
import type { MakeHandInLink } from '../surfaces/slack/deliver/delivery.ts';
import { handInLinks } from '../surfaces/web/hand-in-links.ts';
import { ListenError, serveWeb, type Web } from '../surfaces/web/serve-web.ts';
import type { House } from './house.ts';
import { program } from './program.ts';
import type { Settings } from './settings.ts';

export type RunningWeb = {
  /** Null where there is no listener: its port was taken. */
  web: Web | null;
  handInLink: MakeHandInLink;
  stop(): Promise<void>;
};

/**
 * `slack` is asked anew each time: it is connected after this. Without its port the bot goes on and says so: incidents do not wait
 * for a page. Throws ListenError where `needed`: Slack calls this listener.
 */
export async function startWeb(
  house: House,
  settings: Settings,
  slack: () => SlackConnection | null,
  { needed }: { needed: boolean },
): Promise<RunningWeb> {
  try {
    const web = await serve(house, settings, slack);
    const { db, clock } = house.engine.work;
    const links = handInLinks({ db, clock, origin: web.origin });
    return { web, handInLink: links.make, stop: web.stop };
  } catch (error) {
    if (needed || !(error instanceof ListenError)) throw error;
    house.log.error({ error: error.message }, 'the listener could not start: values are handed in at the terminal only');
    return { web: null, handInLink: () => Promise.resolve(null), stop: () => Promise.resolve() };
  }
}

function serve(house: House, settings: Settings, slack: () => SlackConnection | null): Promise<Web> {
  const { desk, log } = house;
  const { db, clock } = house.engine.work;
  const people = new Map(settings.people.map((person) => [person.id, person]));
  return serveWeb({
    listen: settings.listen,
    links: {
      peek: (token) => peekHandInLink({ db, clock }, token),
      redeem: (token, given) => redeemHandInLink({ db, clock, desk }, token, given),
    },
    reader: (id) => ({ name: people.get(id)?.name ?? id, timezone: people.get(id)?.timezone ?? 'UTC' }),
    practice: settings.mode === 'practice',
    program,
    log,
    clock,
    health: {
      database: () => db.query('select 1'),
      bot: () => true,
      slack: () => (slack() === null ? null : (slack()?.state().since ?? null) === null ? 'away' : 'connected'),
    },
    metrics: {
      backlog: () => readBacklog(db.query, clock.now()),
      slack: () => {
        const state = slack()?.state();
        return state === undefined ? null : { ...state.connections, ack: state.ackMs };
      },
    },
    slack: () => slack()?.requestListener ?? null,
  });
}
