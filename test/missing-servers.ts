import { appendFileSync } from 'node:fs';
import { inject } from 'vitest';

/**
 * Says that a real server could not be started, so that what needs it is not tried.
 * With CI=true it throws and the test fails; else the run ends with a list of them.
 * `name` is what people call it ("PostgreSQL 15"), `why` one line without secrets.
 */
export function serverMissing(name: string, why: string): void {
  if (process.env.CI === 'true')
    throw new Error(`${name} could not start because ${why}. With CI=true every server is needed.`);
  appendFileSync(inject('missingServersFile'), `${JSON.stringify({ name, why })}\n`);
}
