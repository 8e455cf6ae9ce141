/** The vendored samples and tables of the real Slack: test/fixtures/slack-official/README.md. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '../../../fixtures/slack-official');
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));

export type MethodPage = {
  required: string[];
  errors: string[];
  scopes: { bot?: string[]; user?: string[] };
  rateLimit: string | null;
};

/** What Slack's page about a method says; undefined where there is none. */
export const methodPages: Readonly<Record<string, MethodPage>> = read('methods.json');
/** Errors that any method may answer. */
export const commonErrors: readonly string[] = read('errors_of_every_method.json');
/** `Tier3`, or `SpecialTier_…`; null: not in the table. */
export const rateLimitTiers: Readonly<Record<string, string | null>> = read('rate_limit_tiers.json');

/** What the real Slack answered a method, with every key that was ever seen; null where nobody recorded it. */
export function apiSample(method: string): unknown {
  const name = `api/${method}.json`;
  return existsSync(join(folder, name)) ? read(name) : null;
}

export const eventSample = (name: string): unknown => read(`events/${name}Payload.json`);
export const payloadSample = (name: string): unknown => read(`app-backend/${name}Payload.json`);
