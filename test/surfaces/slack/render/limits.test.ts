/** Whatever stands in an incident: Slack takes every message, and nothing in it calls or links anybody. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { View, Waiting } from '../../../../src/incident/view.ts';
import { blockFaults } from '../../../../src/practice/slack/strict/blocks.ts';
import { viewFaults } from '../../../../src/practice/slack/strict/view.ts';
import { askMessage, directAsk } from '../../../../src/surfaces/slack/render/ask.ts';
import type { SlackText } from '../../../../src/surfaces/slack/render/blocks.ts';
import { cardMessage } from '../../../../src/surfaces/slack/render/card.ts';
import { closedMessage, containedMessage } from '../../../../src/surfaces/slack/render/contained.ts';
import { decidedMessage } from '../../../../src/surfaces/slack/render/decided.ts';
import { declareModal } from '../../../../src/surfaces/slack/render/declare-modal.ts';
import { homeView } from '../../../../src/surfaces/slack/render/home.ts';
import { channelPurpose, channelTopic } from '../../../../src/surfaces/slack/render/incident-channel.ts';
import { joinedMessage } from '../../../../src/surfaces/slack/render/joined.ts';
import { type ReasonVerb, reasonModal } from '../../../../src/surfaces/slack/render/reason-modal.ts';
import { residualMessage } from '../../../../src/surfaces/slack/render/residual.ts';
import { settledMessage, stuckMessage } from '../../../../src/surfaces/slack/render/stuck.ts';
import {
  declaredText,
  doneText,
  handInText,
  helpText,
  notYoursText,
  refusedText,
} from '../../../../src/surfaces/slack/render/told.ts';
import { undoMessage } from '../../../../src/surfaces/slack/render/undo.ts';
import { hashA, now, sampleAsking, sampleCredential, sampleGate, samplePlan, stage } from '../../cli/sample-view.ts';
import { incident, markupOf, openView, shown, withoutOurs } from './slack-sample.ts';

/** Text as an outsider writes it who means harm, and names of 300 code points. */
const outside = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('<!channel>', '<@U0EVIL>', '<https://evil.example|Yes, do this>', '```\n<!here>', '`*_~', ''),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '😀'.repeat(300),
      '&<>'.repeat(200),
      'x'.repeat(5_000),
      '\ud800',
      '\u202egnp.exe',
      '\n> quoted\n',
    ),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);
const link = 'https://slack.example/archives/c1';

/** One incident in which every text is from outside, with `many` of everything. */
function hostileView(text: () => string, many: number, practice: boolean): View {
  const list = <T>(make: (index: number) => T): T[] => Array.from({ length: many }, (_, index) => make(index));
  const ids = list((index) => `${text().slice(0, 40)}${index}`);
  const residual = (id: string) => ({ id, what: text(), until: text(), endedBy: text(), acceptedBy: text() });
  const waiting = (kind: Waiting['kind']): Waiting =>
    sampleGate({
      kind,
      what: text(),
      step: text().slice(0, 60),
      credential: ids[0] ?? null,
      residual: 'r1',
      byHand: text(),
      instructions: text(),
      for: ids,
    });
  return openView({
    incident,
    practice,
    title: text(),
    requester: text(),
    public: true,
    exposedSince: now.toISOString(),
    stages: list((index) => ({
      ...stage(`s${index}`, text(), index % 2 === 0 ? 'running' : 'stuck', { startedAt: now.toISOString() }),
      steps: [{ id: text(), title: text(), by: 'bot', state: 'running', summary: text() }],
    })),
    credentials: list((index) =>
      sampleCredential({
        id: ids[index] ?? 'c',
        kind: text(),
        hint: text(),
        held: index % 2 === 0,
        mode: 'watch',
        destroyed: { at: now.toISOString(), why: text() },
        proof: {
          grade: null,
          before: { result: 'alive', at: now.toISOString(), detail: text() },
          after: { result: 'could-not-tell', at: now.toISOString(), detail: text() },
        },
        residuals: [residual('r1'), ...list(() => residual(text()))],
        breaks: list(text),
        remarks: list(() => ({ severity: 'blocking', text: text(), grant: text() })),
        undo: { plan: hashA, nonce: 'n', until: text() },
      }),
    ),
    waiting: [...list(() => waiting('gate')), waiting('stuck'), waiting('by-hand'), waiting('residual'), waiting('alone')],
    plans: list((index) =>
      samplePlan({
        title: text(),
        reversible: index % 2 === 0,
        expectedOutage: text(),
        breaks: list(text),
        calls: list((order) => ({ order, call: text(), target: text(), reversible: false, credential: ids[0] ?? 'c1' })),
        residuals: list(() => residual(text())),
        needs: { people: 2, from: text(), notRequester: true },
        have: ids,
      }),
    ),
    gate: sampleAsking({
      alone: { plan: hashA, person: text(), reason: text(), startedAt: now.toISOString(), until: now.toISOString() },
      mayActAlone: ids,
    }),
    alarms: list(() => ({ at: now.toISOString(), what: text() })),
    stopped: list(() => ({ provider: text(), reason: text(), by: text(), at: now.toISOString() })),
    paused: list(() => ({ provider: text(), until: now.toISOString(), reason: text() })),
  });
}

