/** An incident keeps the playbook that it began with, whatever becomes of the file. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, cutOff, declareLeak, planHash, statusOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import { targetOf } from './staunch-yml.ts';
import type { Json, RunningBot } from './terminal.ts';
import { newest } from './town.ts';

const leak = resolve(import.meta.dirname, '../../playbooks/leak.yml');

describe.runIf(newest !== undefined)('while an incident is open', () => {
  let scene: Scene;
  let bot: RunningBot;
  let path: string;
  let text: string;
  beforeAll(async () => {
    text = await readFile(leak, 'utf8');
    scene = await openScene(newest, {
      config: async (town, office) => {
        path = join(office.folder, 'leak.yml');
        await writeFile(path, text);
        return { targets: { main: targetOf(town.server, town.admin) }, playbook: path };
      },
    });
    bot = await scene.terminal.start();
  });
  afterAll(() => scene.close());

  /** A new leak, asked about. */
  async function declared(role: string): Promise<string> {
    const value = `leaked-${role}-${crypto.randomUUID()}`;
    await scene.town.role(role, value);
    const incident = await declareLeak(scene.terminal, role, value);
    await planHash(scene.terminal, incident, 'Cut now');
    return incident;
  }
  const stagesOf = async (incident: string): Promise<string[]> =>
    (await statusOf(scene.terminal, incident)).stages.map(({ title }: Json) => title);

  it('its playbook is edited: it goes on by the one that it began with, and the next one begins with the new', async () => {
    const before = await declared('app');
    const edited = text
      .replace('title: Cut it off\n', 'title: Cut it off quickly\n')
      .replace('people: 1, from: on-call', 'people: 2, from: approvers');
    expect(edited).not.toBe(text);
    await writeFile(path, edited);
    const after = await declared('bill');
    expect(await stagesOf(before)).toContain('Cut it off');
    expect(await stagesOf(after)).toContain('Cut it off quickly');
    await cutOff(scene.terminal, scene.office, before);
    const plan = await planHash(scene.terminal, after, 'Cut now');
    expect((await approve(scene.terminal, scene.office, after, plan)).json).toMatchObject({ have: 1, need: 2 });
  });

  it.each([
    ['broken', () => writeFile(path, 'playbook: leak\nstages: [')],
    ['deleted', () => rm(path)],
  ])('its playbook is %s: it goes on, and nothing new begins until the file is mended', async (how, spoil) => {
    await writeFile(path, text);
    const open = await declared(`crm_${how}`);
    await spoil();
    await scene.town.role(`late_${how}`, 'leaked-late');
    const late = await scene.terminal.type(
      ['declare', '--kind', 'postgres-password', '--locator', 'target=main', '--locator', `role=late_${how}`, '--value-stdin'],
      { input: 'leaked-late\n' },
    );
    expect(late, late.err).toMatchObject({ code: 2 });
    expect(late.json.error.message).toContain('leak.yml');
    expect(await stagesOf(open)).toContain('Cut it off');
    expect(await cutOff(scene.terminal, scene.office, open)).toBeDefined();
    await writeFile(path, text);
    await declared(`mended_${how}`);
  });

  it.each([
    ['broken', () => writeFile(path, text.replace('next: contain', 'next: contian'))],
    ['deleted', () => rm(path)],
  ])('its playbook is %s and the bot begins anew: it goes on', async (how, spoil) => {
    const open = await declared(`restarted_${how}`);
    await bot.stop();
    await spoil();
    bot = await scene.terminal.start();
    expect(await cutOff(scene.terminal, scene.office, open)).toBeDefined();
    await writeFile(path, text);
  });
});
