/** Clicks at a given rate, and what became of each: how long its acknowledgement took, or that there was none. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Some clicks come twice, as when somebody copies a request, or Slack sends an event again. */
const everyTwice = 20;
/** What Slack sends with a button: the message it stood on, with all its blocks. */
const messageChars = 8_000;

export type Load = {
  /** At a steady rate, and at once. */
  steady: { perSecond: number; seconds: number };
  burst: number;
};

/** Of one phase. In milliseconds; null where nothing was acknowledged. */
export type Acks = { p50: number | null; p99: number | null; max: number | null; sent: number; unacknowledged: number };

/** Resolves with whether it was acknowledged. Never rejects. */
export type Deliver = (payload: object) => Promise<boolean>;

export type Clicks = {
  /** How many different ones there were so far. */
  made(): number;
  steadily(perSecond: number, seconds: number, at: (second: number) => void): Promise<Acks>;
  atOnce(count: number): Promise<Acks>;
};

export function clicks(deliver: Deliver): Clicks {
  let made = 0;

  async function timed(payload: object): Promise<number | null> {
    const sentAt = performance.now();
    return (await deliver(payload)) ? performance.now() - sentAt : null;
  }

  function next(): Promise<number | null>[] {
    made += 1;
    const payload = click(made);
    return made % everyTwice === 0 ? [timed(payload), timed(payload)] : [timed(payload)];
  }

  return {
    made: () => made,
    async steadily(perSecond, seconds, at) {
      const begun = performance.now();
      const sent: Promise<number | null>[] = [];
      for (let count = 0; count < perSecond * seconds; count += 1) {
        if (count % perSecond === 0) at(count / perSecond);
        const waitMs = begun + (count * 1_000) / perSecond - performance.now();
        if (waitMs > 0) await delay(waitMs);
        sent.push(...next());
      }
      return acksOf(await Promise.all(sent));
    },
    atOnce: async (count) => acksOf(await Promise.all(Array.from({ length: count }, next).flat())),
  };
}

function acksOf(times: readonly (number | null)[]): Acks {
  const sorted = times.filter((ms) => ms !== null).toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return {
    p50: at(0.5),
    p99: at(0.99),
    max: sorted.at(-1) ?? null,
    sent: times.length,
    unacknowledged: times.length - sorted.length,
  };
}

/** The number of the click stands in the button's value: what is recorded of it names it. */
function click(number: number): object {
  const ts = '1764043920.000100';
  return {
    type: 'block_actions',
    user: { id: 'U0ANA', username: 'ana', name: 'ana', team_id: 'T0PRACTICE' },
    api_app_id: 'A0PRACTICE',
    token: 'made-up',
    container: { type: 'message', message_ts: ts, channel_id: 'C0WAR', is_ephemeral: false },
    trigger_id: `1764043920000.1.${String(number).padStart(32, '0')}`,
    team: { id: 'T0PRACTICE', domain: 'practice' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: 'C0WAR', name: 'inc-7' },
    message: {
      type: 'message',
      user: 'U0BOT',
      bot_id: 'B0BOT',
      ts,
      text: 'Plan',
      blocks: [{ type: 'section', block_id: 'plan', text: { type: 'mrkdwn', text: 'x'.repeat(messageChars) } }],
    },
    state: { values: {} },
    response_url: 'https://hooks.slack.example/actions/T0PRACTICE/1/made-up',
    actions: [
      {
        action_id: 'staunch:approve',
        block_id: 'asking',
        type: 'button',
        text: { type: 'plain_text', text: 'Approve', emoji: true },
        value: JSON.stringify({ nonce: String(number) }),
        action_ts: `1764043921.${String(number).padStart(6, '0')}`,
      },
    ],
  };
}
