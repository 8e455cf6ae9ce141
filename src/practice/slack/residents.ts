/** Who lives in the practice workspace: the people of practice, and three whose word must not count. */
import { practicePeople } from '../people.ts';
import type { Person } from './workspace/model.ts';
import { otherTeam, person } from './workspace/seed.ts';

export const residents: readonly Person[] = [
  ...practicePeople.flatMap(({ id, name, timeZone, slack }) =>
    slack === null ? [] : [person({ id: slack.user, name: id, realName: name, timeZone })],
  ),
  person({ id: 'U0GUEST001', name: 'gus', realName: 'Gus (a guest)', restricted: true }),
  person({ id: 'U0STRANGE1', name: 'stella', realName: 'Stella (another company)', team: otherTeam, stranger: true }),
  person({ id: 'U0GONE0001', name: 'dana', realName: 'Dana (has left)', deleted: true }),
];
