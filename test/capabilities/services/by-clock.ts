/** One leak at a stand-in, from declaration to proof, by the real actions, playbook and gate. All time is the test's. */
import { minutes, seconds, type World } from '../../incident/world.ts';
import { type Containment, isConcluded, type Leak, told } from './containment.ts';

/** The longest that is waited for a conclusion. */
const patienceMs = minutes(14);
const stepMs = seconds(5);

/** What changes on the way: between the plan and the decision. */
export type Midway = { beforeDecision?: () => void };

/** Declares it, gives it every yes it needs, and lets time pass until it is proven, a person is needed, or patience ends. */
export async function containByClock(world: World, leak: Leak, { beforeDecision }: Midway = {}): Promise<Containment> {
  // Many tests of one world fall into one hour of its clock, and each begins with all of its hourly budget.
  await world.db.query('delete from provider_spent');
  const incident = await world.declare(leak);
  const begunAt = world.clock.now().getTime();
  while (!(await isConcluded(world, incident)) && world.clock.now().getTime() - begunAt < patienceMs) {
    if ((await world.view(incident)).gate !== null) {
      beforeDecision?.();
      for (const person of ['cem', 'ben']) await world.approve(incident, person);
    }
    await world.forward(stepMs);
  }
  return told(world, incident);
}

/** What Staunch concluded, in the words of the table. */
export function concluded({ state, grade, stuck }: Containment): string {
  if (grade !== null && isCutOff(state)) return `${state === 'dead' ? 'dead' : 'cut off'}, ${grade}`;
  if (stuck === null) return 'nothing yet: it goes on asking';
  if (stuck.step === 'identify') return 'refused to strike';
  return `${state === 'alive' ? 'still alive' : 'could not tell'}, the step is stuck`;
}

export const isCutOff = (state: Containment['state']) => state === 'cut-off' || state === 'dead';
