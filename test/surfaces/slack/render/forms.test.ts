import { describe, expect, test } from 'vitest';
import { verbOf } from '../../../../src/surfaces/slack/buttons.ts';
import {
  type DeclareForm,
  declareCallback,
  declareModal,
  locatorKey,
  readDeclareMetadata,
} from '../../../../src/surfaces/slack/render/declare-modal.ts';
import { homeView } from '../../../../src/surfaces/slack/render/home.ts';
import { channelName, channelPurpose, channelTopic } from '../../../../src/surfaces/slack/render/incident-channel.ts';
import { readReasonMetadata, reasonModal } from '../../../../src/surfaces/slack/render/reason-modal.ts';
import { secretText } from '../../../../src/surfaces/slack/render/secret-words.ts';
import { doneText, handInText, refusedText } from '../../../../src/surfaces/slack/render/told.ts';
import { hashA } from '../../cli/sample-view.ts';
import { buttonsOf, doneView, incident, openView, shown, wordsOf } from './slack-sample.ts';

const form: DeclareForm = {
  kinds: [
    {
      name: 'postgres-password',
      title: 'PostgreSQL password',
      locator: [
        { key: 'target', label: 'Database', optional: false, choices: ['main', 'shop'] },
        { key: 'role', label: 'Role', optional: false, choices: null },
      ],
    },
    { name: 'github-token', title: 'GitHub token', locator: [] },
  ],
  chosen: null,
  channelNote: 'A private channel is opened for it.',
  channel: 'C012',
  practice: true,
};

type Input = {
  type: string;
  block_id: string;
  optional: boolean;
  dispatch_action?: boolean;
  element: { type: string; action_id: string };
};
const inputsOf = (made: DeclareForm): Input[] =>
  declareModal(made).blocks.filter(({ type }) => type === 'input') as unknown as Input[];

describe('the form that declares a leak', () => {
  test('says before anything else that the secret is not typed here', () => {
    const [practice, warning] = declareModal(form).blocks;
    expect(wordsOf(practice)).toContain('PRACTICE');
    expect(wordsOf(warning)).toContain('Never type the secret itself here.');
  });

  test('asks where once it knows what: a menu where places are known, free text where not', () => {
    expect(inputsOf(form).map(({ block_id }) => block_id)).toEqual(['kind', 'detected', 'exposed', 'public', 'title']);
    const inputs = inputsOf({ ...form, chosen: 'postgres-password' });
    expect(inputs.map(({ block_id, element }) => [block_id, element.type])).toEqual([
      ['kind', 'static_select'],
      ['locator:target', 'static_select'],
      ['locator:role', 'plain_text_input'],
      ['detected', 'datetimepicker'],
      ['exposed', 'datetimepicker'],
      ['public', 'checkboxes'],
      ['title', 'plain_text_input'],
    ]);
    expect(locatorKey('locator:role')).toBe('role');
    expect(locatorKey('title')).toBeNull();
  });

  test('the bot is told at once when another kind is chosen', () => {
    const [kind] = inputsOf(form);
    expect(kind?.dispatch_action).toBe(true);
    expect(verbOf(kind?.element.action_id ?? '')).toBe('kind');
  });

  test('everything but what and where may be left out, and what was filled in stands there again', () => {
    const values = {
      locator: { role: 'app', target: 'shop' },
      public: true,
      title: 'oh no',
      detectedAt: '2026-11-24T03:12:00Z',
    };
    const made = { ...form, chosen: 'postgres-password', values };
    expect(inputsOf(made).flatMap(({ optional, block_id }) => (optional ? [] : [block_id]))).toEqual([
      'kind',
      'locator:target',
      'locator:role',
    ]);
    const text = JSON.stringify(declareModal(made));
    expect(text).toContain('"initial_value":"app"');
    expect(text).toContain('"initial_value":"oh no"');
    expect(text).toContain('"initial_date_time":1795489920');
    expect(text).toContain('"initial_options":[{"text":{"type":"plain_text","text":"It leaked in public"');
  });

  test('carries the channel it was typed in, and reads nothing else', () => {
    const view = declareModal(form);
    expect(view.callback_id).toBe(declareCallback);
    expect(readDeclareMetadata(view.private_metadata ?? '')).toEqual({ channel: 'C012' });
    expect(readDeclareMetadata('{"channel":1}')).toBeNull();
    expect(readDeclareMetadata('')).toBeNull();
  });

  test('too many places for a menu are typed', () => {
    const choices = Array.from({ length: 101 }, (_, index) => `t${index}`);
    const kinds = [{ name: 'k', title: 'K', locator: [{ key: 'target', label: 'Place', optional: false, choices }] }];
    expect(inputsOf({ ...form, kinds, chosen: 'k' })[1]?.element.type).toBe('plain_text_input');
  });
});

