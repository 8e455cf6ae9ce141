import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../../src/platform/config/config.ts';
import { faults, load, locatorKeys, refusal, sshKeys, targetSchemas, whole } from './fixtures.ts';

const replaced = (from: string, to: string) => {
  expect(whole).toContain(from);
  return whole.replace(from, to);
};

test('a whole file becomes typed values with its defaults', () => {
  const config = load(whole);
  expect(config).toMatchObject({
    file: '/etc/staunch/staunch.yml',
    people: [
      {
        id: 'ana',
        name: 'Ana Silva',
        timezone: 'Europe/Berlin',
        groups: ['on-call', 'approvers'],
        ssh: sshKeys.ana,
        slack: { user: 'U012ABCDEF', team: 'T012ABCDEF' },
        login: 'ana',
      },
      { id: 'bo', name: 'bo', timezone: 'UTC', groups: [], ssh: null, slack: null, login: null },
    ],
    protected: [{ target: 'main', role: 'postgres' }],
    holdMs: 45 * 60_000,
    playbooks: { leak: resolve('playbooks/leak.yml') },
    data: '/etc/staunch/var',
    witnessFile: null,
    secretNames: ['MAIN_ADMIN_PASSWORD'],
  });
  expect(config.targets.main?.port).toBe(5432);
});

test('the witness file is where the file says, else nowhere; a path that is no path from the root is a fault', () => {
  expect(load(whole).witnessFile).toBeNull();
  expect(load(`${whole}witness: { file: /mnt/elsewhere/witness.ndjson }\n`).witnessFile).toBe('/mnt/elsewhere/witness.ndjson');
  expect(faults(`${whole}witness: { file: witness.ndjson }\n`)).toMatchObject([
    { key: 'witness.file', what: 'is no absolute path', fix: 'witness:\n  file: /var/log/staunch/witness.ndjson\n' },
  ]);
  expect(faults(`${whole}witness: /mnt/elsewhere\n`)).toMatchObject([{ key: 'witness' }]);
});

test('a secret stays where it is until it is asked for, and only a named one is given', () => {
  const config = load(whole);
  expect(JSON.stringify(config)).not.toContain('from-the-environment');
  expect(config.secret('MAIN_ADMIN_PASSWORD')).toBe('from-the-environment');
  expect(() => config.secret('STAUNCH_VALUES_KEY')).toThrow('STAUNCH_VALUES_KEY');
});

test('the smallest file names one person, and holds values for 30 minutes', () => {
  expect(load('people: { ana: {} }')).toMatchObject({ holdMs: 1_800_000, targets: {}, protected: [], data: null });
});

test('a playbook whose file is gone is told with its place, and stops nobody: open incidents go on by what they pinned', () => {
  const config = load(`${whole}playbooks: { leak: no.yml }\n`);
  expect(config.playbooks).toEqual({ leak: '/etc/staunch/no.yml' });
  expect(config.missingPlaybooks).toMatchObject([
    { key: 'playbooks.leak', what: 'there is no file /etc/staunch/no.yml', fix: 'playbooks:\n  leak: playbooks/leak.yml\n' },
  ]);
  expect(load(whole).missingPlaybooks).toEqual([]);
});

