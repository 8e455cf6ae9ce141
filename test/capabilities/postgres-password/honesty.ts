/** What must be said, and what must never be claimed. */
import { expect, it } from 'vitest';
import { ProviderError } from '../../../src/capabilities/clients/provider-error.ts';
import { postgresPassword } from '../../../src/capabilities/credentials/postgres-password/kind.ts';
import type { Deliver } from '../../../src/capabilities/credentials/postgres-password/replace.ts';
import { callFor, identified, planned } from '../../contracts/credential-kind.ts';
import { identity, providerFailure, refusal } from './answers.ts';
import type { RoleLeak, World } from './world.ts';

/** The same leak, with a sink that does as told. */
function withSink(world: World, leak: RoleLeak, deliver: Deliver): RoleLeak {
  const targets = new Map([['main', world.target({ sinks: { [leak.role]: { command: ['/bin/false'] } } })]]);
  return { ...leak, kind: postgresPassword(targets, () => false, deliver) };
}

export function honesty(world: () => World): void {
  it('never takes a role that it has not seen for one that is gone', async () => {
    const leak = await world().leak();
    const call = { ...callFor(leak, null), credential: { ...leak.credential, locator: leak.nowhere } };
    expect(await leak.kind.inspect(call, null)).toEqual({
      cutOff: 'could-not-tell',
      detail: `no role ${leak.role}x on main, and none was ever seen in this incident`,
      residuals: [],
    });
  });

  it('takes a role for gone once its OID is gone, and not when it only has another name', async () => {
    const leak = await world().leak();
    const { facts } = await identified(leak);
    await world().server.sql(`alter role ${leak.role} rename to ${leak.role}_moved`);
    expect(await leak.kind.inspect(callFor(leak, facts), null)).toMatchObject({
      cutOff: 'could-not-tell',
      detail: expect.stringContaining(`${leak.role}_moved`),
    });
    await world().server.sql(`drop role ${leak.role}_moved`);
    expect(await leak.kind.inspect(callFor(leak, facts), null)).toMatchObject({ cutOff: 'yes' });
  });

  it('says what a half-made strike did: the new password is set, and was not handed over', async () => {
    const made = await world().leak();
    const leak = withSink(world(), made, () => Promise.reject(new ProviderError('fatal', 'The sink is broken.')));
    const { target, facts } = await planned(leak, 'replace');
    const error = await providerFailure(leak.kind.replace?.(callFor(leak, facts), target) as Promise<unknown>);
    expect(error.calls).toEqual([expect.objectContaining({ target: `main/${leak.role}`, answer: 'ALTER ROLE' })]);
    expect(error.message).toContain('the new one is set, but it was not handed over: clients are out');
    expect(error.message).toContain('The sink is broken.');
    expect(error.byHand).toMatch(/not handed over.*\n\\password/);
    expect(error.class).toBe('fatal');
    expect(await leak.works(leak.value)).toBe(false);
    const held = leak.held.next;
    let handed: string | null = null;
    const mended = withSink(world(), leak, async (_sink, value) => {
      handed = value;
    });
    await mended.kind.replace?.(callFor(mended, facts), target);
    expect(handed).toBe(held);
  });

  it('says that a role was already NOLOGIN, and offers nothing to take back', async () => {
    const leak = await world().leak();
    const { target, facts } = await planned(leak, 'disable');
    expect(await leak.kind.disable?.(callFor(leak, facts), target)).toMatchObject({ undoable: true });
    const again = await leak.kind.disable?.(callFor(leak, facts), target);
    expect(again).toMatchObject({ undoable: false, calls: [{ answer: 'was already NOLOGIN' }, {}, {}] });
  });

  it('dates what it saw of the sessions', async () => {
    const leak = await world().leak();
    const at = new Date('2026-11-24T01:34:27.500Z');
    const breaks = async () => {
      const found = await leak.kind.identify({ ...callFor(leak, null), now: () => at });
      return found.kind === 'one' ? found.identity.breaks : [];
    };
    expect(await breaks()).toEqual([
      `at 01:34:27Z no session of ${leak.role} was open; whoever connects only now and then is not seen`,
    ]);
    const held = await world().session(leak.role, leak.value, 'shop');
    expect(await breaks()).toEqual(['1 session of shop from 127.0.0.1 in postgres (1 idle; at 01:34:27Z)']);
    await held.client.end();
  });

  it('names a command sink as it would be typed', async () => {
    const leak = withSink(world(), await world().leak(), async () => undefined);
    expect((await identity(leak)).facts).toMatchObject({ sink: 'standard input of /bin/false' });
  });

  it('gives the statement for what only a person may do', async () => {
    const superuser = await world().leak({ attributes: 'superuser' });
    expect((await refusal(superuser)).byHand).toContain(`\\password ${superuser.role}`);
    const credential = { ...superuser.credential, locator: { target: 'main', role: world().bot.user } };
    expect((await refusal({ ...superuser, credential })).byHand).toContain(`\\password ${world().bot.user}`);
  });
}
