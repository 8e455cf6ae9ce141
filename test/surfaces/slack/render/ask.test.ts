import { describe, expect, test } from 'vitest';
import { verbOf } from '../../../../src/surfaces/slack/buttons.ts';
import { askMessage, directAsk } from '../../../../src/surfaces/slack/render/ask.ts';
import { hashA, hashB, sampleAsking, samplePlan } from '../../cli/sample-view.ts';
import { buttonsOf, incident, labelsOf, openView, shown, wordsOf } from './slack-sample.ts';

const pressed = (message: unknown) =>
  buttonsOf(message).map(({ action_id, value }) => [verbOf(action_id), JSON.parse(value).plan]);

describe('an asking', () => {
  test('begins with who is asked, in the message and on their phones', () => {
    const { text, blocks } = askMessage(openView(), shown, ['ana', 'ben'], 'first');
    expect(text).toMatch(/^<@U0ANA> <@U0BEN> INC-7 needs a yes\./);
    expect(wordsOf(blocks[0])).toContain(
      '<@U0ANA> <@U0BEN> *INC-7 needs a yes. Password of role app on main: choose one of 2 ways*',
    );
  });

  test('says that it is asked again, or passed on', () => {
    expect(askMessage(openView(), shown, ['ana'], 'again').text).toContain('Still unanswered: INC-7');
    expect(askMessage(openView(), shown, ['ben'], 'passed-on').text).toContain('Nobody answered yet, so you are asked: INC-7');
  });

  test('shows each plan whole: outage, way back, what breaks, calls in order, who may say yes, and its hash last', () => {
    const words = wordsOf(askMessage(openView(), shown, ['ana'], 'first').blocks);
    for (const part of [
      '*1 of 2: Cut now: role app may not log in any more*',
      '✓ It can be taken back. Outage: *until replaced*.',
      'Breaks: 4 sessions of shop from 10.0.0.7',
      '1. `ALTER ROLE "app" NOLOGIN` on main',
      '2. `pg_terminate_backend(pid) for every session of "app"` on main, cannot be taken back',
      'Needs a yes from *1 of on-call*: ana, ben.',
      'Plan `3f9a12bc`',
      '*2 of 2: New password',
      '⚠ *It CANNOT be taken back.*',
    ])
      expect(words).toContain(part);
    const first = words.slice(0, words.indexOf('2 of 2'));
    expect(first.indexOf('Plan `3f9a12bc`')).toBeGreaterThan(first.indexOf('Needs a yes'));
  });

  test('its buttons name incident, asking and plan, and nothing that was shown', () => {
    const buttons = buttonsOf(askMessage(openView(), shown, ['ana'], 'first'));
    expect(buttons.map(({ text }) => text.text)).toEqual([
      'Yes: Cut now',
      'No',
      'I am alone',
      'Yes: New password',
      'No',
      'I am alone',
    ]);
    expect(JSON.parse(buttons[0]?.value ?? '')).toEqual({ incident, nonce: 'nonce-1', plan: hashA });
    expect(new Set(buttons.map(({ action_id }) => action_id)).size).toBe(6);
    expect(pressed(askMessage(openView(), shown, ['ana'], 'first'))).toContainEqual(['approve', hashB]);
  });

  test('asks a second time only for what cannot be taken back, or touches many', () => {
    const [reversible, , , irreversible] = buttonsOf(askMessage(openView(), shown, ['ana'], 'first'));
    expect(reversible).toMatchObject({ style: 'primary' });
    expect(reversible?.confirm).toBeUndefined();
    expect(irreversible).toMatchObject({ style: 'danger' });
    expect(wordsOf(irreversible?.confirm)).toContain('It cannot be taken back.');
    const many = openView({ plans: [samplePlan({ needs: { people: 2, from: 'approvers', notRequester: true } })] });
    expect(wordsOf(buttonsOf(askMessage(many, shown, [], 'first'))[0]?.confirm)).toContain('It touches many at once.');
  });

  test('"I am alone" is offered only where somebody may, and not twice', () => {
    const nobody = openView({ gate: sampleAsking({ mayActAlone: [] }) });
    expect(labelsOf(askMessage(nobody, shown, ['ana'], 'first'))).not.toContain('I am alone');
  });

  test('a plan that was refused keeps its card without buttons', () => {
    const view = openView({ plans: [samplePlan({ state: 'refused' }), samplePlan({ hash: hashB })] });
    expect(pressed(askMessage(view, shown, ['ana'], 'first')).every(([, plan]) => plan === hashB)).toBe(true);
  });

  test('long plans say what was left out, and where it stands', () => {
    const call = { call: `x${'y'.repeat(900)}`, target: 'main', reversible: true, credential: 'c1' };
    const plan = samplePlan({ calls: Array.from({ length: 15 }, (_, index) => ({ ...call, order: index + 1 })) });
    const { blocks } = askMessage(openView({ plans: [plan] }), shown, ['ana'], 'first');
    expect(wordsOf(blocks)).toContain('and 7 more: see `npx staunch plan 7`');
    expect(labelsOf(blocks)).toContain('Yes, do this');
  });
});

describe('a direct message', () => {
  test('is short, leads to the channel, and has the same buttons', () => {
    const message = directAsk(openView(), shown, 'ana', 'https://slack.example/archives/c1/p1');
    expect(wordsOf(message)).toContain('<https://slack.example/archives/c1/p1|');
    expect(wordsOf(message)).not.toContain('ALTER ROLE');
    expect(pressed(message)).toEqual(pressed(askMessage(openView(), shown, ['ana'], 'first')));
  });

  test('shows only the plans that this person may still say yes to', () => {
    const view = openView();
    const waiting = view.waiting.map((one) => (one.plan === hashB ? { ...one, for: ['ben'] } : one));
    expect(pressed(directAsk({ ...view, waiting }, shown, 'ana', null)).every(([, plan]) => plan === hashA)).toBe(true);
  });
});
