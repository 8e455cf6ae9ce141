import type { Verdict } from '../../../incident/verify/verdict.ts';
import { clean } from './clean.ts';
import type { Page } from './page.ts';

/** What a verifier found: the answer first, then what was checked against what. */
export function renderVerdict(file: string, verdict: Verdict, page: Page): string {
  const { ok, entries, head, faults, checked } = verdict;
  const short = head === null ? '' : `, the last one ${head.slice(0, 12)}`;
  const answer = ok
    ? `${page.paint('good', 'VERIFIED')}  ${clean(file)}: ${entries} entries${short}`
    : `${page.paint('bad', 'NOT OK')}  ${clean(file)}: ${clean(faults[0]?.what ?? '')}`;
  const more = faults.slice(1).map(({ what }) => `  also: ${clean(what)}`);
  const lines = [
    answer,
    ...more,
    '',
    ...checked.map((sentence) => `  ${clean(sentence)}`),
    ...peopleOf(verdict),
    `  ${anchorsOf(verdict)}`,
  ];
  return `${lines.join('\n')}\n`;
}

function peopleOf({ people }: Verdict): string[] {
  const open =
    "  People's keys: as the record lists them. Whether they are these people's own is for you to say: give --people FILE.";
  return people === 'not given' ? [open] : [];
}

function anchorsOf({ outsideAnchors: count }: Verdict): string {
  if (count > 0)
    return `Outside anchors: ${count} ${count === 1 ? 'line' : 'lines'} of the witness files given, kept outside the bundle.`;
  return 'Outside anchors: none. Nobody but the holder of the key vouches that this is the whole record: give --witness FILE.';
}
