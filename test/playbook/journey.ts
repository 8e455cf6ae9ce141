import { readFileSync } from 'node:fs';
import { begin, step } from '../../src/playbook/advance.ts';
import { readPlaybook } from '../../src/playbook/read.ts';
import type { Advance, MachineEffect, MachineEvent } from '../../src/playbook/step.ts';
import type { Playbook } from '../../src/playbook/tree.ts';
import { type Where, where } from './where.ts';

export const leakText = readFileSync(new URL('../../playbooks/leak.yml', import.meta.url), 'utf8');
export const leak = readPlaybook(leakText, 'playbooks/leak.yml');

/** An incident under a playbook, with nothing around it. Its state goes through JSON at every step, as in the database. */
export type Journey = {
  /** What must be done on `event`, in words: "start-step strike". Fails when the event is ignored. */
  on(event: MachineEvent): string[];
  ignores(event: MachineEvent): boolean;
  now(): Advance;
  where(): Where;
};

export function journey(playbook: Playbook, ...events: MachineEvent[]): Journey {
  let now = begin(playbook);
  const stored = () => JSON.parse(JSON.stringify(now.state)) as unknown;
  const self: Journey = {
    on(event) {
      const next = step(playbook, stored(), event);
      if (next === null) throw new Error(`${JSON.stringify(event)} was ignored in ${JSON.stringify(now.value)}`);
      now = next;
      return next.effects.map(words);
    },
    ignores: (event) => step(playbook, stored(), event) === null,
    now: () => now,
    where: () => where(playbook, stored()),
  };
  for (const event of events) self.on(event);
  return self;
}

/** "start-timer stage-warned:contain 225000 now" */
export function words(effect: MachineEffect): string {
  return Object.values(effect).join(' ');
}

export const settled = (...steps: string[]): MachineEvent[] => steps.map((name) => ({ type: 'settled', step: name }));
export const timer = (name: string): MachineEvent => ({ type: 'timer', timer: name });

/** leak.yml up to the point where people are asked, and up to where three stages run at once. */
export const asked = settled('identify', 'probe', 'plan');
export const accepted: MachineEvent[] = [...asked, { type: 'gate-accepted', stage: 'contain' }];
export const cutOff: MachineEvent[] = [...accepted, ...settled('strike', 'prove')];
