import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseMode, type ModeFacts } from '../../../src/platform/config/mode.ts';

const bare: ModeFacts = {
  practiceFlag: false,
  configFile: { path: '/x/staunch.yml', exists: false, named: false },
  databaseUrl: false,
  production: false,
};
const present = { path: '/x/staunch.yml', exists: true, named: false };

test.each<[string, Partial<ModeFacts>, string]>([
  ['nothing at all is practice', {}, 'practice'],
  ['--practice is practice', { practiceFlag: true }, 'practice'],
  ['--practice beside a configuration is practice', { practiceFlag: true, configFile: present }, 'practice'],
  ['a configuration is the real thing', { configFile: present }, 'configured'],
  [
    'a configuration with a database is the real thing',
    { configFile: present, databaseUrl: true, production: true },
    'configured',
  ],
  ['--practice with DATABASE_URL is refused', { practiceFlag: true, databaseUrl: true, configFile: present }, 'refused'],
  ['DATABASE_URL without a configuration is refused', { databaseUrl: true }, 'refused'],
  ['production without a configuration is refused', { production: true }, 'refused'],
  [
    'a configuration that was named but is not there is refused',
    { configFile: { ...present, exists: false, named: true } },
    'refused',
  ],
])('%s', (_name, facts, mode) => {
  expect(chooseMode({ ...bare, ...facts }).mode).toBe(mode);
});

test('without --practice it is practice only when nothing at all is set up', () => {
  const file = fc.record({ path: fc.constant('/x'), exists: fc.boolean(), named: fc.boolean() });
  const facts = fc.record({
    practiceFlag: fc.constant(false),
    configFile: file,
    databaseUrl: fc.boolean(),
    production: fc.boolean(),
  });
  fc.assert(
    fc.property(facts, ({ practiceFlag, configFile, databaseUrl, production }) => {
      const nothing = !configFile.exists && !configFile.named && !databaseUrl && !production;
      expect(chooseMode({ practiceFlag, configFile, databaseUrl, production }).mode === 'practice').toBe(nothing);
    }),
  );
});
