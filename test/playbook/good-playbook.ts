import { expect } from 'vitest';
import { type Fault, PlaybookError } from '../../src/playbook/fault.ts';
import { readPlaybook } from '../../src/playbook/read.ts';

/** A playbook with one of everything. */
export const good = `playbook: test
title: A test
within: 15m
ladders:
  standard:
    reversible: { people: 1, from: on-call }
    irreversible: { people: 1, from: approvers, notRequester: true }
    mass: { people: 2, from: approvers, notRequester: true }
stages:
  find:
    within: 90s
    steps:
      - { do: credential.identify, each: credential }
      - { do: leak.plan }
    next: cut
  cut:
    title: Cut it off
    within: 5m
    gate: { plan: containment, ladder: standard, expires: 3m }
    steps:
      - { do: credential.strike, each: credential }
    next: { together: [look, tell], then: write }
  look:
    within: 5m
    steps:
      - { by-hand: Look, id: look-around, who: on-call, instructions: Look twice. }
  tell:
    within: 5m
    steps:
      - by-hand: Tell
        id: tell-owners
        who: on-call
        instructions: |
          Tell them.
  write:
    within: 72h
    steps:
      - { do: report.write, id: report, title: The report }
    next: end
`;

/** Every fault that reading finds. */
export function faultsIn(text: string): Fault[] {
  try {
    readPlaybook(text, 'test.yml');
  } catch (error) {
    if (error instanceof PlaybookError) return error.faults;
    throw error;
  }
  return [];
}

/** The same as text: "line:column what → fix". */
export function faultsOf(text: string): string[] {
  return faultsIn(text).map(({ line, column, what, fix }) => `${line}:${column} ${what} → ${fix}`);
}

/** The good playbook with one slip. */
export function slip(from: string, to: string): string {
  expect(good.split(from)).toHaveLength(2);
  return good.replace(from, () => to);
}
