/** What stands above everything: how it stands, in a few words that need nothing else. */
import type { Tone } from './document/block.ts';
import { type Rich, say } from './document/rich.ts';
import { isCutOff, lastCutOff } from './story/credentials.ts';
import type { Story } from './story/story.ts';
import { between, lengthWords, limitWords, sinceDetection, utc } from './words/time-words.ts';

export function verdictOf(story: Story): { tone: Tone; text: Rich } {
  const { credentials, detectedAt, asOf, withinMs, alarms } = story;
  if (story.declared === null) return { tone: 'warn', text: say`Not declared yet` };
  const cut = between(detectedAt, lastCutOff(credentials));
  if (cut === null) {
    const done = credentials.filter(isCutOff).length;
    const some = done === 0 ? '' : ` (${done} of ${credentials.length} are)`;
    return { tone: 'bad', text: say`NOT cut off after ${lengthWords(between(detectedAt, asOf) ?? 0)}${some}` };
  }
  const late = cut > withinMs;
  const tone = alarms.length > 0 || late ? 'bad' : story.status.state === 'open' ? 'warn' : 'good';
  return {
    tone,
    text: say`Cut off after ${lengthWords(cut)}${late ? `, PAST the ${limitWords(withinMs)}` : ''}`,
  };
}

export function stateOf({ status, asOf, entries, detectedAt }: Story): Rich {
  const since = status.at === null ? '' : ` since ${utc(status.at)}`;
  const known =
    asOf === null ? 'the record is empty' : `as of entry ${entries.length}, ${utc(asOf)} (${sinceDetection(detectedAt, asOf)})`;
  return say`**${status.state.toUpperCase()}**${since}; ${known}. Times are UTC; +mm:ss counts from detection.`;
}
