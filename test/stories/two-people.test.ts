/** Where two people must agree, it takes two: each with their own key, for this plan, in this asking. */
import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Desk, Sent } from '../../src/incident/desk.ts';
import { connectDesk } from '../../src/surfaces/cli/socket/connect-desk.ts';
import type { DecisionStatement } from '../../src/timeline/decision.ts';
import { approve, declareLeak, planHash, plansOf, statusOf, timelineOf } from './leak.ts';
import { openScene, type Scene } from './scene.ts';
import { signature } from './signature.ts';
import { makeKey, type Office, targetOf } from './staunch-yml.ts';
import type { Json, RunningBot, Terminal } from './terminal.ts';
import { newest, type Town } from './town.ts';

const passphrase = 'typed with care';
const onePerson = 'reversible: { people: 1, from: on-call }';

/** leak.yml with another rung, and maybe another time to answer in. */
async function playbookWith(folder: string, name: string, rung: string, expires = '3m'): Promise<string> {
  const text = await readFile(resolve(import.meta.dirname, '../../playbooks/leak.yml'), 'utf8');
  const changed = text.replace(onePerson, `reversible: ${rung}`).replace('expires: 3m', `expires: ${expires}`);
  expect(changed).not.toBe(text);
  const path = join(folder, name);
  await writeFile(path, changed);
  return path;
}

