/** playbooks/playbook.schema.json is what the grammar says. STAUNCH_WRITE_SCHEMA=true writes it, else it is compared. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { playbookJsonSchema } from '../../src/playbook/json-schema.ts';
import { faultsOf, good, slip } from './good-playbook.ts';
import { leakText } from './journey.ts';

const root = resolve(import.meta.dirname, '../..');
const path = resolve(root, 'playbooks/playbook.schema.json');
const schema = playbookJsonSchema();
const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false }).compile(schema);
const takes = (text: string): boolean => validate(parse(text));

test('the published schema is the grammar', () => {
  if (process.env.STAUNCH_WRITE_SCHEMA === 'true') writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
  const stands: unknown = JSON.parse(readFileSync(path, 'utf8'));
  expect(stands, 'STAUNCH_WRITE_SCHEMA=true writes it anew; format it afterwards').toEqual(schema);
});

test('every key says what it is, so that an editor can show it', () => {
  const silent: string[] = [];
  const look = (at: Record<string, unknown>, where: string): void => {
    for (const [key, value] of Object.entries((at.properties ?? {}) as Record<string, Record<string, unknown>>)) {
      if (value.description === undefined && value.anyOf === undefined) silent.push(`${where}.${key}`);
      look(value, `${where}.${key}`);
    }
    for (const below of [at.items, at.additionalProperties, ...((at.anyOf ?? []) as unknown[])]) {
      if (typeof below === 'object' && below !== null) look(below as Record<string, unknown>, where);
    }
  };
  look(schema as Record<string, unknown>, '');
  expect(silent).toEqual([]);
});

describe('what the schema takes', () => {
  test('leak.yml and every example', () => {
    const examples = readdirSync(resolve(root, 'docs/examples')).filter((name) => /^playbook-.*\.yml$/.test(name));
    expect(examples.length).toBeGreaterThan(0);
    for (const text of [
      leakText,
      good,
      ...examples.map((name) => readFileSync(resolve(root, 'docs/examples', name), 'utf8')),
    ]) {
      expect(takes(text), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  test('names its schema, by a way that leads there', () => {
    const named = (text: string) => /^# yaml-language-server: \$schema=(.+)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1] ?? '';
    expect(resolve(root, 'playbooks', named(leakText))).toBe(path);
    for (const name of readdirSync(resolve(root, 'docs/examples')).filter((one) => /^playbook-.*\.yml$/.test(one))) {
      const folder = resolve(root, 'docs/examples');
      expect(resolve(folder, named(readFileSync(resolve(folder, name), 'utf8')))).toBe(path);
    }
  });
});

describe('what the schema refuses, lint refuses', () => {
  test.each([
    ['title: A test\n', ''],
    ['title: A test', 'titel: A test'],
    ['playbook: test', 'playbook: Test One'],
    ['within: 15m', 'within: 15'],
    ['within: 90s', 'within: 1.5m'],
    ['within: 72h', 'within: soon'],
    ['people: 2,', 'people: two,'],
    ['people: 2,', 'people: 0,'],
    ['people: 2,', 'people: 21,'],
    ['people: 2, from: approvers,', 'people: 2,'],
    ['people: 2, from: approvers, notRequester: true', 'people: 2, from: approvers, notRequester: yes please'],
    ['    mass: { people: 2, from: approvers, notRequester: true }\n', ''],
    ['expires: 3m', 'expires: 3m, on-expiry: shout'],
    ['expires: 3m', 'expires: 3m, onExpiry: act'],
    ['ladder: standard, ', ''],
    ['do: credential.strike, each: credential', 'do: strike'],
    ['do: credential.strike, each: credential', 'do: credential.strike, each: target'],
    ['do: credential.strike, each: credential', 'do: credential.strike, by-hand: Strike'],
    ['who: on-call, instructions: Look twice. }', 'instructions: Look twice. }'],
    ['{ together: [look, tell], then: write }', '{ together: [look], then: write }'],
    ['{ together: [look, tell], then: write }', '{ together: [look, tell] }'],
    ['{ together: [look, tell], then: write }', '3'],
    ['    next: end', '    next: end\n    when: always'],
  ])('%j → %j', (from, to) => {
    const text = slip(from, to);
    expect(takes(text)).toBe(false);
    expect(faultsOf(text)).not.toEqual([]);
  });
});
