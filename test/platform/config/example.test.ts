import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { postgresTargetSchema } from '../../../src/capabilities/clients/postgres/target.ts';
import { loadConfig } from '../../../src/platform/config/config.ts';

const example = (secret: (name: string) => string | null) =>
  loadConfig({
    file: 'staunch.example.yml',
    environment: { secret },
    targetSchemas: { postgres: postgresTargetSchema },
    locatorKeys: ['target', 'role'],
  });

test('the example file is accepted once its variable is set', () => {
  const config = example((name) => (name === 'MAIN_ADMIN_PASSWORD' ? 'pw' : null));
  expect(config.people.map(({ id }) => id)).toEqual(['ana', 'bo', 'cy']);
  expect(config.targets.main).toMatchObject({ kind: 'postgres', port: 5432, tls: 'verify-full' });
  expect(config.secret('MAIN_ADMIN_PASSWORD')).toBe('pw');
});

test('without its variable the example names what to set', () => {
  expect(() => example(() => null)).toThrow(
    /targets\.main\.admin\.password\.env: the environment variable MAIN_ADMIN_PASSWORD/,
  );
});

test('every key of a PostgreSQL target stands in docs/configuration.md', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  for (const key of Object.keys(postgresTargetSchema.shape)) expect(page).toContain(`\`targets.NAME.${key}\``);
});
