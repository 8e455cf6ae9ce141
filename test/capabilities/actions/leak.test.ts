/** The steps of one leak, as the worker calls them, on a real server. */

import { mkdir, readFile, rmdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kinds } from '../../../src/capabilities/actions/call.ts';
import { credentialIdentify } from '../../../src/capabilities/actions/credential-identify.ts';
import { credentialProbe } from '../../../src/capabilities/actions/credential-probe.ts';
import { credentialProve } from '../../../src/capabilities/actions/credential-prove.ts';
import { credentialStrike } from '../../../src/capabilities/actions/credential-strike.ts';
import { credentialUndo } from '../../../src/capabilities/actions/credential-undo.ts';
import { leakPlan } from '../../../src/capabilities/actions/leak-plan.ts';
import { nothingOwn } from '../../../src/capabilities/actions/own-secret.ts';
import type { ActionContext, ActionInput, KnownCredential, Output } from '../../../src/incident/action.ts';
import { type Plan, planHash } from '../../../src/timeline/plan.ts';
import { available, type Version } from '../../servers/postgres.ts';
import { openWorld, type RoleLeak, type World } from '../postgres-password/world.ts';
import { contextFor, doneOutput, type Held, inputFor, known } from './stage.ts';

const version: Version = 18;

type Case = { leak: RoleLeak; kinds: Kinds; held: Held; context: ActionContext; credential: KnownCredential };

function caseOf(leak: RoleLeak, value: string | null = leak.value): Case {
  const held: Held = { leaked: value, new: null };
  const kinds = new Map([[leak.kind.name, leak.kind]]);
  return { leak, kinds, held, context: contextFor(held), credential: known({ ...leak.credential, held: value !== null }) };
}

/** Identify, probe and plan; answers the case with what the incident knows then, and the plans. */
async function upToGate(one: Case): Promise<{ input: ActionInput; plans: Plan[]; one: Case }> {
  const { facts } = doneOutput(await credentialIdentify(one.kinds, nothingOwn).run(inputFor(one.credential), one.context));
  const found = { ...one.credential, facts: facts ?? null };
  const { look } = doneOutput(await credentialProbe(one.kinds).run(inputFor(found), one.context));
  const credential: KnownCredential = { ...found, before: look ?? null, state: look?.result === 'alive' ? 'alive' : 'unknown' };
  const { plans } = doneOutput(await leakPlan(one.kinds).run(inputFor(null, { credentials: [credential] }), one.context));
  return { input: inputFor(credential, { plan: plans?.[0] ?? null }), plans: plans ?? [], one: { ...one, credential } };
}

/** Runs prove until it is done, without waiting; answers its output and how often it looked. */
async function proven(one: Case, input: ActionInput): Promise<{ output: Output; looks: number }> {
  let progress: ActionContext['progress'] = null;
  for (let looks = 1; ; looks += 1) {
    const result = await credentialProve(one.kinds).run(input, { ...one.context, progress });
    if (result.kind !== 'again') return { output: doneOutput(result), looks };
    // As the job table keeps it: through JSON.
    progress = JSON.parse(JSON.stringify(result.progress)) as ActionContext['progress'];
  }
}

