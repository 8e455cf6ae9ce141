import { type Block, cards, heading, paragraph, warning } from '../document/block.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Story } from '../story/story.ts';
import type { UsesStory } from '../story/uses.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { counted, prose, purged } from '../words/prose.ts';

/** More rows of one look are no list for people; the JSON has all of them. */
const shownRows = 50;

/** Who was seen using it. "Nobody was seen" and "nobody looked" are two answers. */
export function usage({ uses, zone }: Story, names: Names): Block[] {
  if (uses.length === 0) {
    return [
      heading('Who used it'),
      warning(say`**The bot has not looked.** The record holds no list of uses; that does not say that nobody came in.`),
    ];
  }
  return [heading('Who used it'), ...uses.flatMap((look) => lookBlocks(look, zone, names))];
}

function lookBlocks(look: UsesStory, zone: string, names: Names): Block[] {
  const { rows } = look;
  if (rows === null) return [paragraph(lookLine(look, names)), paragraph(say`The rows: ${purged}`)];
  if (rows.length === 0) return [paragraph(lookLine(look, names))];
  const shown = rows
    .slice(0, shownRows)
    .map(({ at, from, as, what, program }) => [...timeCells(at, zone), prose(from), prose(as), prose(what), prose(program)]);
  const more = rows.length - shown.length;
  return [
    paragraph(lookLine(look, names)),
    cards([...timeHead(zone), 'from', 'as', 'what', 'program'], shown),
    ...(more === 0 ? [] : [paragraph(`${counted(more, 'more row stands', 'more rows stand')} in the JSON of this report.`)]),
  ];
}

function lookLine({ credential, source, count, leftOut, seq }: UsesStory, names: Names): Rich {
  const of = credential === null ? '' : say` of ${names.credential(credential)}`;
  const seen = count === 0 ? say`**No use seen**` : say`**${counted(count, 'use')} seen**`;
  const more = leftOut === 0 ? '' : `; ${leftOut} more were seen and not kept`;
  return say`${seen}${of} by ${prose(source)} (entry ${seq})${more}. Rightful users may be among them; a name is what a program says of itself.`;
}
