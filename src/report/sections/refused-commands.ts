import { type Block, heading, log, paragraph } from '../document/block.ts';

import { entriesOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';
import { commandWords } from '../words/command-words.ts';
import type { Names } from '../words/names.ts';
import { counted, prose } from '../words/prose.ts';
import { sinceDetection } from '../words/time-words.ts';

/** What was refused and changed nothing: behind the timeline, since an auditor wants it and hardly anybody else. */
export function refusedCommands({ entries, detectedAt }: Pick<Story, 'entries' | 'detectedAt'>, names: Names): Block[] {
  const refused = entriesOf(entries, 'command.refused');
  if (refused.length === 0) return [];
  const rows = refused.map(({ data, body, at, actor }) => [
    prose(commandWords(data)),
    data.person === null ? names.actor(actor) : names.person(data.person),
    sinceDetection(detectedAt, at),
    prose(body === null ? undefined : body.message),
  ]);
  const count = counted(refused.length, 'command was', 'commands were');
  return [
    heading('Refused commands'),
    paragraph(`${count} refused and changed nothing.`),
    log(['command', 'who', 'from detection', 'why'], rows),
  ];
}
