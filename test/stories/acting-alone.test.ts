/** Nobody else answers: one person acts alone with their own key, and anybody may still stop it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, declareLeak, planHash, statusOf, timelineOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import { targetOf } from './staunch-yml.ts';
import type { Json } from './terminal.ts';
import { newest } from './town.ts';

describe.runIf(newest !== undefined)('where two approvers must agree and one is there', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene(newest, {
      people: { ana: ['on-call', 'approvers'], bo: ['approvers'], cy: ['on-call'], dan: [] },
      async config(town, office) {
        const text = await readFile(resolve(import.meta.dirname, '../../playbooks/leak.yml'), 'utf8');
        const two = text.replace('reversible: { people: 1, from: on-call }', 'reversible: { people: 2, from: approvers }');
        expect(two).not.toBe(text);
        const playbook = join(office.folder, 'two.yml');
        await writeFile(playbook, two);
        return { targets: { main: targetOf(town.server, town.admin) }, playbook };
      },
    });
    await scene.terminal.start();
  });
  afterAll(() => scene.close());

  async function leak(role: string): Promise<{ incident: string; plan: string; value: string }> {
    const value = `leaked-${role}-${crypto.randomUUID()}`;
    await scene.town.role(role, value);
    const incident = await declareLeak(scene.terminal, role, value);
    return { incident, plan: await planHash(scene.terminal, incident, 'Cut now'), value };
  }
  const alone = (incident: string, plan: string, person: string) => {
    const flags = ['--alone', '--reason', 'nobody answers the phone', '--sign-with', scene.office.key(person)];
    return scene.terminal.type(['approve', incident, '--plan', plan, ...flags]);
  };
  const begun = (incident: string) => scene.terminal.until(['status', incident], ({ json }) => json.gate?.alone != null);

  it('is seen by all while it counts down, and stopped by somebody who may not even say yes', async () => {
    const { town, terminal, office } = scene;
    const { incident, plan, value } = await leak('app');
    const waiting = alone(incident, plan, 'ana');
    const { json } = await begun(incident);
    expect(json.gate.alone).toMatchObject({ plan, person: 'ana', reason: 'nobody answers the phone' });
    expect(json.waiting[0]).toMatchObject({ kind: 'alone', plan, for: ['ana', 'bo', 'cy', 'dan'] });
    const no = ['reject', incident, '--plan', plan, '--reason', 'I am here', '--sign-with', office.key('dan')];
    expect(await terminal.type(no)).toMatchObject({ code: 1, json: { state: 'refused' } });
    const ended = await waiting;
    expect(ended, ended.err).toMatchObject({
      code: 1,
      json: { plan, have: 1, need: 2, state: 'refused', alone: { person: 'ana', until: json.gate.alone.until } },
    });
    expect(ended.err).toMatch(/Anyone ends it with: .*reject INC-\d+ --plan [0-9a-f]{8} --reason/);
    expect(ended.err).toMatch(/ana acts alone on plan [0-9a-f]{8}: 0[01]:\d\d left to stop it/);
    expect(await town.login('app', value)).toBe('ok');
    const types = (await timelineOf(terminal, incident)).map(({ type }: Json) => type);
    expect(types.filter((type: string) => /^(alone|gate\.accepted)/.test(type))).toEqual(['alone.started', 'alone.ended']);
  });

  it('ends early when the second one comes after all', async () => {
    const { town, terminal, office } = scene;
    const { incident, plan, value } = await leak('bill');
    const waiting = alone(incident, plan, 'ana');
    await begun(incident);
    expect(await approve(terminal, office, incident, plan, 'bo')).toMatchObject({ code: 0, json: { state: 'accepted' } });
    const ended = await waiting;
    expect(ended, ended.err).toMatchObject({ code: 0, json: { have: 2, state: 'accepted', by: ['ana', 'bo'] } });
    expect(await terminal.type(['wait', incident, '--for', 'cut-off'])).toMatchObject({ code: 0 });
    expect(await town.login('bill', value)).toBe('28000');
  });

  it('is not for somebody whom this gate does not count on, nor under another name', async () => {
    const { incident, plan } = await leak('crm');
    expect(await alone(incident, plan, 'dan')).toMatchObject({ code: 4 });
    const key = ['--sign-with', scene.office.key('dan')];
    const asAna = ['approve', incident, '--plan', plan, '--alone', '--reason', 'x', '--as', 'ana'];
    const lie = await scene.terminal.type([...asAna, ...key]);
    expect(lie, lie.err).toMatchObject({ code: 4 });
    const unsigned = await scene.terminal.type(asAna);
    expect(unsigned, unsigned.err).toMatchObject({ code: 4 });
    expect((await statusOf(scene.terminal, incident)).gate.alone).toBeNull();
  });
});
