/**
 * How soon is a click in Slack acknowledged, and is each recorded exactly once? Through the practice Slack, with PostgreSQL on and
 * two forced changes of connection, beside a stock Bolt app that acknowledges and does nothing else.
 */
import type { Tell } from './contest.ts';
import { compared, type Row } from './row.ts';
import type { BenchServer } from './server.ts';
import { type Contender, ourBot, stockBolt } from './slack-contenders.ts';
import { type Acks, clicks, type Load } from './slack-load.ts';
import { type OpenPlace, openSlackPlace } from './slack-place.ts';

export const slackLoad: Load = { steady: { perSecond: 50, seconds: 60 }, burst: 300 };
/** Says only that everything runs. */
export const smallSlackLoad: Load = { steady: { perSecond: 10, seconds: 3 }, burst: 10 };

const connections = 2;

type Figures = { steady: Acks; burst: Acks; made: number; recorded: string[] };

export async function benchSlackAck(server: BenchServer, load: Load, tell: Tell): Promise<Row[]> {
  const ours = await measured(load, tell, async (place) => ourBot(place, await server.create(), connections));
  const peer = await measured(load, tell, stockBolt);
  return rowsOf(load, ours, peer);
}

async function measured(load: Load, tell: Tell, start: (place: OpenPlace) => Promise<Contender>): Promise<Figures> {
  const place = await openSlackPlace();
  try {
    const contender = await start(place);
    try {
      await place.connected(contender.connections);
      const sent = clicks(place.deliver);
      const { perSecond, seconds } = load.steady;
      const changes = [Math.floor(seconds / 3), Math.floor((2 * seconds) / 3)];
      tell(
        `${contender.name}: ${perSecond} clicks a second for ${seconds} s, a change of connection at ${changes.join(' s and ')} s`,
      );
      const steady = await sent.steadily(perSecond, seconds, (second) => {
        if (changes.includes(second)) place.refresh(second === changes[0]);
      });
      await place.connected(contender.connections);
      tell(`${contender.name}: ${load.burst} clicks at once`);
      const burst = await sent.atOnce(load.burst);
      return { steady, burst, made: sent.made(), recorded: await contender.recorded() };
    } finally {
      await contender.stop();
      await place.left();
    }
  } finally {
    await place.close();
  }
}

function rowsOf(load: Load, ours: Figures, peer: Figures): Row[] {
  const name = 'Bolt, acknowledging only';
  const nothing = {
    absent: 'It writes nothing down, so a click that it acknowledges has no effect that could be lost or doubled.',
  };
  const unit = { steady: `at ${load.steady.perSecond}/s`, burst: `at a burst of ${load.burst}` };
  const times = (['steady', 'burst'] as const).flatMap((phase) =>
    (['p50', 'p99', 'max'] as const).map((figure) =>
      compared(`acknowledged, ${figure}, ${unit[phase]}`, 'ms', figureOf(ours[phase][figure]), {
        name,
        figure: figureOf(peer[phase][figure]),
      }),
    ),
  );
  const missed = (['steady', 'burst'] as const).map((phase) =>
    compared(`not acknowledged, ${unit[phase]}`, 'clicks', ours[phase].unacknowledged, {
      name,
      figure: peer[phase].unacknowledged,
    }),
  );
  const distinct = new Set(ours.recorded).size;
  return [
    ...times,
    ...missed,
    compared('lost', 'clicks', ours.made - distinct, { name, figure: nothing }),
    compared('doubled', 'clicks', ours.recorded.length - distinct, { name, figure: nothing }),
  ];
}

const figureOf = (ms: number | null) => ms ?? { absent: 'Nothing was acknowledged.' };
