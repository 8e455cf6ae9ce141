/** A decision made in Slack: it counts in a real incident, for the one account that the record and staunch.yml list, and no other. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commandSchemas, type Payload } from '../../src/incident/command.ts';
import { repinPeople } from '../../src/incident/repin.ts';
import { recordKey } from '../../src/platform/keys/record-key.ts';
import { type DecisionStatement, decisionText, type SlackPlace } from '../../src/timeline/decision.ts';
import { draft } from '../../src/timeline/entry.ts';
import { drill } from './drill-playbook.ts';
import { forge, forgeStrike } from './forged-rows.ts';
import { accountOf, pressedBy, slackPeople } from './slack-people.ts';
import { minutes, openWorld, refusalOf, viewAfter, type World, worldOn } from './world.ts';

/** The key of `world.ts`. */
const key = recordKey(Buffer.alloc(32, 1));
const renamed = slackPeople.map((person) =>
  person.id === 'ana' ? { ...person, slack: { ...accountOf('ana'), user: 'U0NEW' } } : person,
);

/** Real incidents. */
let world: World;
/** The same bot after a restart, with another account of Ana's in staunch.yml. */
let restarted: World;
beforeAll(async () => {
  world = await openWorld({ people: slackPeople, practice: false });
  restarted = worldOn(world.db, { twin: world, people: renamed, practice: false });
});
afterAll(() => world.close());
beforeEach(() => world.calm());

async function decide(
  incident: string,
  slack: SlackPlace | null,
  more: { as?: string; in?: World; said?: Partial<Payload<'decide'>> } = {},
) {
  const plan = (await world.view(incident)).plans[0]?.hash ?? '';
  const attestation = { by: 'surface', ...(slack === null ? {} : { slack }) } as const;
  const payload = { verdict: 'approve', plan, attestation, ...more.said } as const;
  return (more.in ?? world).send(incident, 'decide', payload, { as: more.as ?? 'ana' });
}
const struck = () => world.cast.called('credential.strike');
const alarms = async (incident: string) => (await world.view(incident)).alarms.map(({ what }) => what);

