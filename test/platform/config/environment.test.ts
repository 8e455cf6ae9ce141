import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EnvironmentError, environmentVariables, readEnvironment } from '../../../src/platform/config/environment.ts';
import { fileSchema } from '../../../src/platform/config/schema.ts';

test('what is not set is null', () => {
  expect(readEnvironment({})).toMatchObject({
    databaseUrl: null,
    configFile: null,
    recordKey: null,
    person: null,
    production: false,
  });
});

test('what is set is read, and a named secret is found', () => {
  const environment = readEnvironment({
    NODE_ENV: 'production',
    STAUNCH_PERSON: 'ana',
    DATABASE_URL: 'postgresql:///staunch?host=/run',
    PW: 'x',
    EMPTY: '',
  });
  expect(environment).toMatchObject({ production: true, person: 'ana', databaseUrl: 'postgresql:///staunch?host=/run' });
  expect(environment.secret('PW')).toBe('x');
  expect(environment.secret('EMPTY')).toBeNull();
  expect(environment.secret('NONE')).toBeNull();
});

test('an empty variable is a fault, and all faults are listed', () => {
  expect(() => readEnvironment({ DATABASE_URL: '', STAUNCH_DATA: '' })).toThrow(
    /DATABASE_URL is set, but empty.*\n.*STAUNCH_DATA/,
  );
});

test('a database URL of another sort is refused without being shown', () => {
  for (const url of ['mysql://u:xyzzy@h/d', 'xyzzy']) {
    expect(() => readEnvironment({ DATABASE_URL: url })).toThrow(EnvironmentError);
    expect(() => readEnvironment({ DATABASE_URL: url })).not.toThrow(/xyzzy/);
  }
});

test('every variable and every key of the file stands in docs/configuration.md', () => {
  const page = readFileSync('docs/configuration.md', 'utf8');
  for (const name of environmentVariables) expect(page).toContain(`\`${name}\``);
  for (const key of Object.keys(fileSchema.shape)) expect(page).toContain(`\`${key}\``);
  for (const key of ['name', 'timezone', 'groups', 'ssh', 'slack', 'login']) expect(page).toContain(`\`people.ID.${key}\``);
});