describe.runIf(newest !== undefined)('a plan that two approvers must agree to', () => {
  let scene: Scene;
  let town: Town;
  let office: Office;
  let terminal: Terminal;
  let bot: RunningBot;
  let desk: Desk;
  const use = async (playbook: string | undefined) => {
    await bot?.stop();
    const sink = { file: join(office.folder, 'sink') };
    const targets = { main: targetOf(town.server, town.admin, { 'with-sink': sink }) };
    await office.configure(playbook === undefined ? { targets } : { targets, playbook });
    bot = await terminal.start();
    desk = await connectDesk(join(office.folder, 'data', 'staunch.sock'));
  };

  beforeAll(async () => {
    scene = await openScene(newest, {
      people: { ana: ['on-call', 'approvers'], bo: ['approvers'], cy: ['on-call'], dan: [] },
      passphrase,
      env: (_town, { folder }) => typist(folder, passphrase),
    });
    ({ town, office, terminal } = scene);
    await use(await playbookWith(office.folder, 'two.yml', '{ people: 2, from: approvers }'));
  });
  afterAll(() => scene.close());

  /** A new leak with its plan on offer. */
  async function leak(
    role: string,
    more: string[] = [],
  ): Promise<{ incident: string; id: string; plan: string; nonce: string; value: string }> {
    const value = `leaked-${role}-${crypto.randomUUID()}`;
    await town.role(role, value);
    const incident = await declareLeak(terminal, role, value, more);
    const plan = await planHash(terminal, incident, 'Cut now');
    const { gate, incident: id } = await statusOf(terminal, incident);
    return { incident, id, plan, value, nonce: gate?.nonce ?? '' };
  }

  /** What whoever reaches the bot's socket can send, past the terminal's own checks. */
  async function sent(statement: DecisionStatement, keyFile: string, claims: Partial<DecisionStatement> = {}): Promise<Sent> {
    const said = { ...statement, ...claims };
    return desk.send({
      incident: statement.incident,
      type: 'decide',
      dedupe: `story:${crypto.randomUUID()}`,
      actor: { person: said.person, account: 'story' },
      at: new Date(),
      payload: {
        verdict: said.verdict === 'reject' ? 'reject' : 'approve',
        plan: said.plan,
        attestation: { by: 'person', signature: await signature(statement, keyFile, passphrase) },
      },
    });
  }

  it('is not agreed to by one who signs twice, and is by a second one', async () => {
    const { incident, plan, value } = await leak('app');
    const first = await approve(terminal, office, incident, plan, 'ana');
    expect(first).toMatchObject({ code: 0, json: { plan, have: 1, need: 2, state: 'waiting', by: ['ana'] } });
    const again = await approve(terminal, office, incident, plan, 'ana');
    expect(again, again.err).toMatchObject({ code: 4, json: { error: { exit: 4, class: 'forbidden' } } });
    expect(again.json.error.message).toMatch(/ana has already said yes.*1 more of "approvers"/);
    for (const [person, why] of [
      ['cy', 'not in the group "approvers"'],
      ['dan', 'not in the group "approvers"'],
    ] as const) {
      const refused = await approve(terminal, office, incident, plan, person);
      expect(refused, refused.err).toMatchObject({ code: 4 });
      expect(refused.json.error.message).toContain(why);
    }
    expect(await statusOf(terminal, incident)).toMatchObject({ plans: [{ have: ['ana'], state: 'waiting' }] });
    expect(await town.login('app', value)).toBe('ok');
    const second = await approve(terminal, office, incident, plan, 'bo');
    expect(second).toMatchObject({ code: 0, json: { have: 2, need: 2, state: 'accepted', by: ['ana', 'bo'] } });
    expect(await terminal.type(['wait', incident, '--for', 'cut-off'])).toMatchObject({ code: 0 });
    expect(await town.login('app', value)).toBe('28000');
  });

  it('counts no signature of another key, for another plan, or from another asking', async () => {
    const { incident, id, plan, nonce, value } = await leak('bill');
    const other = await leak('other-app');
    const stranger = join(office.folder, 'key-of-a-stranger');
    await makeKey(stranger);
    const typed = await terminal.type(['approve', incident, '--plan', plan, '--as', 'ana', '--sign-with', stranger]);
    expect(typed, typed.err).toMatchObject({ code: 4 });
    const statement = { v: 1, incident: id, plan, verdict: 'approve', person: 'ana', nonce } as const;
    const forged: [string, Promise<Sent>][] = [
      ['by a stranger', sent(statement, stranger)],
      ['by bo as ana', sent(statement, office.key('bo'))],
      ['for another person', sent({ ...statement, person: 'bo' }, office.key('ana'), { person: 'ana' })],
      ['for another plan', sent({ ...statement, plan: other.plan }, office.key('ana'), { plan })],
      ['for another asking', sent({ ...statement, nonce: other.nonce }, office.key('ana'))],
      ['for a rejection', sent({ ...statement, verdict: 'reject' }, office.key('ana'), { verdict: 'approve' })],
    ];
    for (const [what, answer] of forged)
      expect(await answer, what).toMatchObject({ ok: false, refusal: { class: 'forbidden' } });
    const { plans, alarms } = await statusOf(terminal, incident);
    expect([plans[0].have, alarms]).toEqual([[], []]);
    const refusals = (await timelineOf(terminal, incident)).filter(({ type }: Json) => type === 'command.refused');
    expect(refusals).toHaveLength(forged.length);
    expect(await sent(statement, office.key('ana'))).toMatchObject({ ok: true, view: { plans: [{ have: ['ana'] }] } });
    expect(await town.login('bill', value)).toBe('ok');
  });

  it('is refused by one, and asked anew when somebody retries', async () => {
    const { incident, plan, nonce } = await leak('crm');
    expect((await approve(terminal, office, incident, plan, 'ana')).json).toMatchObject({ state: 'waiting' });
    const no = await terminal.type([
      'reject',
      incident,
      '--plan',
      plan,
      '--reason',
      'the wrong role',
      '--sign-with',
      office.key('dan'),
    ]);
    expect(no, no.err).toMatchObject({ code: 1, json: { plan, state: 'refused' } });
    const late = await approve(terminal, office, incident, plan, 'bo');
    expect(late, late.err).toMatchObject({ code: 1, json: { plan, state: 'refused' } });
    expect((await statusOf(terminal, incident)).waiting[0]).toMatchObject({ kind: 'stuck', step: 'contain.gate' });
    expect((await terminal.type(['retry', incident, 'contain.gate', '--as', 'ana'])).code).toBe(0);
    expect((await plansOf(terminal, incident))[0]).toMatchObject({ hash: plan, have: [], state: 'waiting' });
    const asked = await terminal.until(['status', incident], ({ json }) => json.gate !== null);
    expect(asked.json.gate.nonce).not.toBe(nonce);
  });

  it('whoever declared the leak may not decide where the ladder says so', async () => {
    const { incident } = await leak('with-sink', ['--as', 'ana']);
    const plan = await planHash(terminal, incident, 'New password');
    const own = await approve(terminal, office, incident, plan, 'ana');
    expect(own, own.err).toMatchObject({ code: 4 });
    expect(own.json.error.message).toContain('ana declared this incident');
    expect((await approve(terminal, office, incident, plan, 'bo')).json).toMatchObject({ have: 1, need: 1, state: 'accepted' });
  });

  it('an answer that comes too late is told so, and the new asking takes it', async () => {
    await use(await playbookWith(office.folder, 'soon.yml', '{ people: 1, from: on-call }', '3s'));
    const { incident, plan, value } = await leak('slow');
    const approveWith = (env: Record<string, string>) =>
      terminal.type(['approve', incident, '--plan', plan, '--sign-with', office.key('ana')], { env });
    // The passphrase is asked for when the asking is known, and typed only when it is over.
    const [asked, over] = [join(office.folder, 'asked'), join(office.folder, 'over')];
    const slowly = approveWith({ STORY_ASKED: asked, STORY_WAIT_FOR: over });
    await vi.waitUntil(() => existsSync(asked), { timeout: 20_000 });
    const expired = (entries: Json[]) => entries.filter(({ type }) => type === 'gate.expired').length;
    const before = expired(await timelineOf(terminal, incident));
    const seen = await terminal.until(['timeline', incident], ({ lines }) => expired(lines) > before);
    expect(expired(seen.lines)).toBeGreaterThan(before);
    await writeFile(over, '');
    const late = await slowly;
    expect(late, late.err).toMatchObject({ code: 1, json: { plan, state: 'expired', have: 0 } });
    expect(await town.login('slow', value)).toBe('ok');
    // Typed in time, the answer to the asking of that moment counts; a slow machine may need another try.
    for (let tries = 0; tries < 3; tries += 1) {
      const approved = await approve(terminal, office, incident, plan, 'ana');
      if (approved.json.state === 'accepted') break;
    }
    expect(await terminal.type(['wait', incident, '--for', 'cut-off'])).toMatchObject({ code: 0 });
    expect(await town.login('slow', value)).toBe('28000');
  });
});

/** Types the passphrase when ssh-keygen asks for it; with STORY_WAIT_FOR only once that file is there (at most 20 s). */
async function typist(folder: string, text: string): Promise<Record<string, string>> {
  const program = join(folder, 'typist');
  const script = [
    '#!/bin/sh',
    'if [ -n "$STORY_ASKED" ]; then : > "$STORY_ASKED"; fi',
    'n=0',
    'while [ -n "$STORY_WAIT_FOR" ] && [ ! -e "$STORY_WAIT_FOR" ] && [ $n -lt 200 ]; do sleep 0.1; n=$((n+1)); done',
    `echo '${text}'`,
  ];
  await writeFile(program, `${script.join('\n')}\n`);
  await chmod(program, 0o755);
  return { SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: 'force' };
}
