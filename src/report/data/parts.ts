/** The parts of the JSON that both editions have: nothing in them was written by anybody. */
import { lastCutOff } from '../story/credentials.ts';
import { keyMoments } from '../story/key-moments.ts';
import type { Story } from '../story/story.ts';
import { between } from '../words/time-words.ts';

/** Raised when a field changes its meaning or goes; a new field leaves it as it is. */
export const schemaVersion = 1;

const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);

export function incidentPart(story: Story) {
  const { number, declared, status, detectedAt, asOf, withinMs, credentials } = story;
  const tookMs = between(detectedAt, lastCutOff(credentials));
  return {
    id: declared?.incident ?? null,
    number,
    practice: declared?.data.practice ?? null,
    public: declared?.data.public ?? null,
    state: status.state,
    stateSince: status.at,
    detectedAt,
    declaredAt: declared?.at ?? null,
    containedAt: status.containedAt,
    closedAt: status.state === 'closed' ? status.at : null,
    asOf,
    withinSeconds: seconds(withinMs),
    cutOffAfterSeconds: seconds(tookMs),
    inTime: tookMs === null ? null : tookMs <= withinMs,
  };
}

export const momentsPart = (story: Story) => keyMoments(story).map(({ what, at }) => ({ what, at }));

export function stagesPart({ stages, runs }: Story) {
  return stages.map(({ id, title, withinMs }) => ({
    id,
    title,
    withinSeconds: seconds(withinMs),
    runs: runs
      .filter(({ stage }) => stage === id)
      .map(({ startedAt, endedAt, leftAt, warnedAt, overdueAt }) => {
        const tookMs = between(startedAt, endedAt ?? leftAt);
        const inTime = tookMs === null ? null : tookMs <= withinMs;
        return { startedAt, endedAt, leftAt, warnedAt, overdueAt, tookSeconds: seconds(tookMs), inTime };
      }),
  }));
}

export function recordPart({ entries, head, declared }: Story) {
  return {
    entries: entries.length,
    head,
    playbook: declared?.data.playbook ?? null,
    compiler: declared?.data.compiler ?? null,
    recordKey: declared?.data.recordKey ?? null,
  };
}
