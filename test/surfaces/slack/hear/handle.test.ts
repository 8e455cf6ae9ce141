/** What each payload leads to: what is kept, what is opened, what is said at once. */
import { describe, expect, it } from 'vitest';
import { actionId, buttonValue } from '../../../../src/surfaces/slack/buttons.ts';
import { createHandle, type Screens } from '../../../../src/surfaces/slack/hear/handle.ts';
import type { SlackPayload, SlackView } from '../../../../src/surfaces/slack/hear/payload.ts';
import { declareModal } from '../../../../src/surfaces/slack/render/declare-modal.ts';

const at = new Date('2026-11-24T03:12:00.000Z');
const by = { user: 'U0ANA00001', team: 'T0TEAM0001' };
const incident = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const nonce = 'a'.repeat(32);
const plan = 'b'.repeat(64);
const message = { channel: 'C0INCIDENT', ts: '1764000000.000100' };
const kinds = [
  { name: 'postgres-password', title: 'Password', locator: [{ key: 'role', label: 'Role', optional: false, choices: null }] },
];

function opened() {
  const shown: unknown[][] = [];
  const see =
    (name: string) =>
    (...args: unknown[]) => {
      shown.push([name, ...args]);
      return Promise.resolve();
    };
  const screens: Screens = {
    declareForm: see('declareForm'),
    redrawDeclareForm: see('redrawDeclareForm'),
    reasonForm: see('reasonForm'),
    plans: see('plans'),
    status: see('status'),
    home: see('home'),
    help: see('help'),
  };
  const handle = createHandle({
    command: '/leak',
    kinds: () => kinds.map(({ name }) => name),
    looksSecret: (text) => text.includes('hunter2'),
    shown: () => ({ now: at, practice: false, program: 'npx staunch', name: (id) => id, mention: (id) => id }),
    screens,
  });
  return { handle: (payload: SlackPayload) => handle(payload, at), shown };
}

const pressed = (
  verb: Parameters<typeof actionId>[0],
  value: string | null,
  more: Partial<Extract<SlackPayload, { type: 'action' }>> = {},
) =>
  ({
    type: 'action',
    by,
    actionId: actionId(verb, 0),
    blockId: 'x',
    value,
    trigger: 't',
    message,
    view: null,
    ...more,
  }) as const;

const typed = (text: string) =>
  ({ type: 'command', by, command: '/leak', text, channel: 'C0GENERAL', channelName: 'general', trigger: 't' }) as const;

describe('a command', () => {
  it('opens the form, for whatever was typed behind it', async () => {
    const { handle, shown } = opened();
    const { ack, keep, after } = handle(typed(''));
    await after?.();
    expect({ ack, keep }).toEqual({ ack: null, keep: null });
    expect(shown).toEqual([['declareForm', 't', { channel: 'C0GENERAL', exposedSince: null }]]);
  });

  it('that holds a secret keeps and opens nothing, and says what to do', () => {
    const { ack, keep, after } = opened().handle(typed('the password is hunter2'));
    expect({ keep, after }).toEqual({ keep: null, after: null });
    expect(JSON.stringify(ack)).toMatch(/looks like a secret/);
    expect(JSON.stringify(ack)).not.toMatch(/hunter2/);
  });
});

