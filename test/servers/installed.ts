/** Whether the servers of `install.ts` are there, and where. */
import { resolve } from 'node:path';
import { inject } from 'vitest';
import { serverMissing } from '../missing-servers.ts';
import { pythonFolder } from './install.ts';

const parts = { verdaccio: 'npm', Unleash: 'npm', JupyterHub: 'python', slack_sdk: 'python' } as const;

/** Whether this server can be started here; says so at the end of the run where it cannot. */
export function installed(server: keyof typeof parts): boolean {
  const why = inject('serversNotInstalled')[parts[server]];
  if (why !== null) serverMissing(server, why);
  return why === null;
}

/** A file of a package that was installed for the tests. */
export const packaged = (...path: string[]) => resolve(import.meta.dirname, 'packages', 'node_modules', ...path);

/** The Python that has JupyterHub, and Slack's own client. */
export const pythonProgram = resolve(pythonFolder, 'bin', 'python');
