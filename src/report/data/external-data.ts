/** The story as data for people outside: the same that their edition tells, and nothing else. */
import { externalCredentials, externalDecisions, externalOpen, planName } from '../external/external-story.ts';
import { happenings } from '../external/happenings.ts';
import type { Roles } from '../external/roles.ts';
import type { Story } from '../story/story.ts';
import { localTime } from '../words/local-time.ts';
import { incidentPart, momentsPart, recordPart, schemaVersion, stagesPart } from './parts.ts';

export function externalData(story: Story, roles: Roles) {
  const { exposure, uses, plans, askings, zone, alarms } = story;
  const agreed = new Set(askings.map(({ end }) => end?.plan));
  return {
    v: schemaVersion,
    audience: 'external',
    incident: { ...incidentPart(story), declaredBy: story.declared === null ? null : roles.actor(story.declared.actor) },
    moments: momentsPart(story),
    exposure: {
      since:
        exposure.since === null
          ? null
          : { at: exposure.since.at, basis: exposure.since.basis, by: roles.actor(exposure.since.by), seq: exposure.since.seq },
      until: exposure.until,
      uses: uses.map(({ seq, at, count, leftOut }) => ({ entry: seq, at, count, leftOut })),
    },
    stages: stagesPart(story),
    plans: plans.map(({ hash, reversible }) => ({ name: planName(story, hash), reversible, agreed: agreed.has(hash) })),
    decisions: externalDecisions(story, roles),
    credentials: externalCredentials(story),
    alarms: alarms.length,
    open: externalOpen(story),
    timeline: happenings(story, roles).map(({ seq, at, by, what }) => ({
      entry: seq,
      at,
      local: localTime(at, zone),
      by,
      what,
    })),
    record: { ...recordPart(story), zone },
  };
}