describe('on a real incident', () => {
  test('a yes by button strikes, and the record says where it was pressed', async () => {
    const incident = await world.declare();
    viewAfter(await decide(incident, pressedBy('ana')));
    await world.settle();
    expect([struck(), await alarms(incident)]).toEqual([['credential.strike c1'], []]);
    const [said] = await world.entriesOf(incident, 'decision.recorded');
    expect(said?.data).toMatchObject({ person: 'ana', attestation: 'bot', slack: pressedBy('ana') });
  });

  test('a no counts, and taking back', async () => {
    const refused = await world.declare();
    viewAfter(await decide(refused, pressedBy('ana'), { said: { verdict: 'reject', reason: 'It serves the shop.' } }));
    expect(await world.types(refused)).toContain('gate.refused');

    const undone = await world.declare();
    viewAfter(await decide(undone, pressedBy('ana')));
    await world.settle();
    const attestation = { by: 'surface', slack: pressedBy('ana', { message: '1764039660.000200' }) } as const;
    viewAfter(await world.send(undone, 'undo', { credential: 'c1', attestation }));
    await world.settle();
    expect(world.cast.called('credential.undo')).toEqual(['credential.undo c1']);
  });

  test('acting alone counts once its countdown is over', async () => {
    const forTwo = drill.replace('reversible: { people: 1,', 'reversible: { people: 2,');
    const careful = worldOn(world.db, { twin: world, people: slackPeople, practice: false, playbook: forTwo });
    const incident = await careful.declare();
    viewAfter(await decide(incident, pressedBy('ana'), { said: { verdict: 'alone', reason: 'Nobody answers.' } }));
    expect(struck()).toEqual([]);
    await world.forward(minutes(1));
    expect([struck(), await alarms(incident)]).toEqual([['credential.strike c1'], []]);
  });

  test.each<[string, string, SlackPlace, string]>([
    ['by the account of somebody else', 'ana', pressedBy('ben'), 'it was made in Slack by U0BEN of T0DRILL'],
    ['by an account of another workspace', 'ana', pressedBy('ana', { team: 'T0OTHER' }), 'by U0ANA of T0OTHER'],
    ['for somebody whose account nobody listed', 'dia', pressedBy('dia'), 'nobody said which Slack account is that of dia'],
  ])('a word %s is refused, and nothing is recorded or struck', async (_what, as, place, why) => {
    const incident = await world.declare();
    for (const verdict of ['approve', 'reject', 'alone'] as const) {
      const refusal = refusalOf(await decide(incident, place, { as, said: { verdict, reason: 'x' } }));
      expect(refusal).toMatchObject({ class: 'forbidden', message: expect.stringContaining('not vouched for') });
      expect(refusal.message).toContain(why);
    }
    await world.forward(minutes(1));
    expect([await world.entriesOf(incident, 'decision.recorded'), struck()]).toEqual([[], []]);
  });

  test('a button of an earlier asking does not answer the one that is open', async () => {
    const incident = await world.declare();
    const said = { verdict: 'approve', nonce: '0'.repeat(32) } as const;
    const refusal = refusalOf(await decide(incident, pressedBy('ana'), { said }));
    expect(refusal).toMatchObject({ class: 'no', message: expect.stringContaining('an earlier asking') });
    const nonce = (await world.view(incident)).gate?.nonce ?? '';
    viewAfter(await decide(incident, pressedBy('ana'), { said: { nonce } }));
  });

  test('an undo by the account of somebody else is refused', async () => {
    const incident = await world.declare();
    viewAfter(await decide(incident, pressedBy('ana')));
    await world.settle();
    const attestation = { by: 'surface', slack: pressedBy('cem') } as const;
    expect(refusalOf(await world.send(incident, 'undo', { credential: 'c1', attestation }))).toMatchObject({
      class: 'forbidden',
    });
  });

  test('a word that does not say where it was made is refused as ever', async () => {
    const incident = await world.declare();
    expect(refusalOf(await decide(incident, null)).message).toContain('needs the signature of the person');
  });

  test.each([
    { team: 'T0DRILL', user: 'ana', channel: 'C0INC7', message: '1764039600.000100' },
    { team: 'T0DRILL', user: 'U0ANA', channel: 'C0INC7', message: 'yesterday' },
  ])('a place that Slack never gives is no place: %j', (slack) => {
    const payload = { verdict: 'approve', plan: 'a'.repeat(64), attestation: { by: 'surface', slack } };
    expect(commandSchemas.decide.safeParse(payload).success).toBe(false);
  });
});

test('in practice a word from Slack must be by the listed account, too', async () => {
  const practice = worldOn(world.db, { twin: world, people: slackPeople });
  const incident = await practice.declare();
  expect(refusalOf(await decide(incident, pressedBy('ben'), { in: practice }))).toMatchObject({ class: 'forbidden' });
  viewAfter(await decide(incident, pressedBy('ana'), { in: practice }));
});

