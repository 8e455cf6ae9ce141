import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ProbeResult } from '../../src/timeline/proof.ts';
import type { Residual } from '../../src/timeline/residual.ts';
import { done, failed, look, type Play, refusedProof } from './cast.ts';
import { openWorld, refusalOf, viewAfter, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.calm());

const session = (more: Partial<Residual> = {}): Residual => ({
  id: 'c1-sessions',
  credential: 'c1',
  what: 'a session of the shop',
  until: null,
  endedBy: null,
  ...more,
});

const proves =
  (residuals: Residual[], after: ProbeResult = 'refused'): Play =>
  (input) => {
    if (input.credential === null) throw new Error('A proof is for one credential.');
    return done({ summary: 'looked', proof: refusedProof(input.credential, after), residuals });
  };

async function struck(...proofs: Play[]): Promise<string> {
  world.cast.script('credential.prove', ...proofs);
  const incident = await world.declare({ value: randomUUID() });
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  return incident;
}

async function lookAgain(incident: string, proof: Play): Promise<void> {
  world.cast.script('credential.prove', proof);
  viewAfter(await world.send(incident, 'retry', { step: 'prove' }));
  await world.settle();
}

const credential = async (incident: string) => (await world.view(incident)).credentials[0];
const status = async (incident: string) => (await world.view(incident)).state;

describe('an incident', () => {
  test('is contained when its credential is cut off and nothing is left', async () => {
    const incident = await struck(proves([]));
    expect(await status(incident)).toBe('contained');
    expect(await credential(incident)).toMatchObject({ state: 'dead', held: false, residuals: [] });
  });

  test('is contained while a residual ends by itself, and the credential is not dead yet', async () => {
    const incident = await struck(proves([session({ until: '2026-11-24T04:12:00.000Z' })]));
    expect(await status(incident)).toBe('contained');
    expect(await credential(incident)).toMatchObject({ state: 'cut-off', held: true });
  });

  test('stays open while a residual has no end and nobody took it upon themselves', async () => {
    const incident = await struck(proves([session()]));
    expect(await status(incident)).toBe('open');
    expect((await world.view(incident)).waiting[0]).toMatchObject({ kind: 'residual', credential: 'c1' });
    viewAfter(await world.send(incident, 'accept', { residual: 'c1-sessions', reason: 'It ends at noon.' }, { as: 'ben' }));
    const view = await world.view(incident);
    expect(view.state).toBe('contained');
    expect(view.credentials[0]?.residuals[0]?.acceptedBy).toBe('ben');
  });

  test('needs each loose residual accepted, not just one', async () => {
    const incident = await struck(proves([session(), session({ id: 'c1-tokens' })]));
    await world.send(incident, 'accept', { residual: 'c1-sessions', reason: 'It ends at noon.' });
    expect(await status(incident)).toBe('open');
    await world.send(incident, 'accept', { residual: 'c1-tokens', reason: 'They are read-only.' });
    expect(await status(incident)).toBe('contained');
  });

  test('takes the word of a stranger for nothing', async () => {
    const incident = await struck(proves([session()]));
    const sent = await world.send(incident, 'accept', { residual: 'c1-sessions', reason: 'Trust me.' }, { as: 'mallory' });
    expect(refusalOf(sent).class).toBe('forbidden');
    expect(await status(incident)).toBe('open');
  });

  test('is contained, and its credential dead, once a later look finds the residual gone', async () => {
    const incident = await struck(proves([session()]));
    await lookAgain(incident, proves([]));
    expect(await status(incident)).toBe('contained');
    expect(await credential(incident)).toMatchObject({ state: 'dead', residuals: [] });
    expect(await world.types(incident)).toContain('residual.gone');
  });

  test('keeps what was accepted when a later look finds the same residual again', async () => {
    const incident = await struck(proves([session()]));
    await world.send(incident, 'accept', { residual: 'c1-sessions', reason: 'It ends at noon.' });
    await lookAgain(incident, proves([session()]));
    expect(await status(incident)).toBe('contained');
    expect(await world.entriesOf(incident, 'residual.found')).toHaveLength(1);
  });

  test('opens again when a later look finds a residual that nobody knew', async () => {
    const incident = await struck(proves([session({ until: '2026-11-24T04:12:00.000Z' })]));
    await lookAgain(incident, proves([session({ id: 'c1-tokens' })]));
    expect(await status(incident)).toBe('open');
    expect(await world.types(incident)).toContain('incident.reopened');
  });

  test('is not contained by a proof that found the credential alive', async () => {
    const incident = await struck(proves([], 'alive'));
    expect(await status(incident)).toBe('open');
    expect((await credential(incident))?.state).toBe('alive');
  });

  test('opens again when a later look finds the credential alive', async () => {
    const incident = await struck(proves([session({ until: '2026-11-24T04:12:00.000Z' })]));
    await lookAgain(incident, proves([], 'alive'));
    expect(await status(incident)).toBe('open');
    expect((await credential(incident))?.state).toBe('alive');
  });

  test('opens again when a later look fails because the credential still works', async () => {
    const incident = await struck(proves([session({ until: '2026-11-24T04:12:00.000Z' })]));
    await lookAgain(incident, () => failed('fatal', 'It is still alive.', { look: look('alive', 'logged in') }));
    expect(await status(incident)).toBe('open');
    expect(await credential(incident)).toMatchObject({
      state: 'alive',
      proof: { after: { result: 'alive', detail: 'logged in' } },
    });
  });

  test('is not contained by the word of a person against a look that found the credential alive', async () => {
    const incident = await struck(() => failed('fatal', 'It is still alive.', { look: look('alive', 'logged in') }));
    const said = await world.send(incident, 'by-hand', { step: 'prove', reason: 'I locked it.' }, { as: 'ben' });
    expect(refusalOf(said)).toMatchObject({ class: 'no', message: expect.stringContaining('does not outrank that') });
    expect(await status(incident)).toBe('open');
    await lookAgain(incident, () => failed('fatal', 'Nobody can tell.', { look: look('could-not-tell') }));
    viewAfter(await world.send(incident, 'by-hand', { step: 'prove', reason: 'I locked it.' }, { as: 'ben' }));
    expect(await status(incident)).toBe('contained');
  });

  test('is contained once each of two credentials is cut off', async () => {
    const incident = await world.declare();
    await world.addCredential(incident, 'c2');
    world.cast.scriptFor('credential.prove', 'c2', { kind: 'again', inMs: 2_000, progress: null, summary: 'look 1 of 3' });
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    expect(await status(incident)).toBe('open');
    await world.forward(2_000);
    expect(await status(incident)).toBe('contained');
  });

  test('is not contained before anything was proven, even if the credential was never seen alive', async () => {
    world.cast.script('credential.probe', done({ summary: 'could not tell', look: look('could-not-tell') }));
    const incident = await world.declare();
    expect(await status(incident)).toBe('open');
    expect((await credential(incident))?.state).toBe('unknown');
  });
});
