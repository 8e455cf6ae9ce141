import { type Block, cards, paragraph, warning } from '../document/block.ts';
import { type Rich, say } from '../document/rich.ts';
import type { ExposureEnd, ExposureStart } from '../story/exposure.ts';
import type { Story } from '../story/story.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { none } from '../words/prose.ts';
import { gradeWords } from '../words/state-words.ts';
import { between, clockFace, sinceDetection } from '../words/time-words.ts';

/** Since when and until when others could use what leaked, and on what each end of that window rests. */
export function exposure(story: Story, names: Names): Block[] {
  const { exposure: window, detectedAt, declared, zone } = story;
  if (declared === null) return [paragraph('The record holds no declaration yet.')];
  const starts = window.starts.map((start, index) => [
    index === 0 ? say`**exposed since**` : 'also said',
    ...timeCells(start.at, zone),
    sinceDetection(detectedAt, start.at),
    startEvidence(start, names),
  ]);
  const unknown = [
    'exposed since',
    ...timeCells(null, zone),
    none,
    say`**Nobody has said.** It was exposed at detection at the latest; correct it when you know.`,
  ];
  const detected = [
    'detected',
    ...timeCells(detectedAt, zone),
    sinceDetection(detectedAt, detectedAt ?? ''),
    say`The declaration says so (entry ${declared.seq}).`,
  ];
  const ends = window.ends.map((end) => [
    end.at === null
      ? say`**not cut off:** ${names.credential(end.credential)}`
      : say`**until**: ${names.credential(end.credential)}`,
    ...timeCells(end.at, zone),
    end.at === null ? none : sinceDetection(detectedAt, end.at),
    endEvidence(end),
  ]);
  return [
    length(story),
    cards(
      ['what', ...timeHead(zone), 'from detection', 'who or what says so'],
      [...(starts.length === 0 ? [unknown] : starts), detected, ...ends],
    ),
    ...usage(story),
  ];
}

function length({ exposure: { starts, until }, asOf }: Story): Block {
  const [start] = starts;
  const ms = between(start?.at ?? null, until ?? asOf);
  if (start === undefined || ms === null) return paragraph('How long it was exposed is not known: nobody has said since when.');
  return until === null
    ? warning(say`**It is exposed still**: for ${clockFace(ms)} when this record ended.`)
    : paragraph(
        say`It was exposed for **${clockFace(ms)}**, from the first moment that anybody names to the proof that cut it off.`,
      );
}

function startEvidence({ basis, by, seq }: ExposureStart, names: Names): Rich {
  const who = by === null ? 'the record' : names.actor(by);
  switch (basis) {
    case 'declared':
      return say`${who} said so when declaring it (entry ${seq}).`;
    case 'declared again':
      return say`${who} said so when declaring it again (entry ${seq}).`;
    case 'corrected':
      return say`${who} corrected it (entry ${seq}).`;
    case 'use seen':
      return say`The first use seen in the logs that were searched (entry ${seq}).`;
  }
}

function endEvidence({ at, proof }: ExposureEnd): Rich {
  if (at === null) return say`No proof ends it.`;
  return proof === null
    ? say`Its state in the record says so; no proof stands.`
    : say`Proven ${gradeWords[proof.data.grade]}, entry ${proof.seq}.`;
}

/** "Nobody was seen" and "nobody looked" are two answers. */
function usage(_story: Story): Block[] {
  return [warning('Who used it: the record holds no search of access logs by the bot. That does not say that nobody came in.')];
}