describe('a form that asks why', () => {
  const about = { value: { incident, step: 'strike', credential: 'c1' }, message: { channel: 'C012', ts: '1.000100' } };

  test('says what it is about and what follows, and carries what was pressed', () => {
    const view = reasonModal('skip', openView(), shown, about);
    expect(wordsOf(view)).toContain('Step: Cut it off');
    expect(wordsOf(view)).toContain('Secret: app on main (postgres-password)');
    expect(wordsOf(view)).toContain('The report says who left it out, and why.');
    expect(verbOf(view.callback_id ?? '')).toBe('skip');
    expect(readReasonMetadata(view.private_metadata ?? '')).toEqual(about);
    expect(readReasonMetadata('{}')).toBeNull();
  });

  test('names the plan, and whether it can be taken back', () => {
    const view = reasonModal('alone', openView(), shown, { value: { incident, plan: hashA, nonce: 'n' }, message: null });
    expect(wordsOf(view)).toContain('Plan: Cut now: role app may not log in any more. ✓ It can be taken back.');
    expect(wordsOf(view)).toContain('anyone may stop it for 60 seconds');
  });

  test('a reason is needed where the record needs one', () => {
    const needed = (verb: 'skip' | 'accept' | 'close' | 'alone' | 'by-hand' | 'reject' | 'undo') =>
      reasonModal(verb, openView(), shown, about).blocks.some((block) => 'optional' in block && block.optional === false);
    expect(['skip', 'accept', 'close', 'alone'].every((verb) => needed(verb as 'skip'))).toBe(true);
    expect(['by-hand', 'reject', 'undo'].some((verb) => needed(verb as 'undo'))).toBe(false);
  });
});

test('a pasted secret: nothing was kept, treat it as leaked, and where it goes', () => {
  const said = secretText({ practice: false, handIn: null, command: '/acme-leak' });
  expect(said).toContain('Nothing of it was kept');
  expect(said).toContain('Treat it as leaked where you typed it, too');
  expect(said).toContain('`/acme-leak`');
  expect(secretText({ practice: true, handIn: 'https://slack.example/h/x', command: '/leak' })).toContain(
    '<https://slack.example/h/x|',
  );
});

test('one-line answers say what holds', () => {
  expect(doneText('approve', openView())).toBe('INC-7: Your yes is recorded. NOT CUT OFF: it still works.');
  expect(refusedText({ message: '<!channel> no' }, shown)).toBe('✕ Nothing was changed. &lt;!channel&gt; no');
  const link = { url: 'https://slack.example/h/x', expiresAt: '2026-11-24T03:26:12.000Z', hint: 'app on main' };
  expect(handInText(openView(), shown, link)).toContain('for one use, until <!date^');
});

test('the home tab: open incidents first, a way to declare, and how it works', () => {
  const view = homeView(
    [
      { view: doneView({ number: 8 }), link: null },
      { view: openView({ number: 3 }), link: 'https://slack.example/archives/c3' },
    ],
    shown,
  );
  const words = wordsOf(view);
  expect(words).toContain('🔴 1 open');
  expect(words.indexOf('|INC-3>')).toBeGreaterThan(0);
  expect(words.indexOf('|INC-3>')).toBeLessThan(words.indexOf('INC-8'));
  expect(buttonsOf(view).map(({ action_id }) => verbOf(action_id))).toEqual(['declare']);
  expect(wordsOf(homeView([], shown))).toContain('Nothing is open');
});

describe('the channel', () => {
  test('is named after the incident, in what Slack allows', () => {
    expect(channelName({ number: 7, title: 'Password of rôle App on main!', practice: false })).toBe(
      'inc-7-password-of-role-app-on-main',
    );
    expect(channelName({ number: 7, title: '秘密', practice: true }, '-2')).toBe('practice-inc-7-2');
    const long = channelName({ number: 123456, title: 'x'.repeat(300), practice: true }, '-12');
    expect(long).toMatch(/^[a-z0-9-]{1,80}$/);
    expect(long).toMatch(/-12$/);
  });

  test('its topic says how it stands', () => {
    expect(channelTopic(openView(), shown)).toBe('INC-7 NOT CUT OFF: it still works: Password of role app on main');
    expect(channelTopic(openView({ title: '&'.repeat(500) }), shown).length).toBeLessThanOrEqual(250);
    expect(channelPurpose(openView(), shown).length).toBeLessThanOrEqual(250);
  });
});
