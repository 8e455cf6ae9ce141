/** Which entries make what due in Slack. */
import { describe, expect, it } from 'vitest';
import type { View } from '../../../src/incident/view.ts';
import { due } from '../../../src/surfaces/slack/due.ts';
import { draft, type Entry, type EntryDraft } from '../../../src/timeline/entry.ts';

const at = '2026-11-24T03:12:00.000Z';
const now = new Date(at);
const view = { credentials: [{ id: 'c1', undo: null }] } as unknown as View;
const nonce = 'a'.repeat(32);

const entries = (...drafts: EntryDraft[]): Entry[] =>
  drafts.map((one, index) => ({ incident: 'i', seq: index + 1, at, actor: 'bot', ...one }) as Entry);

/** What the last of them makes due, without the card that is drawn after everything. */
function dueBy(...drafts: EntryDraft[]): string[] {
  const all = entries(...drafts);
  const news = { before: all.slice(0, -1), entries: all.slice(-1), view, places: new Map(), now };
  return due(news).flatMap(({ lane, kind, ref }) => (kind === 'update-card' ? [] : [`${lane} ${kind} ${ref}`]));
}

const opened = draft('gate.opened', { stage: 'contain', nonce, plans: ['b'], expiresAt: at, asked: ['ana'] });
const stuck = draft(
  'step.stuck',
  { step: 'prove', credential: 'c1', job: null, class: 'fatal' },
  { reason: 'no answer', byHand: null },
);

describe('an asking', () => {
  it('is a new message, and a direct one to each whom it addresses', () => {
    expect(dueBy(opened)).toEqual([`channel ask ${nonce}:first`, `direct:ana ask-directly ${nonce}:first:ana`]);
  });

  it('passed on reaches others, and a decision redraws the messages of all of them', () => {
    const passedOn = draft('gate.passed-on', { stage: 'contain', nonce, to: ['bo'] });
    expect(dueBy(opened, passedOn)).toEqual([`channel ask ${nonce}:passed-on`, `direct:bo ask-directly ${nonce}:passed-on:bo`]);
    const accepted = draft('gate.accepted', { stage: 'contain', nonce, plan: 'b' });
    expect(dueBy(opened, passedOn, accepted)).toEqual([
      `channel redraw-ask ${nonce}`,
      `direct:ana redraw-directly ${nonce}:all:ana`,
      `direct:bo redraw-directly ${nonce}:all:bo`,
    ]);
  });
});

describe('a step that people are wanted for', () => {
  it('is a message, which is locked when that step goes on', () => {
    expect(dueBy(stuck)).toEqual(['channel stuck 1']);
    expect(dueBy(stuck, draft('step.retried', { step: 'prove', credential: 'c1', person: 'ana' }))).toEqual([
      'channel settle 1',
    ]);
    expect(dueBy(stuck, draft('step.retried', { step: 'prove', credential: 'c2', person: 'ana' }))).toEqual([]);
  });

  it('is locked when the incident is closed, and so is its asking', () => {
    const closed = dueBy(opened, stuck, draft('incident.closed', { why: 'over' }));
    expect(closed).toContain('channel settle 2');
    expect(closed).toContain(`channel redraw-ask ${nonce}`);
    expect(closed).toContain('channel closed 3');
    expect(closed).toContain('channel redraw-contained incident');
  });
});

it('an incident begins with its channel, then its people, its card, the pin, and a word to whoever declared it', () => {
  const declared = draft(
    'incident.declared',
    {
      playbook: 'p',
      compiler: 1,
      practice: false,
      public: false,
      detectedAt: at,
      exposedSince: null,
      requester: null,
      people: [],
      recordKey: 'k',
    },
    { title: 't', account: 'a' },
  );
  expect(dueBy(declared)).toEqual(
    ['open-channel', 'invite', 'card', 'pin', 'welcome'].map((kind) => `channel ${kind} incident`),
  );
});

it('every news draws the card anew, a moment later, so that many changes are drawn once', () => {
  const news = { before: [], entries: entries(stuck), view, places: new Map(), now };
  const card = due(news).find(({ kind }) => kind === 'update-card');
  expect(card).toMatchObject({ lane: 'card', ref: 'card' });
  expect(card?.notBefore?.getTime()).toBeGreaterThan(now.getTime());
});
