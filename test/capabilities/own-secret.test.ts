/** What leaked is a secret of Staunch itself: it is left to people, and stands nowhere. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { credentialIdentify } from '../../src/capabilities/actions/credential-identify.ts';
import { credentialStrike } from '../../src/capabilities/actions/credential-strike.ts';
import { ownSecrets } from '../../src/composition/own-secrets.ts';
import { type World as Incidents, openWorld as openIncidents } from '../incident/world.ts';
import { available } from '../servers/postgres.ts';
import { contextFor, inputFor, known } from './actions/stage.ts';
import { type Acorn, admin, openAcorn } from './catalogue/acorn.ts';
import { acornKinds, actionsOf, placedBy } from './catalogue/acorn-kinds.ts';
import { openWorld, type World } from './postgres-password/world.ts';

const refused = {
  kind: 'failed',
  failure: {
    class: 'denied',
    reason: expect.stringContaining('secret that Staunch itself uses'),
    byHand: expect.stringContaining('another secret'),
  },
};

describe('a service whose administrator token is what leaked', () => {
  let acorn: Acorn;
  let incidents: Incidents;
  const own = ownSecrets([admin]);
  beforeEach(async () => {
    acorn = await openAcorn();
    acorn.tokens.push({ id: '7', user: 'alice', value: admin, dead: false });
    const kinds = acornKinds(acorn.url, 'off');
    incidents = await openIncidents({ actions: actionsOf(kinds, own.isOwn), place: placedBy(kinds), practice: true });
  });
  afterEach(async () => {
    await incidents.db.close();
    await acorn.close();
  });

  const leak = (value: string) => ({ kind: 'acorn-token', locator: { target: 'acorn', user: 'alice' }, value });

  test('waits for a person before anything is planned, and the token stands nowhere', async () => {
    const incident = await incidents.declare(leak(admin));
    await incidents.settle();
    const view = await incidents.view(incident);
    expect(view.gate).toBeNull();
    expect(view.waiting).toMatchObject([{ step: 'identify', kind: 'stuck', byHand: expect.any(String) }]);
    expect(await incidents.entriesOf(incident, 'step.stuck')).toMatchObject([{ data: { class: 'denied' } }]);
    expect(acorn.tokens[0]?.dead).toBe(false);
    const written = JSON.stringify({ view, entries: await incidents.entries(incident), log: incidents.log });
    expect(written).toContain('Staunch itself uses');
    expect(written).not.toContain(admin);
  });

  test('is refused too when the program hands that token over only for the look, or before the strike', async () => {
    const kinds = acornKinds(acorn.url, 'off');
    const late = ownSecrets([]);
    const token = 'acorn_AAAAbbbbCCCCddddEEEE';
    acorn.tokens.push({ id: '8', user: 'alice', value: token, dead: false });
    const credential = known({ kind: 'acorn-token', locator: { target: 'acorn', user: 'alice' }, held: true });
    const context = contextFor({ leaked: token, new: null });
    const handing = new Map(
      [...kinds].map(([name, kind]) => [
        name,
        {
          ...kind,
          identify: (call: Parameters<typeof kind.identify>[0]) => {
            late.obtained(token);
            return kind.identify(call);
          },
        },
      ]),
    );
    expect(await credentialIdentify(handing, late.isOwn).run(inputFor(credential), context)).toMatchObject(refused);
    const plan = { title: 'x', targets: [], ladder: 'normal' } as never;
    expect(await credentialStrike(kinds, late.isOwn).run(inputFor(credential, { plan }), context)).toMatchObject(refused);
    expect(acorn.tokens[1]?.dead).toBe(false);
  });
});

describe.runIf(available(18))('a role whose leaked password is one that Staunch uses', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(18);
  });
  afterAll(async () => {
    await world?.stop();
  });

  test('is not looked up, and its password goes on working', async () => {
    const leak = await world.leak();
    const kinds = new Map([[leak.kind.name, leak.kind]]);
    const { isOwn } = ownSecrets([world.bot.password, leak.value]);
    const input = inputFor(known({ ...leak.credential, held: true }));
    const answer = await credentialIdentify(kinds, isOwn).run(input, contextFor({ leaked: leak.value, new: null }));
    expect(answer).toMatchObject(refused);
    expect(JSON.stringify(answer)).not.toContain(leak.value);
    const other = ownSecrets([world.bot.password]).isOwn;
    expect(await credentialIdentify(kinds, other).run(input, contextFor({ leaked: leak.value, new: null }))).toMatchObject({
      kind: 'done',
    });
  });
});
