/** The story as data, for the people of the house. Fields are described in docs/report.md. */
import { plainOf } from '../document/rich.ts';
import { openPoints } from '../sections/open-points.ts';
import { proposedActions } from '../sections/proposed-actions.ts';
import { entrySentence } from '../sentences/entry-sentence.ts';
import { aloneOutcome } from '../story/alone.ts';
import { correctionsOf } from '../story/corrections.ts';
import { entriesOf } from '../story/pick.ts';
import { isPurged } from '../story/purged.ts';
import type { Story } from '../story/story.ts';
import { localTime } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { credentialData } from './credential-data.ts';
import { incidentPart, momentsPart, recordPart, schemaVersion, stagesPart } from './parts.ts';
import { written } from './written.ts';

export function internalData(story: Story, names: Names) {
  const { declared, entries, zone } = story;
  return {
    v: schemaVersion,
    audience: 'internal',
    incident: {
      ...incidentPart(story),
      title: declared === null ? null : written(declared.body?.title),
      declaredBy: declared?.actor ?? null,
      requester: declared?.data.requester ?? null,
    },
    moments: momentsPart(story),
    exposure: exposureData(story),
    stages: stagesPart(story),
    plans: plansData(story),
    askings: story.askings.map(({ stage, plans, openedAt, expiresAt, end }) => ({ stage, plans, openedAt, expiresAt, end })),
    decisions: decisionsData(story),
    calls: story.calls.map(({ at, seq, step, credential, call, target, answer, plan, how }) => ({
      at,
      entry: seq,
      step,
      credential,
      call,
      target,
      answer,
      plan,
      how,
    })),
    credentials: story.credentials.map(credentialData),
    byPeople: story.byPeople.map(({ seq, at, type, data, body }) => ({
      entry: seq,
      at,
      what: type === 'step.skipped' ? 'skipped' : 'by hand',
      step: data.step,
      credential: data.credential,
      person: data.person,
      reason: body === null ? written(undefined) : written(body.reason),
    })),
    alarms: story.alarms.map(({ seq, at, data, body }) => ({ entry: seq, at, code: data.code, text: written(body?.text) })),
    notes: entriesOf(entries, 'note.added').map(({ seq, at, actor, data, body }) => ({
      entry: seq,
      at,
      about: data.about,
      by: actor,
      text: written(body?.text),
    })),
    open: openPoints(story, names).map(plainOf),
    actions: proposedActions(story, names).map((what) => ({ what: plainOf(what), owner: null, until: null, proposed: true })),
    timeline: entries.map((entry) => ({
      entry: entry.seq,
      at: entry.at,
      local: localTime(entry.at, zone),
      type: entry.type,
      by: entry.actor,
      what: plainOf(entrySentence(entry, names)),
      correctedBy: correctionsOf(entries, entry.seq).map(({ seq }) => seq),
      purged: isPurged(entry),
    })),
    record: { ...recordPart(story), zone, purged: entries.filter(isPurged).map(({ seq }) => seq), people: story.people },
  };
}

function exposureData({ exposure: { since, others, ends, until }, uses }: Story) {
  return {
    since,
    others,
    until,
    ends: ends.map(({ credential, at, proof }) => ({
      credential,
      at,
      grade: proof?.data.grade ?? null,
      entry: proof?.seq ?? null,
    })),
    uses: uses.map(({ seq, rows, ...look }) => ({ entry: seq, ...look, rows: rows ?? written(undefined) })),
  };
}

function plansData({ plans, askings }: Story) {
  const agreed = new Set(askings.map(({ end }) => end?.plan));
  return plans.map(({ hash, offered, reversible, plan }) => ({
    hash,
    offered,
    reversible,
    agreed: agreed.has(hash),
    plan: plan ?? written(undefined),
  }));
}

function decisionsData(story: Story) {
  return story.decisions.map((entry) => {
    const { seq, at, data, body } = entry;
    const { person, verdict, plan, credential, attestation, slack = null } = data;
    return {
      entry: seq,
      at,
      person,
      verdict,
      plan,
      credential,
      attestation,
      slack,
      reason: body === null ? written(undefined) : written(body.reason),
      alone: verdict === 'alone' ? aloneOutcome(story, entry) : null,
    };
  });
}