describe('a fault', () => {
  test('has its place, its key, what is wrong and a fix that is YAML', () => {
    const text = replaced('timezone: Europe/Berlin', 'timezone: Berlin');
    expect(faults(text)).toEqual([
      {
        line: 4,
        column: 5,
        key: 'people.ana.timezone',
        what: 'is no IANA time zone',
        fix: 'people:\n  ana:\n    timezone: Europe/Berlin\n',
      },
    ]);
    expect(refusal(text).message).toContain('/etc/staunch/staunch.yml:4:5  people.ana.timezone: is no IANA time zone');
  });

  test.each([
    ['an unknown key, with the one that was meant', 'hold: 45m', 'holdd: 45m', 'holdd', 'Did you mean hold?'],
    ['an unknown key of a person', 'login: ana', 'logn: ana', 'people.ana.logn', 'Did you mean login?'],
    ['an unknown key of a target', 'host: db', 'hots: db', 'targets.main.hots', 'Did you mean host?'],
    ['an unknown kind of target', 'kind: postgres', 'kind: postgrse', 'targets.main.kind', 'is no kind of target'],
    ['a missing kind', '    kind: postgres\n', '', 'targets.main.kind', 'is missing'],
    ['a missing key', 'user: staunch, ', '', 'targets.main.admin.user', 'is missing'],
    ['a wrong alternative', 'host: db', 'tls: maybe\n    host: db', 'targets.main.tls', '`tls` is off'],
    [
      'a number where text belongs',
      'role: postgres',
      'role: 12',
      'protected.0.role',
      'must be text (put it in quotes), not a number',
    ],
    ['an unknown protected target', 'target: main', 'target: mian', 'protected.0.target', 'Did you mean main?'],
    ['a misspelt key of a protection', 'role: postgres', 'rol: postgres', 'protected.0.rol', 'Did you mean role?'],
    ['a misspelt target of a protection', '{ target: main', '{ targt: main', 'protected.0.targt', 'Did you mean target?'],
    ['a protection without a target', '{ target: main, role', '{ role', 'protected.0', 'names no target'],
    ['a protection of nothing', '{ target: main, role: postgres }', '{}', 'protected.0', 'would protect nothing'],
    ['a hold of more than a day', 'hold: 45m', 'hold: 25h', 'hold', 'longer than 24h'],
    ['a hold without a unit', 'hold: 45m', 'hold: "45"', 'hold', 'write a number and s, m or h'],
    ['an id with a capital', '  bo:', '  Bo:', 'people.Bo', 'use lower-case letters'],
    ['an offset as time zone', 'Europe/Berlin', '"+02:00"', 'people.ana.timezone', 'is no IANA time zone'],
    ['a variable that is not set', 'MAIN_ADMIN_PASSWORD', 'OTHER', 'targets.main.admin.password.env', 'OTHER is not set'],
    ['a second person with the same login', 'bo: {}', 'bo: { login: ana }', 'people.bo.login', 'same as that of ana'],
    ['a second person with the same key', 'bo: {}', `bo: { ssh: ${sshKeys.ana} }`, 'people.bo.ssh', 'same as that of ana'],
    ['people as a list', /people:[\s\S]*?targets:/.exec(whole)?.[0] ?? '', 'people: []\ntargets:', 'people', 'not a list'],
  ])('is found: %s', (_name, from, to, key, what) => {
    const found = faults(replaced(from, to));
    const fault = found.find((candidate) => candidate.key === key);
    expect(fault?.what, JSON.stringify(found)).toContain(what);
    expect(fault?.fix).not.toBe('');
    if (!fault?.fix.startsWith('export ')) expect(() => parse(fault?.fix ?? '')).not.toThrow();
  });

  test('in a part that is transformed still shows how it is written', () => {
    expect(faults('poeple: {}\npeople: { ana: { ssh: x } }').map((fault) => parse(fault.fix))).toEqual([
      { people: { ana: expect.objectContaining({ timezone: 'Europe/Berlin' }) } },
      { people: { ana: { ssh: expect.stringMatching(/^ssh-ed25519 /) } } },
    ]);
  });

  test('does not hide another: all are listed, in the order of the file', () => {
    const text = replaced('Europe/Berlin', 'Mars')
      .replace('port', 'prot')
      .replace('host: db.internal', 'hots: db.internal')
      .replace('45m', '3d');
    expect(faults(text).map((fault) => fault.key)).toEqual([
      'people.ana.timezone',
      'targets.main.host',
      'targets.main.hots',
      'hold',
    ]);
  });

  test.each([
    'password: hunter2-xyzzy',
    'password: { value: hunter2-xyzzy }',
    'password: [hunter2-xyzzy]',
    'password: { env: "hunter2-xyzzy" }',
  ])('about a secret in the file names the variable to use and never shows the secret: %s', (literal) => {
    const error = refusal(replaced('password: { env: MAIN_ADMIN_PASSWORD }', literal));
    expect(JSON.stringify(error.faults) + error.message + error.stack).not.toContain('xyzzy');
    expect(error.message).toContain('env:');
  });

  test('about a secret written out says where secrets belong', () => {
    const [fault] = faults(replaced('{ env: MAIN_ADMIN_PASSWORD }', 'hunter2-xyzzy'));
    expect(fault?.what).toContain('a secret never stands in this file');
    expect(fault?.fix).toBe('targets:\n  main:\n    admin:\n      password:\n        env: MAIN_ADMIN_PASSWORD\n');
  });
});

describe('malformed YAML is refused with its place, without quoting the file', () => {
  test.each([
    ['an unclosed quote', 'people: "xyzzy', 1],
    ['an unclosed bracket', 'people: { ana: xyzzy', 1],
    ['a tab', 'people:\n\tana: xyzzy', 2],
    ['a key twice', 'people: { a: {} }\nhold: xyzzy\nhold: xyzzy', 3],
    ['a tag', 'hold: !xyzzy 30m\npeople: {}', 1],
    ['two documents', 'people: {}\n---\nhold: xyzzy', 2],
    ['two colons', 'people: a: xyzzy', 1],
    ['an unknown alias', 'people: *xyzzy', 1],
    ['nothing', '', 1],
    ['a plain text', 'xyzzy', 1],
    ['a NUL', 'people: \u0000', 1],
  ])('%s', (_name, text, line) => {
    const error = refusal(text);
    expect(error.faults[0]?.line).toBe(line);
    expect(error.message).not.toContain('xyzzy');
  });

  test('a bomb of aliases is refused in no time', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level += 1) {
      const alias = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array(9).fill(alias).join(', ')}]`);
    }
    expect(faults(lines.join('\n'))[0]?.what).toContain('aliases');
  });

  test('keys with the names of built-in things are ordinary unknown keys', () => {
    const keys = faults('people: { ana: {} }\n__proto__: {}\nconstructor: {}\ntargets: { x: { kind: constructor } }').map(
      (f) => f.key,
    );
    expect(keys).toContain('constructor');
    expect(keys).toContain('targets.x.kind');
  });
});

test('a file that is not there, or is a folder, is an error of the same sort', () => {
  const environment = { secret: () => null };
  for (const file of ['/nowhere/staunch.yml', '/']) {
    expect(() => loadConfig({ file, environment, targetSchemas, locatorKeys })).toThrow(/cannot be read/);
  }
});
