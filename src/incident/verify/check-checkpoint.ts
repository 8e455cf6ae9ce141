/** What the bot signed at the end, against what was counted. */
import { checkpointText } from '../../timeline/bundle/checkpoint.ts';
import { isSignedBy } from '../../timeline/bundle/record-signature.ts';
import { isPublicKey } from './check-opening.ts';
import type { Material } from './material.ts';
import type { Finding } from './verdict.ts';

export function checkCheckpoint(material: Material): Finding {
  const { opening, checkpoint } = material;
  const expected = checkpointText(material, material.before);
  const faults: string[] = [];
  const difference = firstDifference(expected.split('\n'), checkpoint.text.split('\n'));
  if (difference !== null) faults.push(difference);
  if (!isPublicKey(opening.recordKey)) faults.push('The record names no key of a bot: 32 bytes in base64 are expected.');
  else if (!isSignedBy(opening.recordKey, checkpoint.text, checkpoint.signature)) {
    faults.push('The checkpoint is not signed by the key that the record names.');
  }
  return {
    checked: 'Checkpoint: what was counted here against what was signed, signed by the key that the first entry names',
    faults: faults.map((what) => ({ seq: null, what })),
  };
}

function firstDifference(expected: string[], said: string[]): string | null {
  const at = expected.findIndex((line, index) => line !== said[index]);
  if (at === -1) return said.length === expected.length ? null : 'The checkpoint says more than it should.';
  const wanted = expected[at];
  if (wanted === '') return 'The checkpoint says more than it should.';
  return `The checkpoint was signed over something else: counted here is "${wanted}", signed is "${clipped(said[at])}".`;
}

/** A line of a checkpoint has at most so many characters. */
const longestShown = 120;
const clipped = (text: string | undefined) => (text ?? 'nothing').slice(0, longestShown);