describe.runIf(available(version))('the steps of a leak', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(version);
  });
  afterAll(async () => {
    await world?.stop();
  });

  it('cut the password off, prove it by use in three looks, and take it back', async () => {
    const { leak, kinds, context, ...rest } = caseOf(await world.leak());
    const { input } = await upToGate({ leak, kinds, context, ...rest });
    const struck = doneOutput(await credentialStrike(kinds, nothingOwn).run(input, context));
    expect(struck.calls?.map(({ call }) => call)).toEqual(input.plan?.targets[0]?.calls.map(({ call }) => call));
    const { output, looks } = await proven({ leak, kinds, context, ...rest }, input);
    expect(looks).toBe(3);
    expect(output.proof).toMatchObject({ grade: 'by-use', before: { result: 'alive' }, after: { result: 'refused' } });
    expect(output.residuals).toEqual([]);
    expect(await leak.works(leak.value)).toBe(false);
    expect(doneOutput(await credentialUndo(kinds).run(input, context))).toMatchObject({ undone: true });
    expect(await leak.works(leak.value)).toBe(true);
  });

  it('put a new password in place when people chose that', async () => {
    const { input, plans, one } = await upToGate(caseOf(await world.leak()));
    const plan = plans[1] ?? expect.unreachable();
    expect(plan).toMatchObject({ reversible: false, title: expect.stringContaining('New password') });
    const replacing = { ...input, plan };
    doneOutput(await credentialStrike(one.kinds, nothingOwn).run(replacing, one.context));
    expect((await proven(one, replacing)).output.proof).toMatchObject({ grade: 'by-use' });
    expect(await one.leak.works(one.held.new ?? '')).toBe(true);
    expect(await credentialUndo(one.kinds).run(replacing, one.context)).toMatchObject({
      failure: { class: 'fatal', reason: expect.stringContaining('cannot be taken back') },
    });
  });

  it('tell of a new password that is set and was not handed over, hold it, and hand over the same on retry', async () => {
    const { input, plans, one } = await upToGate(caseOf(await world.leak()));
    const replacing = { ...input, plan: plans[1] ?? expect.unreachable() };
    await mkdir(one.leak.sinkFile);
    expect(await credentialStrike(one.kinds, nothingOwn).run(replacing, one.context)).toMatchObject({
      failure: {
        class: 'fatal',
        reason: expect.stringContaining('it was not handed over: clients are out'),
        byHand: expect.stringContaining('was not handed over'),
        calls: [{ answer: 'ALTER ROLE' }],
      },
    });
    const held = one.held.new ?? expect.unreachable();
    expect(await one.leak.works(held)).toBe(true);
    await rmdir(one.leak.sinkFile);
    doneOutput(await credentialStrike(one.kinds, nothingOwn).run(replacing, one.context));
    expect(await readFile(one.leak.sinkFile, 'utf8')).toBe(held);
  });

  it('keep the undo when a repeat finds in place what an earlier attempt did', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak()));
    const strike = credentialStrike(one.kinds, nothingOwn);
    expect(doneOutput(await strike.run(input, one.context)).undoable).toBeUndefined();
    expect(doneOutput(await strike.run(input, one.context)).undoable).toBe(false);
    expect(doneOutput(await strike.run(input, { ...one.context, attempt: 2 })).undoable).toBeUndefined();
  });

  it('never prove a role dead that nobody has seen', async () => {
    const leak = await world.leak();
    const one = caseOf({ ...leak, credential: { ...leak.credential, locator: leak.nowhere } });
    await expect(proven(one, inputFor(one.credential))).rejects.toThrow('none was ever seen in this incident');
  });

  it('prove by the provider’s state when no value was handed in', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak(), null));
    doneOutput(await credentialStrike(one.kinds, nothingOwn).run(input, one.context));
    const { output } = await proven(one, input);
    expect(output.proof).toMatchObject({ grade: 'by-provider', after: { result: 'could-not-tell' } });
    expect(await one.leak.works(one.leak.value)).toBe(false);
  });

  it('say of a value that is not held whether it was destroyed or never handed in', async () => {
    const one = caseOf(await world.leak(), null);
    const detailOf = async (fingerprint: string | null) =>
      doneOutput(await credentialProbe(one.kinds).run(inputFor({ ...one.credential, fingerprint }), one.context)).look?.detail;
    expect(await detailOf(null)).toBe('no value was handed in');
    expect(await detailOf('ab'.repeat(32))).toBe('the value that was handed in was destroyed');
  });

  it('find a closed role dead: no plan, a proof all the same', async () => {
    const leak = await world.leak();
    await world.server.sql(`alter role ${leak.role} nologin`);
    const { input, plans, one } = await upToGate(caseOf(leak));
    expect(plans).toEqual([]);
    expect((await proven(one, input)).output.proof).toMatchObject({ grade: 'found-dead' });
  });

  it('report a session that is still open as a residual, with what ends it', async () => {
    const leak = await world.leak();
    const held = await world.session(leak.role, leak.value, 'thief');
    const { input, one } = await upToGate(caseOf(leak));
    await world.server.sql(`alter role ${leak.role} nologin`);
    const { residuals } = (await proven(one, input)).output;
    expect(residuals).toEqual([
      expect.objectContaining({
        id: 'c1-sessions',
        what: expect.stringContaining('thief'),
        endedBy: expect.stringMatching(/^SELECT pg_terminate/),
      }),
    ]);
    await held.client.end();
  });

  it('say that it is still alive when nothing was struck', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak()));
    expect(await credentialProve(one.kinds).run(input, one.context)).toMatchObject({
      failure: { class: 'fatal', reason: expect.stringContaining('still alive'), byHand: expect.stringContaining('NOLOGIN') },
    });
  });

  it('refuse a plan for a role that was made again, in words, and leave it open', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak()));
    const { role, value } = one.leak;
    await world.server.sql(
      `drop role ${role}`,
      `create role ${role} login password '${value}'`,
      `grant ${role} to ${world.bot.user} with admin true, inherit false, set false`,
    );
    expect(await credentialStrike(one.kinds, nothingOwn).run(input, one.context)).toMatchObject({
      failure: { class: 'replan', reason: expect.stringMatching(/id oid was \d+, is \d+/) },
    });
    expect(await one.leak.works(value)).toBe(true);
  });

  it('refuse a credential that is not in the agreed plan', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak()));
    const plan = { ...(input.plan ?? expect.unreachable()), targets: [] };
    expect(await credentialStrike(one.kinds, nothingOwn).run({ ...input, plan }, one.context)).toMatchObject({
      failure: { class: 'replan' },
    });
    expect(await credentialStrike(one.kinds, nothingOwn).run({ ...input, plan: null }, one.context)).toMatchObject({
      failure: { class: 'fatal' },
    });
    expect(await one.leak.works(one.leak.value)).toBe(true);
  });

  it('know after a crash whether the strike took effect, and may repeat it', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak()));
    const strike = credentialStrike(one.kinds, nothingOwn);
    expect(await strike.probe?.(input, one.context)).toEqual({ kind: 'not-done' });
    doneOutput(await strike.run(input, one.context));
    const recovered = await strike.probe?.(input, one.context);
    expect(recovered).toMatchObject({ kind: 'done', output: { calls: [{ answer: 'already in place' }, {}, {}] } });
    doneOutput(await strike.run(input, one.context));
    expect(await one.leak.works(one.leak.value)).toBe(false);
  });

  it('finish a half-done end of sessions: found closed, told to end, not recorded', async () => {
    const leak = await world.leak();
    const held = await world.session(leak.role, leak.value, 'thief');
    await world.server.sql(`alter role ${leak.role} nologin`);
    const { input, plans, one } = await upToGate(caseOf(leak));
    expect(plans).toHaveLength(1);
    doneOutput(await credentialStrike(one.kinds, nothingOwn).run(input, one.context));
    expect(await held.ended).toBe('57P01');
    expect(doneOutput(await credentialStrike(one.kinds, nothingOwn).run(input, one.context)).calls).toEqual([]);
  });

  it('bind people to a hash that thirty new sessions do not change', async () => {
    const leak = await world.leak();
    const first = await upToGate(caseOf(leak));
    const held = await Promise.all(Array.from({ length: 30 }, () => world.session(leak.role, leak.value, 'pool')));
    const second = await upToGate(caseOf(leak));
    expect(second.plans.map(planHash)).toEqual(first.plans.map(planHash));
    doneOutput(await credentialStrike(first.one.kinds, nothingOwn).run(first.input, first.one.context));
    expect(await Promise.all(held.map(({ ended }) => ended))).toEqual(held.map(() => '57P01'));
  });

  it('name the statement to run by hand when a right is missing', async () => {
    const newcomer = await world.newcomer();
    const one = caseOf(await world.leak({ as: newcomer }));
    expect(await credentialIdentify(one.kinds, nothingOwn).run(inputFor(one.credential), one.context)).toMatchObject({
      failure: { class: 'denied', reason: expect.stringContaining('CREATEROLE'), byHand: expect.stringContaining('NOLOGIN') },
    });
  });

  it('carry no password in anything they answer', async () => {
    const { input, plans, one } = await upToGate(caseOf(await world.leak()));
    const replacing = { ...input, plan: plans[1] ?? expect.unreachable() };
    const answers = [
      replacing,
      await credentialStrike(one.kinds, nothingOwn).run(replacing, one.context),
      await proven(one, replacing),
    ];
    const text = JSON.stringify(answers);
    for (const secret of [one.leak.value, one.held.new ?? expect.unreachable(), world.bot.password])
      expect(text).not.toContain(secret);
  });

  it('plan nothing for what is cut off already, and refuse to plan what was not identified', async () => {
    const { input, one } = await upToGate(caseOf(await world.leak()));
    const cut = { ...(input.credential ?? expect.unreachable()), state: 'cut-off' as const };
    const plan = (credentials: KnownCredential[]) => leakPlan(one.kinds).run(inputFor(null, { credentials }), one.context);
    expect(doneOutput(await plan([cut])).plans).toEqual([]);
    expect(await plan([cut, known({ id: 'c2' })])).toMatchObject({ failure: { class: 'fatal' } });
  });
});
