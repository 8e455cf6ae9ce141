/** catalogue/github.yml by the real engine, actions, playbook and gate, at a stand-in that is held to GitHub's own description. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { World } from '../../incident/world.ts';
import { type Github, startGithub } from '../../stand-ins/github.ts';
import { githubSecrets } from '../../stand-ins/github-state.ts';
import { serviceWorld } from './containment.ts';
import { githubScenarios } from './github-scenarios.ts';
import { kindsAt } from './kinds-at.ts';
import { honestlyContained, neverBelieved } from './lying.ts';
import { targetsTable } from './targets-table.ts';

let world: World;
let github: Github;
let ids = 100;
const table = targetsTable('github');
const place = {
  title: 'GitHub stand-in',
  world: () => world,
  standIn: () => github,
  nextId: () => {
    ids += 10;
    return ids;
  },
  tell: table.tell,
  secrets: Object.values(githubSecrets),
};

beforeAll(async () => {
  github = await startGithub(() => world.clock.now().getTime());
  world = await serviceWorld(kindsAt('github', github.url, githubSecrets));
});
afterAll(async () => {
  await world.close();
  await github.close();
});

honestlyContained(place, githubScenarios);
neverBelieved(place, githubScenarios);

describe('the table', () => {
  it('says what was seen here', () => table.held());
});
