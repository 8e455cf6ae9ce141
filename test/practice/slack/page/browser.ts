/** Finds Chromium, or says that there is none. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { serverMissing } from '../../../missing-servers.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome'];

/** Null when there is none on this machine; with CI=true that fails the test. */
export async function openChromium(): Promise<Browser | null> {
  const executablePath = process.env.CHROMIUM ?? inPath();
  if (executablePath === undefined) {
    serverMissing('Chromium', `none of ${programs.join(', ')} is in PATH and CHROMIUM is not set`);
    return null;
  }
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

function inPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return programs.flatMap((program) => folders.map((folder) => join(folder, program))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
