/** Thirty leaks at once, two bots on one PostgreSQL: nobody waits for nothing, nothing is done twice, no number is missing. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDesk } from '../../src/composition/open-desk.ts';
import type { Command } from '../../src/incident/command.ts';
import type { View } from '../../src/incident/view.ts';
import { readEnvironment } from '../../src/platform/config/environment.ts';
import { signerOfFile } from '../../src/surfaces/cli/signing/find-key.ts';
import { signDecision } from '../../src/surfaces/cli/signing/sign-decision.ts';
import type { OpenedDesk } from '../../src/surfaces/cli/terminal-composition.ts';
import { newest } from '../stories/town.ts';
import { containedOnce, doneSteps, faultsOf, rowsAt, storyOf, told } from './record.ts';
import { openPost, openTownWithWire, type Post, seenByServer } from './scene.ts';
import { openSharedDatabase, type SharedDatabase } from './shared-database.ts';
import { soon } from './soon.ts';

const crowd = Array.from({ length: 30 }, (_, index) => ({
  role: `crowd_${index + 1}`,
  value: randomBytes(15).toString('base64url'),
}));
const crowdLimitMs = 90_000;

describe.skipIf(newest === undefined)('thirty leaks at once on two bots', () => {
  let place: Awaited<ReturnType<typeof openTownWithWire>>;
  let shared: SharedDatabase;
  let post: Post;
  let opened: OpenedDesk;

  beforeAll(async () => {
    [place, shared] = await Promise.all([openTownWithWire(newest ?? 18), openSharedDatabase(newest ?? 18)]);
    post = await openPost(place.town, place.wire, { databaseUrl: await shared.create('crowd') });
    for (const { role, value } of crowd) await place.town.role(role, value);
    await post.configure({ budget: { 'strikes-per-hour': crowd.length } });
    await Promise.all([post.start(), post.start()]);
    const config = `${post.office.folder}/staunch.yml`;
    opened = await openDesk({ config, data: post.data, work: false }, readEnvironment({ ...post.env }));
  });
  afterAll(async () => {
    await opened?.finish();
    await post?.close();
    await Promise.all([place?.close(), shared?.stop()]);
  });

  async function send(
    command: Pick<Command, 'incident' | 'type' | 'dedupe' | 'payload'>,
    person: string | null,
  ): Promise<View> {
    const actor = { person, account: 'crowd' } as const;
    const sent = await opened.desk.send({ ...command, actor, at: new Date() } as Command);
    if (!sent.ok) throw new Error(sent.refusal.message);
    return sent.view;
  }

  const declare = ({ role, value }: (typeof crowd)[number]) =>
    send(
      {
        incident: '',
        type: 'declare',
        dedupe: `declare:${role}`,
        payload: { kind: 'postgres-password', locator: { target: 'main', role }, value, public: false },
      },
      null,
    );

  /** Ana's signed yes to the first plan, as soon as it is asked for. */
  async function agreed({ incident }: View): Promise<View> {
    const asking = await soon('a plan is asked for', async () => {
      const view = await opened.desk.view(incident);
      return view?.gate != null && view.plans.length > 0 && view;
    });
    const plan = asking.plans[0]?.hash ?? '';
    const ssh = await readFile(`${post.office.key('ana')}.pub`, 'utf8');
    const signer = await signerOfFile(post.office.key('ana'), 'ana', [{ id: 'ana', name: 'Ana', login: null, ssh }]);
    const statement = { v: 1, incident, plan, verdict: 'approve', person: 'ana', nonce: asking.gate?.nonce ?? '' } as const;
    const attestation = { by: 'person', signature: await signDecision(statement, signer) } as const;
    return send(
      { incident, type: 'decide', dedupe: `decide:${incident}`, payload: { verdict: 'approve', plan, attestation } },
      'ana',
    );
  }

  test('each is contained, each step of each stands once, and the register has no gap', { timeout: crowdLimitMs }, async () => {
    // Each is declared twice at the same time: the second finds what the first opened.
    const views = (await Promise.all([...crowd, ...crowd].map(declare))).slice(0, crowd.length);
    expect(new Set(views.map(({ number }) => number))).toEqual(new Set(crowd.map((_, index) => index + 1)));
    await Promise.all(views.map(agreed));
    const url = post.databaseUrl ?? '';
    const over = ({ incidents }: Awaited<ReturnType<typeof rowsAt>>) => incidents.every(({ status }) => status === 'contained');
    const rows = await soon(
      'all are contained',
      async () => (await rowsAt(url).then((now) => over(now) && now)) || null,
      60_000,
    );

    expect(rows.register.map(({ number }) => number)).toEqual(crowd.map((_, index) => index + 1));
    expect(faultsOf(rows)).toEqual([]);
    for (const { number } of rows.incidents) {
      const story = storyOf(rows, number);
      expect(doneSteps(story)).toEqual(containedOnce);
      expect(told(story, 'step.started', 'strike')).toHaveLength(1);
    }
    for (const { role } of crowd) {
      expect(
        (await seenByServer(place.town, role)).filter((what) => what === 'strike'),
        role,
      ).toHaveLength(1);
    }
  });
});
