/** The smallest bundle with every sort of line, written from docs/evidence.md: no playbook could replay it. */
import { type BundleParts, type Fields, inOrder, registerHashes, sha256, witnessLine } from './bundle-parts.ts';
import { testKey } from './test-keys.ts';

const incident = '0b8f2a52-9d3b-4c63-8f0e-5f6d7c1a2b3c';
const neighbour = '7f000001-0000-4000-8000-000000000001';
const at = '2026-11-24T03:12:00.000Z';
const salt = (seq: number) => sha256(`salt ${seq}`);

function entry(
  seq: number,
  type: string,
  data: Fields,
  words: Fields | null,
  more: Fields = {},
): BundleParts['entries'][number] {
  const body = words === null ? null : inOrder(words);
  const digest = body === null ? null : sha256(Buffer.from(salt(seq), 'hex'), body);
  const header = { v: 1, incident, seq, at, type, actor: 'bot', dedupe: `key ${seq}`, data, digest, ...more };
  return { header, salt: body === null ? null : salt(seq), body };
}

export const usageRows = ['{"who":"10.0.0.1"}', '{"who":"Grüße, 10.0.0.2"}'];

/** Incident 2 of 3: a note whose words were purged, two usage rows, one witness line. */
export function tinyBundle(): BundleParts {
  const text = 'playbook: tiny\n';
  const playbook = { name: 'tiny', hash: sha256(text), compiler: 1, text };
  const declared = { recordKey: testKey.publicKey, playbook: playbook.hash, compiler: 1, practice: true };
  const entries = [
    entry(1, 'incident.declared', declared, { title: 'Größe "7"\n\u0001😀' }, { event: { type: 'begin' }, state: 'identify' }),
    { ...entry(2, 'note.added', { about: null }, { text: 'what nobody should read' }), salt: null, body: null },
    entry(3, 'usage.recorded', { count: 2, digest: sha256(usageRows.map((row) => `${row}\n`).join('')) }, { source: 'log' }),
    entry(4, 'entry.purged', { entry: 2 }, { reason: 'a secret' }),
    entry(5, 'incident.contained', {}, null),
  ];
  const row = (number: number, of: string, first: string) => ({ header: { v: 1, number, incident: of, at, first } });
  const parts: BundleParts = {
    top: { line: 'bundle', v: 1, incident, number: 2, practice: true, recordKey: testKey.publicKey, playbook },
    register: [
      row(1, neighbour, sha256('another first')),
      row(2, incident, sha256(Buffer.alloc(32), inOrder(entries[0]?.header ?? {}))),
      row(3, neighbour.replace(/1$/, '3'), sha256('a third first')),
    ],
    entries,
    usage: usageRows.map((text, place) => ({ seq: 3, place, row: text })),
    witness: [],
  };
  return { ...parts, witness: [witnessLine(parts, 3, testKey.sign, { register: registerHashes(parts)[1] ?? null })] };
}
