/**
 * Who is clicking, asked at the moment of the click: a person of staunch.yml whom Slack says is a full member of this workspace, in a
 * channel that nobody outside can read. Where Slack does not say so, nobody is.
 */

import { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Answer, Call } from './call/web-client.ts';

/** An account that was closed is refused within a minute. */
const rememberMs = 60_000;
/** More people than this click in no minute. */
const mostRemembered = 1_000;

/** `again`: Slack could not be asked, so a later look may say something else. */
export type Checked = { person: string } | { refused: string; again: boolean };

export type CheckPersonParts = {
  call: Call;
  clock: Clock;
  /** Of staunch.yml. */
  people: readonly { id: string; slack: { user: string; team: string } | null }[];
  /** The workspace that the bot is in; null while it does not know. */
  team(): string | null;
  /** How the terminal's program is called. */
  program: string;
};

/** `channel` null: in a modal or the home tab. Never throws; what cannot be asked is refused. */
export type CheckPerson = (click: { user: string; team: string; channel: string | null }) => Promise<Checked>;

export function createPersonCheck(parts: CheckPersonParts): CheckPerson {
  const users = remembered(parts.clock, (user) => asked(parts.call('users.info', { user })));
  const channels = remembered(parts.clock, (channel) => asked(parts.call('conversations.info', { channel })));
  return async ({ user, team, channel }) => {
    const { program } = parts;
    const person = parts.people.find(({ slack }) => slack?.user === user && slack.team === team);
    if (person === undefined) return { refused: unknownPerson(user, team, program), again: false };
    const home = parts.team();
    if (home === null) return notAsked('it does not know the bot yet', true, program);
    const [member, place] = await Promise.all([users(user), isAskable(channel) ? channels(channel) : null]);
    const refusal = userRefusal(member, { team, home }, program) ?? (place === null ? null : placeRefusal(place, program));
    return refusal ?? { person: person.id };
  };
}

/** A direct message is between its person and the bot: there is nobody else in it to ask about. */
const isAskable = (channel: string | null): channel is string => channel !== null && !channel.startsWith('D');

const flag = z.boolean().optional().default(false);

const userAnswer = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: flag,
    is_bot: flag,
    is_app_user: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    is_workflow_bot: flag,
    // In an Enterprise Grid an account belongs to the organisation, and to each of these workspaces.
    enterprise_user: z.object({ enterprise_id: z.string().optional(), teams: z.array(z.string()).optional() }).nullish(),
  }),
});

const placeAnswer = z.object({
  channel: z.object({
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
    is_org_shared: flag,
    is_shared: flag,
  }),
});

type Refusal = Extract<Checked, { refused: string }>;

function userRefusal(answer: Answer, where: { team: string; home: string }, program: string): Refusal | null {
  const parsed = answer.ok ? userAnswer.safeParse(answer.answer) : null;
  if (parsed?.success !== true) return notUnderstood(answer, program);
  const { user } = parsed.data;
  const is = [
    user.deleted && 'this account is deactivated',
    (user.is_bot || user.is_app_user || user.is_workflow_bot) && 'this account is not a person',
    user.is_stranger && 'this account belongs to another organisation',
    (user.is_restricted || user.is_ultra_restricted) && 'this account is a guest',
    !belongs(user, where) && 'this account belongs to another workspace',
  ].find((fault) => fault !== false);
  if (is === undefined) return null;
  return { refused: `Slack says that ${is}, so it cannot act here. Nothing was changed. ${atTerminal(program)}`, again: false };
}

/** The team that staunch.yml names is the account's own, and the bot is in that workspace or one of the same organisation. */
function belongs(user: z.output<typeof userAnswer>['user'], { team, home }: { team: string; home: string }): boolean {
  const organisation = user.enterprise_user?.enterprise_id;
  const own = [user.team_id, organisation, ...(user.enterprise_user?.teams ?? [])];
  return own.includes(team) && own.includes(home);
}

function placeRefusal(answer: Answer, program: string): Refusal | null {
  const parsed = answer.ok ? placeAnswer.safeParse(answer.answer) : null;
  if (parsed?.success !== true) return notUnderstood(answer, program);
  const { is_ext_shared, is_pending_ext_shared, is_org_shared, is_shared } = parsed.data.channel;
  if (!(is_ext_shared || is_pending_ext_shared || is_org_shared || is_shared)) return null;
  const refused = `This channel is shared with another organisation or workspace, so nothing can be decided in it. Nothing was changed. Use a private channel of your own, or the terminal: ${program}`;
  return { refused, again: false };
}

const notUnderstood = (answer: Answer, program: string): Refusal =>
  answer.ok ? notAsked('its answer was not understood', false, program) : notAsked(answer.error, answer.transient, program);

const notAsked = (why: string, again: boolean, program: string): Refusal => ({
  refused: `Staunch could not ask Slack who you are (${why}), and without that nobody can act here. Nothing was changed. Try again in a moment. ${atTerminal(program)}`,
  again,
});

const unknownPerson = (user: string, team: string, program: string) =>
  `staunch.yml names nobody with this account, so it cannot act here. Nothing was changed. Somebody who runs Staunch can add it: slack: { user: ${user}, team: ${team} }. ${atTerminal(program)}`;

const atTerminal = (program: string) => `The terminal does everything: ${program}`;

/** A fault of ours is no reason to let somebody in. */
const asked = (answer: Promise<Answer>): Promise<Answer> =>
  answer.catch(() => ({ ok: false, error: 'fault', retryAfterMs: null, transient: false }));

/** Asks once for all who ask within a minute; what failed is asked anew. */
function remembered(clock: Clock, ask: (id: string) => Promise<Answer>): (id: string) => Promise<Answer> {
  const known = new Map<string, { until: number; answer: Promise<Answer> }>();
  return (id) => {
    const now = clock.now().getTime();
    const before = known.get(id);
    if (before !== undefined && now < before.until) return before.answer;
    known.delete(id);
    const answer = ask(id);
    known.set(id, { until: now + rememberMs, answer });
    const [oldest] = known.keys();
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    const forget = () => {
      if (known.get(id)?.answer === answer) known.delete(id);
    };
    void answer.then(({ ok }) => (ok ? undefined : forget()));
    return answer;
  };
}
