/** What an action is given, for tests: one credential, and a context whose held values the test owns. */
import type { ActionContext, ActionInput, KnownCredential, Output, Result } from '../../../src/incident/action.ts';

export function known(over: Partial<KnownCredential> = {}): KnownCredential {
  return {
    id: 'c1',
    kind: 'postgres-password',
    locator: { target: 'main', role: 'app' },
    fingerprint: null,
    hint: 'app on main',
    state: 'unknown',
    held: false,
    before: null,
    facts: null,
    ...over,
  };
}

export function inputFor(credential: KnownCredential | null, over: Partial<ActionInput> = {}): ActionInput {
  return {
    incident: { id: 'i1', number: 1, title: 'a leak', detectedAt: new Date('2026-11-24T03:12:00Z'), practice: false },
    step: 'a-step',
    credential,
    credentials: credential === null ? [] : [credential],
    plan: null,
    ...over,
  };
}

export type Held = { leaked: string | null; new: string | null };

export function contextFor(held: Held = { leaked: null, new: null }, over: Partial<ActionContext> = {}): ActionContext {
  return {
    signal: new AbortController().signal,
    key: 'job-1',
    attempt: 1,
    progress: null,
    clock: { now: () => new Date() },
    log: { info: () => undefined, warn: () => undefined },
    value: async (ref) => held[ref],
    hold: async (ref, value) => {
      held[ref] = value;
    },
    spend: async () => null,
    record: async () => ({
      number: 1,
      withinMs: 900_000,
      stages: [],
      people: [],
      zone: 'UTC',
      entries: [],
      head: null,
      usage: [],
    }),
    ...over,
  };
}

/** The output of a result that must be done. */
export function doneOutput(result: Result): Output {
  if (result.kind !== 'done') throw new Error(`Not done: ${JSON.stringify(result)}`);
  return result.output;
}