describe('a button', () => {
  it('that says yes is kept, with the message it stood in', () => {
    const { keep } = opened().handle(pressed('approve', buttonValue({ incident, nonce, plan })));
    expect(keep).toEqual({
      wants: 'decide',
      by,
      at: at.toISOString(),
      message,
      incident,
      nonce,
      plan,
      verdict: 'approve',
      reason: null,
    });
  });

  it.each(['reject', 'alone', 'skip', 'by-hand', 'accept', 'close'] as const)(
    'that needs a reason asks for it: %s',
    async (verb) => {
      const { handle, shown } = opened();
      const { keep, after } = handle(pressed(verb, buttonValue({ incident, nonce, plan, step: 'prove', residual: 'r1' })));
      await after?.();
      expect(keep).toBeNull();
      expect(shown[0]?.slice(0, 2)).toEqual(['reasonForm', verb]);
    },
  );

  it.each([
    ['a value of another app', 'open'],
    ['a value that was tampered with', JSON.stringify({ incident: 'x', nonce, plan })],
    ['a value with more in it', JSON.stringify({ incident, nonce, plan, by: 'somebody else' })],
    ['no plan', buttonValue({ incident, nonce })],
  ])('with %s does nothing', (_what, value) => {
    expect(opened().handle(pressed('approve', value))).toEqual({ ack: null, keep: null, after: null });
  });

  it('of another app does nothing', () => {
    expect(opened().handle({ ...pressed('approve', '{}'), actionId: 'approve' })).toEqual({
      ack: null,
      keep: null,
      after: null,
    });
  });
});

describe('the form that declares', () => {
  const form = declareModal({ kinds, chosen: 'postgres-password', channelNote: '', channel: 'C0PRIVATE', practice: false });
  const view = (filled: Record<string, string>): SlackView => ({
    id: 'V1',
    hash: 'h',
    callbackId: form.callback_id ?? '',
    privateMetadata: form.private_metadata ?? '',
    inputs: ['kind', 'locator:role', 'detected', 'title'],
    state: Object.fromEntries(
      Object.entries(filled).map(([block, value]) => [block, { [block]: { type: 'x', value, values: [value] } }]),
    ),
  });
  const submitted = (filled: Record<string, string>) =>
    opened().handle({ type: 'submit', by, view: view(filled), trigger: null });
  const whole = { kind: 'postgres-password', 'locator:role': 'app', detected: '1763953200', public: 'yes', title: 'in a log' };

  it('becomes a wish', () => {
    const { ack, keep } = submitted(whole);
    expect(ack).toEqual({ clear: true });
    expect(keep).toMatchObject({
      wants: 'declare',
      kind: 'postgres-password',
      locator: { role: 'app' },
      detectedAt: '2025-11-24T03:00:00.000Z',
      exposedSince: null,
      public: true,
      title: 'in a log',
      channel: 'C0PRIVATE',
    });
  });

  it.each(['locator:role', 'title'])('with a secret in %s is refused under that input, and nothing is kept', (block) => {
    const { ack, keep } = submitted({ ...whole, [block]: 'hunter2' });
    expect(keep).toBeNull();
    expect(ack).toEqual({ errors: { [block]: expect.stringMatching(/looks like a secret/) } });
  });

  it('with a time in the future, or a kind that is none, says so under that input', () => {
    expect(submitted({ ...whole, detected: '1795575600' }).ack).toEqual({
      errors: { detected: expect.stringMatching(/future/) },
    });
    expect(submitted({ ...whole, kind: 'nuclear-codes' }).ack).toEqual({ errors: { kind: expect.any(String) } });
  });

  it('with a title of more signs than the record takes says so under it', () => {
    const { ack, keep } = submitted({ ...whole, title: '🔥'.repeat(201) });
    expect(keep).toBeNull();
    expect(ack).toEqual({ errors: { title: expect.stringMatching(/at most 200/) } });
  });

  it('that somebody changed on its way is not understood', () => {
    const changed = { ...view(whole), privateMetadata: '{"channel":"C1","more":true}' };
    const { ack, keep } = opened().handle({ type: 'submit', by, view: changed, trigger: null });
    expect(keep).toBeNull();
    expect(ack).toEqual({ errors: { kind: expect.stringMatching(/not understood/) } });
  });
});

it('a message that is reported gives its time, never its text', async () => {
  const { handle, shown } = opened();
  const reported = { ...message, text: 'the password is hunter2' };
  await handle({ type: 'shortcut', by, callbackId: 'report_leaked_secret', trigger: 't', message: reported }).after?.();
  expect(shown).toEqual([['declareForm', 't', { channel: 'C0INCIDENT', exposedSince: '2025-11-24T16:00:00.000Z' }]]);
});
