import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { generateSchema } from './generate-schema.ts';

const committed = resolve(import.meta.dirname, '../../../../src/practice/slack/strict/slack-types.schema.json');

test('the schema of the practice Slack is what the installed types of Slack’s SDK say', () => {
  const fresh = generateSchema();
  // One definition a line: a new release of the SDK can be read in the diff.
  const part = (entries: object) =>
    Object.entries(entries)
      .map(([name, schema]) => `    ${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
      .join(',\n');
  const text = `{\n  "definitions": {\n${part(fresh.definitions)}\n  },\n  "methods": {\n${part(fresh.methods)}\n  }\n}\n`;
  if (process.env.STAUNCH_WRITE_SCHEMA === 'true') writeFileSync(committed, text);
  expect(readFileSync(committed, 'utf8')).toBe(text);
});
