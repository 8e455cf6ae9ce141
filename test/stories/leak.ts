/** The commands of a leak as a script types them, each checked for its promised exit code and shape. */
import { expect } from 'vitest';
import type { Office } from './staunch-yml.ts';
import type { Json, Ran, Terminal } from './terminal.ts';

/** Declares a leaked password of `role`; the number of the incident, as it is typed. */
export async function declareLeak(
  terminal: Terminal,
  role: string,
  value: string | null,
  more: string[] = [],
  target = 'main',
): Promise<string> {
  const flags = ['--kind', 'postgres-password', '--locator', `target=${target}`, '--locator', `role=${role}`];
  const valueFlag = value === null ? [] : ['--value-stdin'];
  const ran = await terminal.type(['declare', ...flags, ...valueFlag, ...more], value === null ? {} : { input: `${value}\n` });
  expect(ran, ran.err).toMatchObject({ code: 0 });
  expect(ran.json).toEqual({
    incident: expect.stringMatching(/^[0-9a-f-]{36}$/),
    number: expect.any(Number),
    credentials: [{ id: 'c1', kind: 'postgres-password', hint: `${role} on ${target}` }],
  });
  return String(ran.json.number);
}

/** The plans on offer, in their order. */
export async function plansOf(terminal: Terminal, incident: string): Promise<Json[]> {
  const ran = await terminal.type(['plan', incident]);
  expect(ran, ran.err).toMatchObject({ code: 0 });
  return ran.json.plans;
}

type Title = 'Cut now' | 'New password' | 'Only end' | 'Swap, then cut';

/** One plan's hash: the one whose title begins so. */
export async function planHash(terminal: Terminal, incident: string, title: Title): Promise<string> {
  const plan = (await plansOf(terminal, incident)).find((candidate: Json) => candidate.title.startsWith(title));
  expect(plan, `a plan "${title}…"`).toBeDefined();
  return plan.hash;
}

export function approve(terminal: Terminal, office: Office, incident: string, plan: string, person = 'ana'): Promise<Ran> {
  return terminal.type(['approve', incident, '--plan', plan, '--sign-with', office.key(person)]);
}

/** Plan, signature, and the wait until it is cut off; the status then. */
export async function cutOff(terminal: Terminal, office: Office, incident: string, title: Title = 'Cut now'): Promise<Json> {
  const plan = await planHash(terminal, incident, title);
  const approved = await approve(terminal, office, incident, plan);
  expect(approved.json, approved.err).toMatchObject({ plan, have: 1, need: 1, state: 'accepted', by: ['ana'] });
  const waited = await terminal.type(['wait', incident, '--for', 'cut-off', '--timeout', '30s']);
  expect(waited, waited.err).toMatchObject({ code: 0 });
  return waited.json;
}

export async function timelineOf(terminal: Terminal, incident: string): Promise<Json[]> {
  return (await terminal.type(['timeline', incident])).lines;
}

export async function statusOf(terminal: Terminal, incident: string): Promise<Json> {
  return (await terminal.type(['status', incident])).json;
}
