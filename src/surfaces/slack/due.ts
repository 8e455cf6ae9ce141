/** What new entries of a record make due in Slack. Pure: the words are made when it is posted. */
import type { News, PostDraft } from '../../incident/surface.ts';
import type { Entry } from '../../timeline/entry.ts';
import { refs } from './refs.ts';

/** Changes within this time are drawn as one. */
const cardPauseMs = 700;

/** Everything in the incident's channel happens in order; the card, its topic and each person's direct messages beside it. */
export const lanes = {
  channel: 'channel',
  card: 'card',
  topic: 'topic',
  direct: (person: string) => `direct:${person}`,
  deadline: (credential: string) => `deadline:${credential}`,
} as const;

const inChannel = (kind: string, ref: string): PostDraft => ({ lane: lanes.channel, kind, ref });

export function due(news: News): PostDraft[] {
  const known = [...news.before];
  const posts: PostDraft[] = [];
  for (const entry of news.entries) {
    posts.push(...dueBy(entry, known, news));
    known.push(entry);
  }
  const notBefore = new Date(news.now.getTime() + cardPauseMs);
  return [...posts, { lane: lanes.card, kind: 'update-card', ref: 'card', notBefore }];
}

function dueBy(entry: Entry, before: readonly Entry[], news: News): PostDraft[] {
  switch (entry.type) {
    case 'incident.declared':
      return ['open-channel', 'invite', 'card', 'pin', 'welcome'].map((kind) => inChannel(kind, 'incident'));
    case 'declaration.joined':
      return [inChannel('joined', String(entry.seq))];
    case 'credential.changed':
      return entry.data.to === 'cut-off' || entry.data.to === 'dead' ? [...cutOff(entry.data.credential, news), topic] : [];
    case 'undo.offered':
    case 'credential.undone':
      return [inChannel('redraw-cut-off', entry.data.credential)];
    case 'residual.found':
      return [inChannel('residual', entry.data.residual)];
    case 'residual.gone':
    case 'residual.accepted':
      return [inChannel('redraw-residual', entry.data.residual)];
    case 'incident.contained':
      return [inChannel('contained', String(entry.seq)), inChannel('report', String(entry.seq)), topic];
    case 'incident.reopened':
      return [inChannel('told', String(entry.seq)), redrawContained, topic];
    case 'incident.closed':
      return [
        ...lockAll(before, entry),
        redrawContained,
        inChannel('closed', String(entry.seq)),
        inChannel('report', String(entry.seq)),
        topic,
        ...news.view.credentials.map(({ id }) => inChannel('redraw-cut-off', id)),
      ];
    case 'alarm.raised':
    case 'clock.warned':
    case 'clock.overdue':
    case 'stage.overdue':
    case 'calls.stopped':
    case 'calls.resumed':
      return [inChannel('told', String(entry.seq))];
    default:
      return [...dueByAsking(entry, before), ...dueByStep(entry, before)];
  }
}

/** That it is contained stands there with a button to close it. */
const redrawContained: PostDraft = inChannel('redraw-contained', 'incident');
const topic: PostDraft = { lane: lanes.topic, kind: 'topic', ref: 'incident' };

/** Told once with its proof; without its button as soon as it cannot be taken back any more. */
function cutOff(credential: string, { view }: News): PostDraft[] {
  const until = Date.parse(view.credentials.find(({ id }) => id === credential)?.undo?.until ?? '');
  const said = inChannel('cut-off', credential);
  if (Number.isNaN(until)) return [said];
  // In a lane of its own: whatever stands behind it would wait with it.
  return [
    said,
    { lane: lanes.deadline(credential), kind: 'redraw-cut-off', ref: `${credential}@${until}`, notBefore: new Date(until) },
  ];
}

function dueByAsking(entry: Entry, before: readonly Entry[]): PostDraft[] {
  switch (entry.type) {
    case 'gate.opened':
      return asking(entry.data.nonce, 'first', entry.data.asked ?? []);
    case 'gate.asked-again':
      return asking(entry.data.nonce, 'again', entry.data.to);
    case 'gate.passed-on':
      return asking(entry.data.nonce, 'passed-on', entry.data.to);
    case 'alone.started':
      return [inChannel('told', String(entry.seq)), ...redrawAsking(entry.data.nonce, [...before, entry])];
    case 'decision.recorded':
      return entry.data.verdict === 'undo' ? [] : redrawAsking(entry.data.nonce, before);
    case 'alone.ended':
    case 'gate.accepted':
    case 'gate.refused':
    case 'gate.expired':
    case 'gate.closed':
      return [
        ...redrawAsking(entry.data.nonce, before),
        ...(entry.type === 'gate.refused' ? [inChannel('stuck', String(entry.seq))] : []),
      ];
    case 'gate.unneeded':
      return openAskings(before).flatMap((nonce) => redrawAsking(nonce, before));
    default:
      return [];
  }
}

const asking = (nonce: string, how: 'first' | 'again' | 'passed-on', to: readonly string[]): PostDraft[] => [
  inChannel('ask', refs.ask(nonce, how)),
  ...to.map((person) => ({ lane: lanes.direct(person), kind: 'ask-directly', ref: refs.direct(nonce, how, person) })),
];

/** Its messages in the channel, and those to each person whom it ever addressed. */
function redrawAsking(nonce: string, entries: readonly Entry[]): PostDraft[] {
  const people = new Set(entries.flatMap((entry) => addressedBy(entry, nonce)));
  const directly = [...people].map((person) => ({
    lane: lanes.direct(person),
    kind: 'redraw-directly',
    ref: refs.direct(nonce, 'all', person),
  }));
  return [inChannel('redraw-ask', nonce), ...directly];
}

function addressedBy(entry: Entry, nonce: string): string[] {
  if (entry.type === 'gate.opened') return entry.data.nonce === nonce ? (entry.data.asked ?? []) : [];
  if (entry.type !== 'gate.asked-again' && entry.type !== 'gate.passed-on') return [];
  return entry.data.nonce === nonce ? entry.data.to : [];
}

/** The last one is the only one that can still be open. */
function openAskings(before: readonly Entry[]): string[] {
  const last = before.findLast((entry) => entry.type === 'gate.opened');
  return last?.type === 'gate.opened' ? [last.data.nonce] : [];
}

function dueByStep(entry: Entry, before: readonly Entry[]): PostDraft[] {
  switch (entry.type) {
    case 'step.stuck':
    case 'step.asked':
      return [inChannel('stuck', String(entry.seq))];
    case 'step.retried':
    case 'step.skipped':
    case 'step.by-hand':
    case 'step.done':
      return handedOver(before, entry.data.step, entry.data.credential).map((seq) => inChannel('settle', String(seq)));
    default:
      return [];
  }
}

/** The last time this step was handed to people. */
function handedOver(before: readonly Entry[], step: string, credential: string | null): number[] {
  const last = before.findLast((entry) => {
    if (entry.type === 'gate.refused') return step === `${entry.data.stage}.gate`;
    if (entry.type === 'step.asked') return entry.data.step === step;
    return entry.type === 'step.stuck' && entry.data.step === step && entry.data.credential === credential;
  });
  return last === undefined ? [] : [last.seq];
}

/** It is closed: no message keeps a button that would do nothing. */
function lockAll(before: readonly Entry[], closed: Entry): PostDraft[] {
  const handed = before.filter(({ type }) => type === 'step.stuck' || type === 'step.asked' || type === 'gate.refused');
  return [
    ...openAskings(before).flatMap((nonce) => redrawAsking(nonce, [...before, closed])),
    ...handed.map(({ seq }) => inChannel('settle', String(seq))),
  ];
}
