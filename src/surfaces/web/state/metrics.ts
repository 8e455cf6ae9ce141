/** What a monitoring system may read of this bot: numbers, and no name of anything. */
import { Counter, Gauge, Registry } from 'prom-client';
import type { Backlog } from '../../../incident/rows/backlog-row.ts';
import type { Answer } from '../http/answer.ts';
import type { LoopDelay } from './event-loop.ts';
import { oneAtATime, within } from './within.ts';

/** Milliseconds; `within` counts each acknowledgement once, under the upper bound that it kept. */
export type SlackReading = {
  open: number;
  wanted: number;
  ack: {
    count: number;
    p50: number | null;
    p99: number | null;
    max: number | null;
    within: readonly { ms: number; count: number }[];
  };
};

export type MetricsParts = {
  backlog(): Promise<Backlog>;
  /** Null: not configured. */
  slack(): SlackReading | null;
  loop(): LoopDelay;
};

/** Answers the text that Prometheus reads. Without the database its numbers are left out, and `staunch_database_up` is 0. */
export function metrics(parts: MetricsParts, databaseMs: number): () => Promise<Answer> {
  const registry = new Registry();
  const ofBacklog = backlogGauges(registry);
  const ofSlack = slackMetrics(registry);
  const up = gauge(registry, 'database_up', 'Whether the database answered in time (1) or not (0)');
  const delay = gauge(
    registry,
    'event_loop_delay_seconds',
    'How late this process was with its own work since the last reading',
    ['quantile'],
  );
  return oneAtATime(async () => {
    const backlog = await within(databaseMs, parts.backlog());
    up.set(backlog === null ? 0 : 1);
    ofBacklog(backlog);
    ofSlack(parts.slack());
    const { p50, p99, max } = parts.loop();
    for (const [quantile, value] of [
      ['0.5', p50],
      ['0.99', p99],
      ['1', max],
    ] as const)
      delay.set({ quantile }, value);
    return { status: 200, type: registry.contentType, body: await registry.metrics() };
  });
}

const gauge = <T extends string = never>(registry: Registry, name: string, help: string, labelNames: T[] = []) =>
  new Gauge<T>({ name: `staunch_${name}`, help, labelNames, registers: [registry] });

const backlogHelp: Record<keyof Backlog, { name: string; help: string }> = {
  incidentsOpen: { name: 'incidents_open', help: 'Incidents whose credentials are not all cut off' },
  incidentsContained: { name: 'incidents_contained', help: 'Incidents that are contained and not closed' },
  jobsDue: { name: 'jobs_due', help: 'Work that is due and not begun' },
  postsWaiting: { name: 'posts_waiting', help: 'Messages to people that are not out yet' },
  postsFailing: { name: 'posts_failing', help: 'Of the waiting messages, those that failed at least once' },
  postsDropped: { name: 'posts_dropped', help: 'Messages that could never be made' },
  inboxWaiting: { name: 'inbox_waiting', help: 'What people did in Slack that is not carried out yet' },
};

function backlogGauges(registry: Registry): (backlog: Backlog | null) => void {
  const gauges = Object.entries(backlogHelp).map(([key, { name, help }]) => {
    return [key as keyof Backlog, gauge(registry, name, help)] as const;
  });
  return (backlog) => {
    for (const [key, one] of gauges) {
      // A number that was not read is no zero.
      if (backlog === null) one.remove();
      else one.set(backlog[key]);
    }
  };
}

function slackMetrics(registry: Registry): (reading: SlackReading | null) => void {
  const connections = gauge(registry, 'slack_connections', 'Connections to Slack: open now, and wanted', ['state']);
  const latest = gauge(registry, 'slack_ack_seconds', 'How soon Slack was answered, of the latest 2048 payloads', ['quantile']);
  const total = counter(registry, 'slack_acks_total', 'Payloads of Slack that were answered', []);
  const bounded = counter(registry, 'slack_acks_within_total', 'Of these, answered within so many seconds', ['seconds']);
  return (reading) => {
    for (const one of [connections, latest, total, bounded]) one.reset();
    if (reading === null) return total.remove();
    const { ack, open, wanted } = reading;
    connections.set({ state: 'open' }, open);
    connections.set({ state: 'wanted' }, wanted);
    for (const [quantile, ms] of [
      ['0.5', ack.p50],
      ['0.99', ack.p99],
      ['1', ack.max],
    ] as const)
      if (ms !== null) latest.set({ quantile }, ms / 1_000);
    total.inc(ack.count);
    let sum = 0;
    for (const { ms, count } of ack.within) {
      sum += count;
      if (Number.isFinite(ms)) bounded.inc({ seconds: String(ms / 1_000) }, sum);
    }
  };
}

const counter = <T extends string = never>(registry: Registry, name: string, help: string, labelNames: T[]) =>
  new Counter<T>({ name: `staunch_${name}`, help, labelNames, registers: [registry] });
