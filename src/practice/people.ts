/** A stand-in for one entry of `people:` in staunch.yml. They have no keys: in practice a name is enough. */
export type PracticePerson = { id: string; name: string; timeZone: string; groups: string[] };

/** Two, so that a gate that leaves out the requester has somebody to ask. `you` sits at the terminal. */
export const practicePeople: readonly PracticePerson[] = [
  { id: 'you', name: 'You', timeZone: 'UTC', groups: ['on-call', 'approvers'] },
  { id: 'sam', name: 'Sam', timeZone: 'Europe/Lisbon', groups: ['on-call', 'approvers'] },
];
