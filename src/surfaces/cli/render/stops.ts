import type { Brake, Pause } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { shellWord } from './command-line.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { timeOfDay } from './time-words.ts';

/** What is stopped by a person: first of everything, with the command that goes on. Empty when nothing is. */
export function stopLines(stopped: readonly Brake[], page: Page, as = ''): string[] {
  return stopped.flatMap((stop) => {
    const what = stop.provider === null ? 'EVERYTHING IS STOPPED' : `${clean(stop.provider).toUpperCase()} IS STOPPED`;
    const whose = stop.provider === null ? '' : ` to ${clean(stop.provider)}`;
    const head = `${what} by ${clean(stop.by)} since ${timeOfDay(stop.at, page.now)}: no call${whose} that changes anything is made.`;
    return [
      ...hang('! ', head, page.columns).map((line) => page.paint('bad', line)),
      ...hang('  ', `Reason: ${clean(stop.reason)}`, page.columns),
      `  Go on: ${page.paint('strong', `${page.program} ${resumeCommand(stop.provider)}${as}`)}`,
      '',
    ];
  });
}

/** Who asked to be left alone, and until when. Empty when nobody did. */
export function pauseLines(paused: readonly Pause[], page: Page): string[] {
  return paused.flatMap(({ provider, until, reason }) => {
    const text = `waits for ${clean(provider)} until ${timeOfDay(until, page.now)}: ${clean(reason)}`;
    return hang('· ', text, page.columns).map((line) => page.paint('warn', line));
  });
}

export const resumeCommand = (provider: string | null): string =>
  provider === null ? 'resume' : `resume --provider ${shellWord(provider)}`;