describe('an account that changed in staunch.yml', () => {
  test('decides nothing until the record names it too, and the old one nothing any more', async () => {
    const incident = await world.declare();
    const byNew = pressedBy('ana', { user: 'U0NEW' });
    const message = expect.stringContaining('another Slack account of ana in its record');
    expect(refusalOf(await decide(incident, byNew, { in: restarted }))).toMatchObject({ class: 'forbidden', message });
    expect(refusalOf(await decide(incident, pressedBy('ana'), { in: restarted }))).toMatchObject({ message });
    await repinPeople(restarted.engine.work, restarted.engine.desk.people());
    const [changed] = await world.entriesOf(incident, 'people.changed');
    expect(changed?.data.people.find(({ id }) => id === 'ana')?.slack).toEqual({ user: 'U0NEW', team: 'T0DRILL' });
    expect(refusalOf(await decide(incident, pressedBy('ana'), { in: restarted }))).toMatchObject({ class: 'forbidden' });
    viewAfter(await decide(incident, byNew, { in: restarted }));
  });

  test('stops the strike that the old one agreed to', async () => {
    const incident = await world.declare();
    viewAfter(await decide(incident, pressedBy('ana')));
    await repinPeople(restarted.engine.work, restarted.engine.desk.people());
    await restarted.settle();
    expect(struck()).toEqual([]);
    expect((await alarms(incident))[0]).toContain('it was made in Slack by U0ANA of T0DRILL, and the record lists U0NEW');
  });

  test('stops it even where the record was not told: what is configured counts, too', async () => {
    const incident = await world.declare();
    viewAfter(await decide(incident, pressedBy('ana')));
    await restarted.settle();
    expect(struck()).toEqual([]);
    expect((await alarms(incident))[0]).toContain('and staunch.yml lists U0NEW');
  });

  test('is told to an open incident of a version that knew no accounts; the same people are not told twice', async () => {
    const before = worldOn(world.db, { twin: world, practice: false });
    const incident = await before.declare();
    const [declared] = await world.entriesOf(incident, 'incident.declared');
    expect(declared?.data.people.some((person) => 'slack' in person)).toBe(false);
    await repinPeople(before.engine.work, before.engine.desk.people());
    expect(await world.entriesOf(incident, 'people.changed')).toEqual([]);
    for (const _start of [1, 2]) await repinPeople(world.engine.work, world.engine.desk.people());
    expect(await world.entriesOf(incident, 'people.changed')).toHaveLength(1);
    viewAfter(await decide(incident, pressedBy('ana')));
  });
});

describe('rows that somebody wrote into the record', () => {
  const asked = async (incident: string): Promise<DecisionStatement> => {
    const view = await world.view(incident);
    const [plan, nonce] = [view.plans[0]?.hash ?? '', view.gate?.nonce ?? ''];
    return { v: 1, incident, plan, verdict: 'approve', person: 'ana', nonce, slack: pressedBy('ana') };
  };
  /** The record of a yes that the bot signed as `signed`, told as `told`; accepted, with a job for the strike. */
  async function forged(told: (said: DecisionStatement) => DecisionStatement): Promise<string> {
    const incident = await world.declare();
    const said = await asked(incident);
    const { v: _v, incident: _incident, ...row } = told(said);
    const signature = key.sign(decisionText(said));
    await forge(
      world,
      incident,
      draft('decision.recorded', { ...row, credential: null, attestation: 'bot', signature }, { reason: null }),
      draft('gate.accepted', { stage: 'contain', nonce: said.nonce, plan: said.plan }),
    );
    await forgeStrike(world, incident);
    world.engine.work.memory.forget(incident);
    await world.settle();
    return incident;
  }

  test('are struck on when they are what the bot signed: so each of the others is refused for its own fault', async () => {
    await forged((said) => said);
    expect(struck()).toEqual(['credential.strike c1']);
  });

  test.each<[string, (said: DecisionStatement) => DecisionStatement, string]>([
    ['another user', (said) => ({ ...said, slack: pressedBy('ben') }), 'made in Slack by U0BEN'],
    [
      'another team',
      (said) => ({ ...said, slack: pressedBy('ana', { team: 'T0OTHER' }) }),
      'made in Slack by U0ANA of T0OTHER',
    ],
    [
      'another message',
      (said) => ({ ...said, slack: pressedBy('ana', { message: '1764039600.000101' }) }),
      "not signed by this bot's",
    ],
    ['another channel', (said) => ({ ...said, slack: pressedBy('ana', { channel: 'C0OTHER' }) }), "not signed by this bot's"],
    [
      'another person and their account',
      (said) => ({ ...said, person: 'ben', slack: pressedBy('ben') }),
      "not signed by this bot's",
    ],
    ['no place at all', ({ slack: _slack, ...said }) => said, 'needs the signature of the person'],
  ])('are not struck on when they tell of %s', async (_what, told, why) => {
    const incident = await forged(told);
    expect(struck()).toEqual([]);
    expect((await alarms(incident))[0]).toContain(why);
  });
});
