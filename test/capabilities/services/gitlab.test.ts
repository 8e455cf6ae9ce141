/** catalogue/gitlab.yml by the real engine, actions, playbook and gate, at a stand-in that is held to GitLab's own description. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { World } from '../../incident/world.ts';
import { type Gitlab, gitlabSecrets, startGitlab } from '../../stand-ins/gitlab.ts';
import { serviceWorld } from './containment.ts';
import { gitlabScenarios } from './gitlab-scenarios.ts';
import { kindsAt } from './kinds-at.ts';
import { honestlyContained, neverBelieved } from './lying.ts';
import { targetsTable } from './targets-table.ts';

let world: World;
let gitlab: Gitlab;
let ids = 100;
const table = targetsTable('gitlab');
const place = {
  title: 'GitLab stand-in',
  world: () => world,
  standIn: () => gitlab,
  nextId: () => {
    ids += 10;
    return ids;
  },
  tell: table.tell,
  secrets: Object.values(gitlabSecrets),
};

beforeAll(async () => {
  gitlab = await startGitlab(() => world.clock.now().getTime());
  world = await serviceWorld(kindsAt('gitlab', gitlab.url, gitlabSecrets));
});
afterAll(async () => {
  await world.close();
  await gitlab.close();
});

honestlyContained(place, gitlabScenarios);
neverBelieved(place, gitlabScenarios);

describe('the table', () => {
  it('says what was seen here', () => table.held());
});
