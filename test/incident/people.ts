import type { SlackIdentity } from '../../src/timeline/person.ts';

export type Person = {
  id: string;
  name: string;
  groups: string[];
  ssh: string | null;
  timezone?: string;
  slack?: SlackIdentity;
};

/** Ana and Ben are on call, Ben and Cem may approve, Dia may nothing. */
export const people: Person[] = [
  { id: 'ana', name: 'Ana', groups: ['on-call'], ssh: null },
  { id: 'ben', name: 'Ben', groups: ['on-call', 'approvers'], ssh: null },
  { id: 'cem', name: 'Cem', groups: ['approvers'], ssh: null },
  { id: 'dia', name: 'Dia', groups: [], ssh: null },
];
