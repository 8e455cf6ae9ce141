/** `practice slack`: the practice workspace alone, for whatever app somebody wants to try. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemClock } from '../platform/clock.ts';
import { PortUnavailable } from '../practice/slack/http/listen.ts';
import { startPracticeSlack } from '../practice/slack/server.ts';
import { ManifestError } from '../practice/slack/strict/manifest.ts';
import type { PracticeSlackWish, RunningSlack } from '../surfaces/cli/terminal-composition.ts';
import { TerminalError } from '../surfaces/cli/terminal-error.ts';

const ownManifest = resolve(import.meta.dirname, '../../manifest.yml');

/** `tell`: for a sentence about what broke inside. */
export async function runPracticeSlack(wish: PracticeSlackWish, tell: (sentence: string) => void): Promise<RunningSlack> {
  const manifest = manifestText(wish.manifest ?? ownManifest);
  const transport = wish.requestUrl === null ? undefined : { http: urlsOf(wish.requestUrl) };
  try {
    return await startPracticeSlack({
      port: wish.port,
      clock: systemClock,
      manifest,
      log: tell,
      ...(transport === undefined ? undefined : { transport }),
    });
  } catch (error) {
    if (error instanceof ManifestError || error instanceof PortUnavailable) {
      throw new TerminalError('usage', error.message, { cause: error });
    }
    throw error;
  }
}

function manifestText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TerminalError('missing', `The manifest ${file} cannot be read: ${why}. Nothing was started.`, { cause: error });
  }
}

/** One address for all three sorts of payloads, as most apps have it. */
function urlsOf(text: string): { events: string; interactivity: string; commands: string } {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new TerminalError('usage', `--request-url ${text} is no http:// or https:// address. Nothing was started.`);
  }
  return { events: url.href, interactivity: url.href, commands: url.href };
}
