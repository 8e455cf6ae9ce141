/** What a bench says with --json: the one place that knows its shape. */
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);
/** A bench with tiny counts that takes longer hangs. */
const mostMs = 50_000;

const range = z.tuple([z.number(), z.number()]);
const row = z.strictObject({
  name: z.string(),
  value: z.number().nullable(),
  unit: z.string(),
  peer: z.string(),
  peerValue: z.number().nullable(),
  ratio: z.number().nullable(),
  range: range.optional(),
  peerRange: range.optional(),
  note: z.string().optional(),
});
const figures = z.strictObject({
  bench: z.string(),
  at: z.iso.datetime(),
  rows: z.array(row),
  machine: z.strictObject({ cpus: z.number(), node: z.string(), postgres: z.string(), load: z.number() }),
});
type Figures = z.infer<typeof figures>;

/** Runs `npm run bench -- …` as a program; throws when it ends with another code than 0. */
export async function bench(...words: string[]): Promise<{ out: string; told: string }> {
  const { stdout, stderr } = await run(process.execPath, [join(root, 'bench/main.ts'), ...words], {
    cwd: root,
    timeout: mostMs,
  });
  return { out: stdout, told: stderr };
}

/** The one JSON object on standard output, and what was told on standard error. */
export async function figuresOf(...words: string[]): Promise<Figures & { told: string }> {
  const { out, told } = await bench(...words, '--small', '--json');
  return { ...figures.parse(JSON.parse(out)), told };
}