const views = fc
  .record({
    texts: fc.array(outside, { minLength: 1, maxLength: 12 }),
    many: fc.constantFrom(0, 1, 3, 40),
    practice: fc.boolean(),
  })
  .map(({ texts, many, practice }) => {
    let next = 0;
    const text = () => texts[next++ % texts.length] ?? '';
    return { view: hostileView(text, many, practice), text };
  });

function messagesOf(view: View, text: () => string): SlackText[] {
  const waiting = view.waiting.find(({ kind }) => kind === 'stuck') ?? sampleGate({ kind: 'stuck' });
  const said = { person: text(), verdict: 'alone', plan: text(), at: text(), by: 'bot', reason: text() } as const;
  const past = {
    nonce: 'n',
    plans: view.plans.map(({ hash }) => ({ hash, title: text(), reversible: true })),
    said: Array.from({ length: view.plans.length }, () => said),
    end: { how: 'accepted', plan: hashA, at: now.toISOString(), restsOn: 'people' },
  } as const;
  return [
    cardMessage(view, shown),
    cardMessage({ ...view, state: 'closed', closedAt: now.toISOString(), closed: { by: text(), why: text() } }, shown),
    askMessage(view, shown, ['ana', text()], 'again'),
    directAsk(view, shown, 'ana', link),
    decidedMessage(view, shown, past),
    stuckMessage(view, shown, waiting),
    settledMessage(view, shown, { step: text(), credential: text(), how: 'skipped', by: text(), at: text(), reason: text() }),
    residualMessage(view, shown, 'r1'),
    residualMessage(view, shown, text()),
    undoMessage(view, shown, view.credentials[0]?.id ?? text()),
    containedMessage(view, shown),
    closedMessage({ ...view, state: 'closed' }, shown),
    joinedMessage(view, shown, link),
  ];
}

const verbs: ReasonVerb[] = ['skip', 'by-hand', 'reject', 'accept', 'close', 'alone', 'undo'];

function formsOf(view: View, text: () => string): object[] {
  const locator = view.credentials.map((_, index) => ({
    key: `k${index}`,
    label: text(),
    optional: true,
    choices: index % 2 ? null : [text(), text()],
  }));
  const about = {
    value: { incident, plan: hashA, step: text().slice(0, 60), credential: view.credentials[0]?.id ?? 'c1', residual: 'r1' },
    message: null,
  };
  return [
    declareModal({
      kinds: [
        { name: 'k', title: text(), locator },
        ...view.plans.map((_, index) => ({ name: `k${index}`, title: text(), locator: [] })),
      ],
      chosen: 'k',
      values: { title: text(), locator: { k0: text(), k1: text() } },
      channelNote: text(),
      channel: null,
      practice: true,
    }),
    ...verbs.map((verb) => reasonModal(verb, view, shown, about)),
    homeView(
      Array.from({ length: 40 }, () => ({ view, link })),
      shown,
    ),
  ];
}

const runs = { numRuns: 60 };

describe('whatever stands in an incident', () => {
  test('Slack takes every message', () => {
    fc.assert(
      fc.property(views, ({ view, text }) => {
        for (const { blocks, text: notified } of messagesOf(view, text)) {
          expect(blockFaults(blocks, 'message')).toEqual([]);
          expect(notified.length).toBeLessThanOrEqual(1_500);
        }
      }),
      runs,
    );
  });

  test('Slack takes every form, and the home tab', () => {
    fc.assert(
      fc.property(views, ({ view, text }) => {
        for (const form of formsOf(view, text)) expect(viewFaults(form)).toEqual([]);
      }),
      runs,
    );
  });

  test('nothing from outside calls anybody, links anywhere or is cut in two', () => {
    fc.assert(
      fc.property(views, ({ view, text }) => {
        const texts = [
          ...messagesOf(view, text).flatMap(({ blocks, text: notified }) => [...markupOf(blocks), notified]),
          ...formsOf(view, text).flatMap(markupOf),
          channelTopic(view, shown),
          channelPurpose(view, shown),
          declaredText(view, link),
          doneText('close', view),
          handInText(view, shown, { url: link, expiresAt: text(), hint: text() }),
          helpText(text(), shown),
          notYoursText(text(), shown),
          refusedText({ message: text() }, shown),
        ];
        for (const each of texts) {
          expect(withoutOurs(each)).not.toMatch(/[<>]/);
          expect(each).not.toMatch(/&(?!amp;|lt;|gt;)/);
          expect(each.isWellFormed()).toBe(true);
        }
      }),
      runs,
    );
  });

  test('what was left out of a card that is full is told', () => {
    const { blocks } = cardMessage(
      hostileView(() => 'x', 40, true),
      shown,
    );
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks)).toContain('and 30 more: see `npx staunch status 7`');
    expect(JSON.stringify(blocks)).toContain('staunch:status');
  });
});
