/** A bundle of a real incident that was decided in Slack, and what both verifiers say once somebody changed who decided, or where. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pressedBy, slackPeople } from '../incident/slack-people.ts';
import { minutes, openWorld, viewAfter, type World } from '../incident/world.ts';
import { type BundleParts, type Fields, inOrder, putTogether, sha256, takeApart } from './bundle-parts.ts';
import { approveInSlack, askedIncident } from './incidents.ts';
import { ourVerifier } from './our-verifier.ts';
import { pythonAvailable, pythonVerdicts } from './python-verifier.ts';
import { testKey } from './test-keys.ts';

const ours = ourVerifier();

let world: World;
/** Struck on Ana's yes, then taken back by her; both in Slack. */
let real = '';
beforeAll(async () => {
  world = await openWorld({ people: slackPeople, practice: false });
  const incident = await askedIncident(world);
  await approveInSlack(world, incident);
  await world.forward(minutes(2));
  const attestation = { by: 'surface', slack: pressedBy('ana', { message: '1764039660.000200' }) } as const;
  viewAfter(await world.send(incident, 'undo', { credential: 'c1', attestation }));
  await world.forward(minutes(1));
  real = (await world.desk.bundle(incident)) ?? '';
});
afterAll(() => world.close());

const decisionOf = (parts: BundleParts) =>
  parts.entries.find(({ header }) => header.type === 'decision.recorded')?.header.data as Fields;
const declaredOf = (parts: BundleParts) => parts.entries[0]?.header.data as Fields;
const seqOf = (parts: BundleParts) => parts.entries.findIndex(({ header }) => header.type === 'decision.recorded') + 1;

/** What the bot signs for this decision as it stands now. */
const textOf = (parts: BundleParts) => {
  const { nonce = '', person = '', plan = '', verdict = '', slack } = decisionOf(parts);
  const made: Fields = slack === undefined ? {} : { slack };
  return inOrder({ v: 1, incident: parts.top.incident ?? '', nonce, person, plan, verdict, ...made });
};

/** `bundle` with every hash, count and signature of a bundle made anew after `edit`: only the decision's own is as it was. */
function rewritten(bundle: string, edit: (parts: BundleParts) => void): string {
  const parts = takeApart(bundle);
  edit(parts);
  const first = sha256(Buffer.alloc(32), inOrder(parts.entries[0]?.header ?? {}));
  Object.assign(parts.register[Number(parts.top.number) - 1]?.header ?? {}, { first });
  return putTogether(parts, testKey.sign);
}
const placed = (change: Fields) => (parts: BundleParts) => void Object.assign(decisionOf(parts).slack as Fields, change);
const signedAnew = (parts: BundleParts) => void Object.assign(decisionOf(parts), { signature: testKey.sign(textOf(parts)) });
const pinned = (slack: Fields | undefined) => (parts: BundleParts) => {
  for (const person of declaredOf(parts).people as Fields[]) {
    if (person.id !== 'ana') continue;
    delete person.slack;
    if (slack !== undefined) person.slack = slack;
  }
};

/** What was done, what `staunch verify` says, what the verifier in Python says. */
const faults: [string, ((parts: BundleParts) => void)[], RegExp, RegExp][] = [
  [
    'another user',
    [placed({ user: 'U0BEN' })],
    /made in Slack by U0BEN of T0DRILL, and the record lists U0ANA/,
    /another account/,
  ],
  ['another team', [placed({ team: 'T0OTHER' })], /made in Slack by U0ANA of T0OTHER/, /another account/],
  ['another channel', [placed({ channel: 'C0OTHER' })], /the record key did not sign it/, /not signed by the record key/],
  ['another message', [placed({ message: '1764039600.000101' })], /the record key did not sign it/, /not signed by/],
  [
    'no place',
    [(parts) => void delete decisionOf(parts).slack],
    /only the bot vouches for it, and a real incident needs/,
    /not said to be made in Slack/,
  ],
  [
    'no place, signed anew by the holder of the key',
    [(parts) => void delete decisionOf(parts).slack, signedAnew],
    /only the bot vouches for it, and a real incident needs/,
    /not said to be made in Slack/,
  ],
  [
    'another user, signed anew by the holder of the key',
    [placed({ user: 'U0BEN' }), signedAnew],
    /made in Slack by U0BEN of T0DRILL/,
    /another account/,
  ],
  ['another account pinned for Ana', [pinned({ user: 'U0NEW', team: 'T0DRILL' })], /the record lists U0NEW/, /another account/],
  [
    'Ana listed twice, the account that fits behind another',
    [
      (parts) => {
        const people = declaredOf(parts).people as Fields[];
        people.unshift({ ...people.find(({ id }) => id === 'ana'), slack: { user: 'U0NEW', team: 'T0DRILL' } });
      },
    ],
    /the record lists U0NEW/,
    /another account/,
  ],
  ['no account pinned for Ana', [pinned(undefined)], /the record lists no Slack account of ana/, /another account/],
  ['another person', [(parts) => void Object.assign(decisionOf(parts), { person: 'ben' })], /lists U0BEN/, /another account/],
  [
    'another person and their account',
    [(parts) => void Object.assign(decisionOf(parts), { person: 'ben' }), placed({ user: 'U0BEN' })],
    /the record key did not sign it/,
    /not signed by the record key/,
  ],
  [
    'another word',
    [(parts) => void Object.assign(decisionOf(parts), { verdict: 'alone' })],
    /the record key did not sign it/,
    /not signed by the record key/,
  ],
  [
    'a part of the place missing',
    [(parts) => void delete (decisionOf(parts).slack as Fields).message],
    /does not have the shape/,
    /does not say where in Slack/,
  ],
];

describe.runIf(pythonAvailable())('a real incident that was decided in Slack', () => {
  test('verifies, and verify says who vouches for what', async () => {
    const [python] = await pythonVerdicts([{ bundle: real, key: testKey.publicPem }]);
    expect(python).toMatchObject({ ok: true });
    const verdict = await ours(real, testKey.publicKey);
    expect(verdict).toMatchObject({ ok: true, head: python?.head });
    const said = '0 signed by the person, 2 attested by the bot: in Slack as U0ANA of T0DRILL';
    expect(verdict.checked.join('\n')).toContain(`2 signed answers to what was asked (${said})`);
  });

  test('is refused by both verifiers with any other place, account or person, though every hash fits', async () => {
    const bundles = faults.map(([, edits]) =>
      rewritten(real, (parts) => {
        for (const edit of edits) edit(parts);
      }),
    );
    const python = await pythonVerdicts(bundles.map((bundle) => ({ bundle, key: testKey.publicPem })));
    for (const [index, [what, , words, inPython]] of faults.entries()) {
      const { ok, firstFault } = await ours(bundles[index] ?? '', testKey.publicKey);
      expect([ok, firstFault?.what], what).toEqual([false, expect.stringMatching(words)]);
      expect(python[index], what).toMatchObject({ ok: false, firstFault: { seq: seqOf(takeApart(real)) } });
      expect(python[index]?.firstFault?.what, what).toMatch(inPython);
    }
  });

  test('passes both where the holder of the key invents it whole: Slack’s word is only as good as the bot’s', async () => {
    const moved = rewritten(real, (parts) => {
      placed({ message: '1764039600.000101' })(parts);
      signedAnew(parts);
    });
    const [python] = await pythonVerdicts([{ bundle: moved, key: testKey.publicPem }]);
    expect([python?.ok, (await ours(moved, testKey.publicKey)).ok]).toEqual([true, true]);
  });
});
