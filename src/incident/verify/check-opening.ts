/** The first line against the first entry, and the playbook's text against the hash that the first entry pins. */
import { sha256Hex } from '../../platform/canonical.ts';
import { compilerNumber } from '../../playbook/compile.ts';
import type { Material } from './material.ts';
import type { Finding } from './verdict.ts';

export function checkPlaybook({ opening, headers }: Material): Finding {
  const faults: string[] = [];
  const { playbook } = opening;
  if (sha256Hex(playbook.text) !== playbook.hash) faults.push('The text of the playbook is not the one that its hash names.');
  if (playbook.compiler !== compilerNumber) {
    const known = `this version knows compiler ${compilerNumber}`;
    faults.push(
      `The playbook was compiled by compiler ${playbook.compiler}, and ${known}: verify it with a version that knows both.`,
    );
  }
  const first = headers[0];
  // A header that cannot be read is a fault of the chain.
  if (first == null) return { checked: 'Playbook: the first entry cannot be read', faults: [] };
  if (first.type !== 'incident.declared') faults.push('The first entry does not declare the incident.');
  const said = first.data;
  const pairs: [string, unknown, unknown][] = [
    ['playbook', playbook.hash, said.playbook],
    ['compiler', playbook.compiler, said.compiler],
    ['practice mark', opening.practice, said.practice],
    ['record key', opening.recordKey, said.recordKey],
  ];
  for (const [what, shown, recorded] of pairs) {
    if (shown !== recorded) faults.push(`The first line shows another ${what} than the first entry pins.`);
  }
  return {
    checked: `Playbook: the text of "${playbook.name}" against its hash, and what the first entry pins`,
    faults: faults.map((what) => ({ seq: 1, what })),
  };
}

/** Whether a text is an Ed25519 public key of 32 bytes in base64, written in its one way. */
export function isPublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64') === text;
}
