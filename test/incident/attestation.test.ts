import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attestor, vouchingFault } from '../../src/incident/attestation.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import type { DecisionStatement, SlackPlace } from '../../src/timeline/decision.ts';
import { incident } from './given.ts';
import { people } from './people.ts';
import { accountOf, pressedBy, slackPeople, team } from './slack-people.ts';

const key = recordKey(Buffer.alloc(32, 1));
const listed = (account: (person: string) => { user: string; team: string } | null) => ({
  keyOf: () => null,
  slackOf: account,
});
const real = attestor(key, listed(accountOf), false);
const record = { people: slackPeople, practice: false };

const statement = (slack: SlackPlace | null, change: Partial<DecisionStatement> = {}): DecisionStatement => ({
  v: 1,
  incident,
  plan: 'a'.repeat(64),
  verdict: 'approve',
  person: 'ana',
  nonce: 'n1',
  ...(slack === null ? {} : { slack }),
  ...change,
});
/** Signed by the bot as it is said, and judged. */
const faultOf = (said: DecisionStatement, by = real, of = record) => vouchingFault(by, of, said, by.attest(said));

describe('a decision made in Slack', () => {
  test('holds in a real incident when the record and the configuration list the account that made it', async () => {
    for (const verdict of ['approve', 'reject', 'alone', 'undo'] as const) {
      expect(await faultOf(statement(pressedBy('ana'), { verdict }))).toBeNull();
    }
  });

  test.each<[string, SlackPlace, string]>([
    [
      'by another account',
      pressedBy('ben'),
      'it was made in Slack by U0BEN of T0DRILL, and the record lists U0ANA of T0DRILL as ana',
    ],
    [
      'by the same name in another workspace',
      pressedBy('ana', { team: 'T0OTHER' }),
      'it was made in Slack by U0ANA of T0OTHER, and the record lists U0ANA of T0DRILL as ana',
    ],
  ])('does not hold %s, in a real incident and in practice', async (_what, place, why) => {
    expect(await faultOf(statement(place))).toBe(why);
    const practice = attestor(key, listed(accountOf), true);
    expect(await faultOf(statement(place), practice, { ...record, practice: true })).toBe(why);
  });

  test('does not hold for somebody whose account nobody listed, in a real incident and in practice', async () => {
    const unlisted = statement(pressedBy('dia'), { person: 'dia' });
    expect(await faultOf(unlisted)).toBe('the record lists no Slack account of dia');
    const practice = attestor(key, listed(accountOf), true);
    expect(await faultOf(unlisted, practice, { ...record, practice: true })).toBe('the record lists no Slack account of dia');
  });

  test('does not hold by the record alone, nor by the configuration alone', async () => {
    const forgetful = attestor(
      key,
      listed(() => null),
      false,
    );
    expect(await faultOf(statement(pressedBy('ana')), forgetful)).toBe('staunch.yml lists no Slack account of ana');
    const moved = attestor(
      key,
      listed(() => ({ user: 'U0NEW', team })),
      false,
    );
    expect(await faultOf(statement(pressedBy('ana')), moved)).toContain('staunch.yml lists U0NEW of T0DRILL as ana');
    const old = { ...record, people };
    expect(await faultOf(statement(pressedBy('ana')), real, old)).toBe('the record lists no Slack account of ana');
  });

  test('without the place it was made is the bare word of the bot: enough in practice alone', async () => {
    expect(await faultOf(statement(null))).toContain('a real incident needs the signature of the person');
    expect(await faultOf(statement(null), attestor(key, listed(accountOf), true), { ...record, practice: true })).toBeNull();
  });

  test('has one signature for one message: it fits no other word, person, plan, asking, channel or message', async () => {
    const id = fc.stringMatching(/^[A-Z0-9]{1,12}$/);
    const change = fc.oneof(
      fc.record({ channel: id }),
      fc.record({ message: fc.stringMatching(/^[0-9]{1,10}\.[0-9]{6}$/) }),
      fc.record({ user: id }),
      fc.record({ team: id }),
    );
    const other = fc.oneof(
      change.map((place) => statement(pressedBy('ana', place))),
      fc.constant(statement(null)),
      fc.record({ plan: fc.stringMatching(/^[0-9a-f]{64}$/) }).map((said) => statement(pressedBy('ana'), said)),
      fc.record({ nonce: id }).map((said) => statement(pressedBy('ana'), said)),
      fc.record({ verdict: fc.constantFrom('reject', 'alone', 'undo') }).map((said) => statement(pressedBy('ana'), said)),
    );
    const said = statement(pressedBy('ana'));
    await fc.assert(
      fc.asyncProperty(other, async (claimed) => {
        fc.pre(JSON.stringify(claimed) !== JSON.stringify(said));
        expect(await vouchingFault(real, record, claimed, real.attest(said))).not.toBeNull();
      }),
    );
  });

  test('does not hold signed by another key, however often one of the bot was seen to hold', async () => {
    const said = statement(pressedBy('ana'));
    expect(await faultOf(said)).toBeNull();
    const forged = attestor(recordKey(Buffer.alloc(32, 9)), listed(accountOf), false).attest(said);
    expect(await vouchingFault(real, record, said, forged)).toBe("it is not signed by this bot's record key");
  });
});
