/** Real incidents by the real engine, for bundles: signed by people, with two plans, usage rows, words and an undo. */
import type { DecisionStatement } from '../../src/timeline/decision.ts';
import { done, planFor } from '../incident/cast.ts';
import { pressedBy } from '../incident/slack-people.ts';
import { minutes, viewAfter, type World } from '../incident/world.ts';
import type { Signers } from './signers.ts';

const seen = [
  { at: '2026-11-23T22:00:00.000Z', from: '10.0.0.7', as: 'shop', what: 'session', program: 'psql' },
  { at: null, from: '10.0.0.8', as: 'shop', what: 'Größe der Tabelle gelesen', program: null },
  { at: '2026-11-23T23:30:00.000Z', from: '10.0.0.9', as: 'shop', what: 'session', program: null },
];

/** Declared, two plans on offer, used by three; nobody has decided. */
export async function askedIncident(world: World): Promise<string> {
  const { cast } = world;
  cast.script(
    'credential.identify',
    done({ summary: 'found', facts: { role: 'c1', breaks: ['the shop'] }, usage: { source: 'sessions', rows: seen } }),
  );
  cast.script('leak.plan', ({ credentials }) =>
    done({ summary: 'planned', plans: [planFor(credentials), planFor(credentials, { title: 'For good', reversible: false })] }),
  );
  const incident = await world.declare({ title: 'The shop’s password stood in a ticket' });
  await world.send(incident, 'note', { text: 'Seen in ticket 4711.' });
  await world.forward(minutes(1));
  return incident;
}

/** The open asking's nonce and the plans on offer. */
export async function askingOf(world: World, incident: string): Promise<{ nonce: string; plans: string[] }> {
  const opened = (await world.entriesOf(incident, 'gate.opened')).at(-1);
  if (opened === undefined) throw new Error('Nobody was asked.');
  return opened.data;
}

/** Ana's yes under her own signature. `alone`: to the plan that asks for approvers, counting by itself after its countdown. */
export async function approveSigned(
  world: World,
  incident: string,
  signers: Signers,
  verdict: 'approve' | 'alone' = 'approve',
): Promise<void> {
  const { nonce, plans } = await askingOf(world, incident);
  const plan = plans[verdict === 'alone' ? 1 : 0] ?? '';
  const statement: DecisionStatement = { v: 1, incident, plan, verdict, person: 'ana', nonce };
  const attestation = { by: 'person', signature: await signers.sign(statement, 'ana') } as const;
  const reason = 'Nobody else is awake.';
  viewAfter(await world.send(incident, 'decide', { verdict, plan, reason, attestation }, { as: 'ana' }));
  await world.settle();
}

/** Ana's yes by the button of the asking's message; her account must be pinned. */
export async function approveInSlack(world: World, incident: string): Promise<void> {
  const { plans } = await askingOf(world, incident);
  const attestation = { by: 'surface', slack: pressedBy('ana') } as const;
  const payload = { verdict: 'approve', plan: plans[0] ?? '', attestation } as const;
  viewAfter(await world.send(incident, 'decide', payload, { as: 'ana' }));
  await world.settle();
}

/** Cut off and contained, then looked around by hand and written: the playbook is walked to its end. */
export async function containedIncident(world: World, signers: Signers): Promise<string> {
  const incident = await askedIncident(world);
  await approveSigned(world, incident, signers);
  await world.forward(minutes(2));
  await world.send(incident, 'note', { text: 'The shop answers again.' });
  for (const step of ['look-around', 'tell-owners']) viewAfter(await world.send(incident, 'by-hand', { step }, { as: 'ana' }));
  await world.settle();
  return incident;
}

/** Cut off, then taken back under Ana's own signature. */
export async function undoneIncident(world: World, signers: Signers): Promise<string> {
  const incident = await askedIncident(world);
  await approveSigned(world, incident, signers);
  await world.forward(minutes(2));
  const offer = (await world.entriesOf(incident, 'undo.offered')).at(-1)?.data;
  if (offer === undefined) throw new Error('Nothing can be taken back.');
  const { nonce, plan, credential } = offer;
  const statement: DecisionStatement = { v: 1, incident, plan, verdict: 'undo', person: 'ana', nonce };
  const attestation = { by: 'person', signature: await signers.sign(statement, 'ana') } as const;
  viewAfter(await world.send(incident, 'undo', { credential, attestation }, { as: 'ana' }));
  await world.forward(minutes(1));
  return incident;
}

/** Ana acted alone, under her own signature: nobody stopped her. */
export async function aloneIncident(world: World, signers: Signers): Promise<string> {
  const incident = await askedIncident(world);
  await approveSigned(world, incident, signers, 'alone');
  await world.forward(minutes(2));
  return incident;
}

/** Cut off on the bot's word that it was Ana, which is enough in practice; then words and usage rows were purged, and a note corrected. */
export async function purgedIncident(world: World): Promise<string> {
  const incident = await askedIncident(world);
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  await world.forward(minutes(2));
  for (const type of ['note.added', 'usage.recorded'] as const) {
    const [entry] = await world.entriesOf(incident, type);
    if (entry === undefined) throw new Error(`There is no ${type} to purge.`);
    viewAfter(await world.send(incident, 'purge', { entry: entry.seq, reason: 'It names a customer.' }, { as: 'ana' }));
  }
  viewAfter(await world.send(incident, 'correct', { entry: 1, text: 'It was ticket 4712.' }, { as: 'ana' }));
  return incident;
}
