/** Ways to change a bundle, each picked by chance. `how`: who seals the changed bundle. */
import { type BundleParts, type Fields, inOrder, putTogether, type Sign, sealed, sha256, takeApart } from './bundle-parts.ts';
import { otherKey, testKey } from './test-keys.ts';

/** Three numbers from 0 on, from which a mutation takes what it needs. */
export type Chance = [number, number, number];
export type Mutant = { what: string; bundle: string | Uint8Array };
type Mutation = (bundle: string, chance: Chance) => string | Uint8Array;

const pick = <T>(list: T[], chance: number): T => list[chance % list.length] as T;
const linesOf = (bundle: string) => bundle.trimEnd().split('\n');
const joined = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
const unsealed = (bundle: string) => linesOf(bundle).slice(0, -1);
/** The signature that the bundle had. */
const kept =
  (bundle: string): Sign =>
  () =>
    String((JSON.parse(linesOf(bundle).at(-1) ?? '{}') as Fields).signature);

function flipped(bytes: Buffer, [at, bit]: Chance): Buffer {
  const changed = Buffer.from(bytes);
  const place = at % changed.length;
  changed[place] = (changed[place] ?? 0) ^ (1 << (bit % 8));
  return changed;
}

/** Places of lines that the bundle cannot do without, as far as the record alone can tell: the last ones could be later ones. */
function bound(lines: string[]): number[] {
  const of = (kind: string) => lines.flatMap((line, index) => (line.includes(`"line":"${kind}"`) ? [index] : []));
  return [...of('register').slice(0, -1), ...of('entry').slice(0, -1), ...of('usage')];
}

