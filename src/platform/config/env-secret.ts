import { z } from 'zod';

/** A secret in staunch.yml: never its value, only the name of the environment variable that holds it. */
export const envSecret = z.strictObject({
  env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'is no name of an environment variable: use letters, digits and _')
    .meta({ examples: ['MAIN_ADMIN_PASSWORD'] }),
});

/** Every `{ env: NAME }` inside a value, with its path. */
export function envSecretsIn(value: unknown, path: PropertyKey[] = []): { name: string; path: PropertyKey[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [PropertyKey, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'env' && typeof first[1] === 'string') return [{ name: first[1], path }];
  return entries.flatMap(([key, item]) => envSecretsIn(item, [...path, key]));
}
