/** A stand-in for one entry of `people:` in staunch.yml. They have no keys: in practice a name is enough. */
export type PracticePerson = {
  id: string;
  name: string;
  timeZone: string;
  groups: string[];
  slack: { user: string; team: string } | null;
};

/** The practice workspace's own id. */
export const practiceTeam = 'T0PRACTICE';

/**
 * `scanner` finds the leak and declares it at the terminal, so that whoever decides is somebody else. The others are in the
 * practice Slack: `you` and `sam` are on call, `ines` may only agree.
 */
export const practicePeople: readonly PracticePerson[] = [
  { id: 'scanner', name: 'The secret scanner', timeZone: 'UTC', groups: [], slack: null },
  {
    id: 'you',
    name: 'You',
    timeZone: 'UTC',
    groups: ['on-call', 'approvers'],
    slack: { user: 'U0YOU00001', team: practiceTeam },
  },
  {
    id: 'sam',
    name: 'Sam',
    timeZone: 'Europe/Lisbon',
    groups: ['on-call', 'approvers'],
    slack: { user: 'U0SAM00001', team: practiceTeam },
  },
  {
    id: 'ines',
    name: 'Ines',
    timeZone: 'Europe/Berlin',
    groups: ['approvers'],
    slack: { user: 'U0INES0001', team: practiceTeam },
  },
];
