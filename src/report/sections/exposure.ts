import { type Block, cards, paragraph, warning } from '../document/block.ts';
import { type Rich, type Said, say } from '../document/rich.ts';
import type { ExposureEnd, ExposureStart } from '../story/exposure.ts';
import type { Story } from '../story/story.ts';
import { firstUse } from '../story/uses.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { none, prose } from '../words/prose.ts';
import { gradeWords } from '../words/state-words.ts';
import { between, clockFace, sinceDetection } from '../words/time-words.ts';
import { usage } from './usage.ts';

/** Since when and until when others could use what leaked, and on what each end of that window rests. */
export function exposure(story: Story, names: Names): Block[] {
  const { exposure: window, detectedAt, declared, zone } = story;
  if (declared === null) return [paragraph('The record holds no declaration yet.')];
  const row = (what: Said, at: string | null, evidence: Said): Said[] => [
    what,
    ...timeCells(at, zone),
    at === null ? none : sinceDetection(detectedAt, at),
    evidence,
  ];
  const first = firstUse(story.uses);
  const unknown = say`**Nobody has said.** At detection at the latest; correct it when you know.`;
  const rows = [
    window.since === null
      ? row(say`**exposed since**`, null, unknown)
      : row(say`**exposed since**`, window.since.at, startEvidence(window.since, names)),
    ...window.others.map((start) => row('said as well', start.at, startEvidence(start, names))),
    ...(first === null
      ? []
      : [
          row(
            'first use seen',
            first.at,
            say`Seen by ${prose(first.source)} (entry ${first.seq}). It may have been its rightful user.`,
          ),
        ]),
    row('detected', detectedAt, say`The declaration says so (entry ${declared.seq}).`),
    ...window.ends.map((end) => row(endName(end, names), end.at, endEvidence(end))),
  ];
  return [
    length(story),
    cards(['what', ...timeHead(zone), 'from detection', 'who or what says so'], rows),
    ...usage(story, names),
  ];
}

function length({ exposure: { since, until }, asOf }: Story): Block {
  const ms = between(since?.at ?? null, until ?? asOf);
  if (ms === null) return paragraph('How long it was exposed is not known: nobody has said since when.');
  return until === null
    ? warning(say`**It is exposed still**: for ${clockFace(ms)} when this record ended.`)
    : paragraph(say`It was exposed for **${clockFace(ms)}**, until the proof that cut it off.`);
}

function startEvidence({ basis, by, seq }: ExposureStart, names: Names): Rich {
  const verb = {
    declared: 'said so when declaring it',
    'declared again': 'said so when declaring it again',
    corrected: 'corrected it',
  };
  return say`${names.actor(by)} ${verb[basis]} (entry ${seq}).`;
}

const endName = ({ at, credential }: ExposureEnd, names: Names): Rich =>
  at === null ? say`**not cut off:** ${names.credential(credential)}` : say`**cut off:** ${names.credential(credential)}`;

function endEvidence({ at, proof }: ExposureEnd): Rich {
  if (at === null) return say`No proof ends it.`;
  return proof === null
    ? say`Its state in the record says so; no proof stands.`
    : say`Proof: ${gradeWords[proof.data.grade]}, entry ${proof.seq}.`;
}
