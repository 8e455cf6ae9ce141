/** A stand-in for one entry of `people:` in staunch.yml. They have no keys: in practice a name is enough. */
export type PracticePerson = { id: string; name: string; timeZone: string; groups: string[] };

/** `you` sits at the terminal; `scanner` finds the leak and declares it, so that whoever decides is somebody else. */
export const practicePeople: readonly PracticePerson[] = [
  { id: 'scanner', name: 'The secret scanner', timeZone: 'UTC', groups: [] },
  { id: 'you', name: 'You', timeZone: 'UTC', groups: ['on-call', 'approvers'] },
  { id: 'sam', name: 'Sam', timeZone: 'Europe/Lisbon', groups: ['on-call', 'approvers'] },
];
