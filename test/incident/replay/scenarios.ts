/** Ways an incident can go, whole: each must replay. */
import { done, failed, look } from '../cast.ts';
import { minutes, seconds, viewAfter, type World } from '../world.ts';

export type Scenario = (world: World) => Promise<string>;

async function cut(world: World): Promise<string> {
  const incident = await world.declare();
  viewAfter(await world.approve(incident, 'ana'));
  await world.settle();
  return incident;
}

async function byHand(world: World, incident: string, ...steps: string[]): Promise<void> {
  for (const step of steps) viewAfter(await world.send(incident, 'by-hand', { step }, { as: 'ana' }));
  await world.settle();
}

export const scenarios: Record<string, Scenario> = {
  async 'cut off, contained and closed'(world) {
    const incident = await cut(world);
    await byHand(world, incident, 'look-around', 'tell-owners');
    return incident;
  },
  async 'nobody answers, twice, and every limit passes'(world) {
    const incident = await world.declare();
    await world.forward(minutes(20));
    viewAfter(await world.approve(incident, 'ben'));
    await world.settle();
    return incident;
  },
  async 'refused, asked anew and accepted'(world) {
    const incident = await world.declare();
    viewAfter(await world.reject(incident, 'dia'));
    viewAfter(await world.send(incident, 'retry', { step: 'contain.gate' }));
    await world.settle();
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    return incident;
  },
  async 'the gate is left out'(world) {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'skip', { step: 'contain.gate', reason: 'The role is gone.' }));
    await world.settle();
    return incident;
  },
  async 'the gate is passed by hand'(world) {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'by-hand', { step: 'contain.gate' }));
    await world.settle();
    return incident;
  },
  async 'nothing is left to strike'(world) {
    world.cast.script('leak.plan', done({ summary: 'nothing to do', plans: [] }));
    const incident = await world.declare();
    await world.settle();
    return incident;
  },
  async 'a strike fails, is tried again and left out'(world) {
    world.cast.script('credential.strike', failed('fatal', 'no such role'), failed('fatal', 'no such role'));
    const incident = await cut(world);
    viewAfter(await world.send(incident, 'retry', { step: 'strike' }));
    await world.settle();
    viewAfter(await world.send(incident, 'skip', { step: 'strike', reason: 'It is gone.' }));
    await world.settle();
    return incident;
  },
  async 'a proof is done by hand, and looked at again'(world) {
    world.cast.script('credential.prove', failed('fatal', 'the server is away'));
    const incident = await cut(world);
    await byHand(world, incident, 'prove');
    viewAfter(await world.send(incident, 'retry', { step: 'prove' }));
    await world.settle();
    return incident;
  },
  async 'two credentials, of which one needs another plan'(world) {
    const incident = await world.declare();
    await world.addCredential(incident, 'c2');
    world.cast.scriptFor('credential.strike', 'c2', failed('replan', 'The role was recreated.'));
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    viewAfter(await world.approve(incident, 'ben'));
    await world.settle();
    return incident;
  },
  async 'two credentials, of which one is stuck'(world) {
    const incident = await world.declare();
    await world.addCredential(incident, 'c2');
    world.cast.scriptFor('credential.strike', 'c1', failed('denied', 'no right to do it'));
    viewAfter(await world.approve(incident, 'ana'));
    await world.settle();
    viewAfter(await world.send(incident, 'retry', { step: 'strike', credential: 'c1' }));
    await world.settle();
    return incident;
  },
  async 'a value is handed in before anybody decided'(world) {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'hand-in', { credential: 'c1', value: 'correct horse battery' }));
    await world.settle();
    viewAfter(await world.approve(incident, 'ana'));
    await world.forward(minutes(40));
    return incident;
  },
  async 'the cut is taken back, the clock runs on, and it is cut again'(world) {
    const incident = await cut(world);
    viewAfter(await world.send(incident, 'undo', { credential: 'c1', attestation: { by: 'surface' } }));
    await world.settle();
    viewAfter(await world.approve(incident, 'ben'));
    await world.settle();
    return incident;
  },
  async 'contained, then seen alive'(world) {
    const incident = await cut(world);
    world.cast.script('credential.prove', { kind: 'failed', failure: { ...alive, class: 'fatal' } });
    viewAfter(await world.send(incident, 'retry', { step: 'prove' }));
    await world.forward(minutes(1));
    return incident;
  },
  async 'one acts alone'(world) {
    const incident = await world.declare({ as: 'ben' });
    const plan = (await world.view(incident)).plans[0]?.hash ?? '';
    const alone = { verdict: 'alone', plan, reason: 'nobody answers', attestation: { by: 'surface' } } as const;
    viewAfter(await world.send(incident, 'decide', alone, { as: 'cem' }));
    await world.forward(seconds(90));
    return incident;
  },
  async 'closed by a person while people are asked'(world) {
    const incident = await world.declare();
    viewAfter(await world.send(incident, 'close', { reason: 'a false alarm' }, { as: 'ana' }));
    await world.settle();
    return incident;
  },
};

const alive = { reason: 'It still lets us in.', look: look('alive') };
