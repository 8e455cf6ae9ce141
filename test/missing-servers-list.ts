/** Prints behind the last line of the run which servers could not start: a run that left something out says so. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';

declare module 'vitest' {
  export interface ProvidedContext {
    /** One JSON object a line: `{name, why}`. Written by the workers, read when the run is over. */
    missingServersFile: string;
  }
}

const missingServer = z.object({ name: z.string(), why: z.string() });

/** Gives the workers a file to write into, and returns what runs when all is over. */
export function setup(project: TestProject): () => void {
  const file = join(mkdtempSync(join(tmpdir(), 'staunch-missing-')), 'servers.jsonl');
  project.provide('missingServersFile', file);
  return () => {
    process.stdout.write(`\n${closingLines(file).join('\n')}\n`);
    rmSync(dirname(file), { recursive: true, force: true });
  };
}

function closingLines(file: string): string[] {
  const lines = new Set(recorded(file));
  return lines.size === 0 ? ['Servers that could not start: none.'] : ['Servers that could not start:', ...lines];
}

function recorded(file: string): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    return lines
      .map((line) => missingServer.parse(JSON.parse(line)))
      .map(({ name, why }) => `  could not start: ${name} because ${why}`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
