import type { Path } from './source.ts';

/** What is wrong with a playbook, before it has a line. */
export type Finding = { path: Path; at: 'key' | 'value'; what: string; fix: string };