/** Changes of whole lines, sealed anew by the record key itself: even who holds it makes no such bundle. */
const ofLines: Record<string, (lines: string[], chance: Chance) => void> = {
  'a line dropped': (lines, [a]) => void lines.splice(pick(bound(lines), a), 1),
  'a line twice': (lines, [a]) => {
    const place = pick(bound(lines), a);
    lines.splice(place, 0, lines[place] ?? '');
  },
  'two lines swapped': (lines, [a, b]) => {
    const [one, other] = [pick(bound(lines), a), pick(bound(lines), b)];
    [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
  },
  'a header edited, its hash left': (lines, [a, b]) => {
    const place = pick(bound(lines), a);
    lines[place] = (lines[place] ?? '').replace(/\\"at\\":\\"2/, `\\"at\\":\\"${3 + (b % 7)}`);
  },
  'a hash edited': (lines, [a, b]) => {
    const place = pick(bound(lines), a);
    lines[place] = (lines[place] ?? '').replace(/"hash":"./, `"hash":"${(b % 16).toString(16)}`);
  },
};

type Edit = (parts: BundleParts, chance: Chance) => void;
const anEntry = (parts: BundleParts, chance: number) => pick(parts.entries, chance);
const withWords = (parts: BundleParts) => parts.entries.filter(({ body }) => body !== null);

/** Changes of what is bound by a digest or a count, with every hash around it made anew, sealed by the record key itself. */
const ofBound: Record<string, Edit> = {
  'a body edited': (parts, [a]) => {
    const entry = pick(withWords(parts), a);
    entry.body = (entry.body ?? '').replace(/:"?(.)/, (found) => `${found} `);
  },
  'a body gone': (parts, [a]) => Object.assign(pick(withWords(parts), a), { salt: null, body: null }),
  'a body gone, its salt left': (parts, [a]) => Object.assign(pick(withWords(parts), a), { body: null }),
  'another salt': (parts, [a, b]) => Object.assign(pick(withWords(parts), a), { salt: sha256(`${b}`) }),
  'a usage row edited': (parts, [a, b]) => Object.assign(pick(parts.usage, a), { row: `{"at":"${b}"}` }),
  'a usage row gone': (parts, [a]) => void parts.usage.splice(a % parts.usage.length, 1),
  'a usage row more': (parts, [a]) => void parts.usage.push({ ...pick(parts.usage, a), place: parts.usage.length }),
  'usage rows swapped': (parts) => {
    const rows = parts.usage.map(({ row }) => row).reverse();
    for (const [index, usage] of parts.usage.entries()) usage.row = rows[index] ?? '';
  },
  'another incident under its number': (parts, [a]) =>
    Object.assign(parts.register[Number(parts.top.number) - 1]?.header ?? {}, { incident: uuid(a) }),
  'another first entry in the register': (parts, [a]) =>
    Object.assign(parts.register[Number(parts.top.number) - 1]?.header ?? {}, { first: sha256(`${a}`) }),
  'a register row less, the rest hashed anew': (parts) => void parts.register.shift(),
  'another number': (parts, [a]) => Object.assign(parts.top, { number: Number(parts.top.number) + 1 + (a % 9) }),
  'an entry less, the rest hashed anew': (parts, [a]) => void parts.entries.splice(a % (parts.entries.length - 1), 1),
  'entry 1 edited and everything hashed anew': (parts, [a]) =>
    Object.assign(parts.entries[0]?.header ?? {}, { dedupe: `another ${a}` }),
  'an entry of another incident': (parts, [a, b]) => Object.assign(anEntry(parts, a).header, { incident: uuid(b) }),
  'another playbook in the first line': (parts, [a]) => {
    const text = `${(parts.top.playbook as Fields).text}# ${a}\n`;
    Object.assign(parts.top.playbook as Fields, { text, hash: sha256(text) });
  },
  'another compiler': (parts, [a]) => Object.assign(parts.top.playbook as Fields, { compiler: 2 + a }),
  'practice or not': (parts) => Object.assign(parts.top, { practice: parts.top.practice !== true }),
};

/** Changes that fit in themselves: only a signature tells. They are never sealed by the record key here. */
const ofRecord: Record<string, Edit> = {
  'a time edited': (parts, [a, b]) =>
    Object.assign(anEntry(parts, a).header, { at: `2026-11-2${b % 10}T00:00:00.00${a % 10}Z` }),
  'an actor edited': (parts, [a, b]) => Object.assign(anEntry(parts, a).header, { actor: `person:${b}` }),
  'words edited with their digest': (parts, [a, b]) => {
    const entry = pick(withWords(parts), a);
    entry.body = inOrder({ text: `${b}` });
    entry.header.digest = sha256(Buffer.from(entry.salt ?? '', 'hex'), entry.body);
  },
  'the tail cut': (parts, [a]) => void parts.entries.splice(1 + (a % (parts.entries.length - 1))),
  'a usage row edited with its digest': (parts, [a]) => {
    const usage = pick(parts.usage, a);
    usage.row = `{"at":"${a}"}`;
    const rows = parts.usage.filter(({ seq }) => seq === usage.seq).map(({ row }) => `${row}\n`);
    Object.assign(parts.entries[usage.seq - 1]?.header.data as Fields, { digest: sha256(rows.join('')) });
  },
  'another record key everywhere': (parts) => {
    Object.assign(parts.top, { recordKey: otherKey.publicKey });
    const first = parts.entries[0]?.header ?? {};
    Object.assign(first.data as Fields, { recordKey: otherKey.publicKey });
    Object.assign(parts.register[Number(parts.top.number) - 1]?.header ?? {}, {
      first: sha256(Buffer.alloc(32), inOrder(first)),
    });
  },
  'nothing but the signature': () => undefined,
};

const uuid = (chance: number) => `${sha256(`${chance}`).slice(0, 8)}-0000-4000-8000-000000000000`;

function edited(edit: Edit, sign: (bundle: string) => Sign): Mutation {
  return (bundle, chance) => {
    const parts = takeApart(bundle);
    edit(parts, chance);
    return putTogether(parts, sign(bundle));
  };
}

/** The bytes as they are, changed somewhere. */
const ofBytes: Record<string, Mutation> = {
  'a bit flipped': (bundle, chance) => flipped(Buffer.from(bundle), chance),
  'a bit of a bound line flipped, sealed anew': (bundle, [a, ...rest]) => {
    const lines = unsealed(bundle);
    const place = pick(bound(lines), a);
    lines[place] = flipped(Buffer.from(lines[place] ?? ''), [...rest, 0]).toString('latin1');
    return sealed(lines, testKey.sign);
  },
  'a line dropped': (bundle, [a]) => joined(linesOf(bundle).toSpliced(a % linesOf(bundle).length, 1)),
  'a line twice': (bundle, [a]) =>
    joined(linesOf(bundle).flatMap((line, index, all) => (index === a % all.length ? [line, line] : [line]))),
  'the end cut off': (bundle, [a]) => Buffer.from(bundle).subarray(0, a % Buffer.byteLength(bundle)),
  'a byte order mark before it': (bundle) => `\uFEFF${bundle}`,
  'a count in the checkpoint': (bundle, [a]) => bundle.replace(/entries \d+/, `entries ${a}`),
  'another signature': (bundle, [a]) => bundle.replace(kept(bundle)(''), otherKey.sign(`${a}`)),
  'the same signature in another spelling': (bundle) => {
    const old = kept(bundle)('');
    const last = old.charAt(85);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    return bundle.replace(old, `${old.slice(0, 85)}${alphabet.charAt(alphabet.indexOf(last) + 1)}==`);
  },
};

/** Every mutation by its name. None of them may be accepted by any verifier that knows the key. */
export const mutations: Record<string, Mutation> = {
  ...ofBytes,
  ...Object.fromEntries(
    Object.entries(ofLines).map(([what, change]) => [
      `${what}, sealed anew`,
      (bundle: string, chance: Chance) => {
        const lines = unsealed(bundle);
        change(lines, chance);
        return sealed(lines, testKey.sign);
      },
    ]),
  ),
  ...Object.fromEntries(Object.entries(ofBound).map(([what, edit]) => [what, edited(edit, () => testKey.sign)])),
  ...Object.fromEntries(
    Object.entries(ofRecord).flatMap(([what, edit]) => [
      [`${what}, the signature left`, edited(edit, kept)],
      [`${what}, signed by somebody else`, edited(edit, () => otherKey.sign)],
    ]),
  ),
};
