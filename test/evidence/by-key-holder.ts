/**
 * What only `staunch verify` sees: a record written anew by somebody who holds the record key. Every hash, count and
 * signature of the bot is right; the decisions of people and the moves of the playbook are not.
 */
import { type BundleParts, type Fields, inOrder, putTogether, sha256, takeApart } from './bundle-parts.ts';
import { testKey } from './test-keys.ts';

type Entry = BundleParts['entries'][number];
type Edit = (entries: Entry[]) => void;

const indexOf = (entries: Entry[], type: string) => {
  const index = entries.findIndex(({ header }) => header.type === type);
  if (index === -1) throw new Error(`There is no entry ${type}.`);
  return index;
};
const dataOf = (entries: Entry[], type: string) => entries[indexOf(entries, type)]?.header.data as Fields;
const moved = (entries: Entry[]) => entries.filter(({ header }) => header.state !== undefined);

const edits: Record<string, Edit> = {
  'a decision left out': (entries) => void entries.splice(indexOf(entries, 'decision.recorded'), 1),
  'a decision put before its asking': (entries) => {
    const decision = entries.splice(indexOf(entries, 'decision.recorded'), 1);
    entries.splice(indexOf(entries, 'gate.opened'), 0, ...decision);
  },
  'a decision moved to another plan': (entries) => {
    const other = (dataOf(entries, 'gate.opened').plans as string[])[1] ?? '';
    for (const type of ['decision.recorded', 'gate.accepted']) Object.assign(dataOf(entries, type), { plan: other });
  },
  'a decision moved to another plan on its own': (entries) => {
    Object.assign(dataOf(entries, 'decision.recorded'), { plan: (dataOf(entries, 'gate.opened').plans as string[])[1] ?? '' });
  },
  'a decision of somebody else': (entries) => void Object.assign(dataOf(entries, 'decision.recorded'), { person: 'ben' }),
  'a no made a yes': (entries) => void Object.assign(dataOf(entries, 'decision.recorded'), { verdict: 'reject' }),
  'an answer to another asking': (entries) => {
    const nonce = sha256('another');
    for (const type of ['gate.opened', 'decision.recorded', 'gate.accepted']) Object.assign(dataOf(entries, type), { nonce });
  },
  'a plan that says something else': (entries) => {
    const made = entries[indexOf(entries, 'plan.made')];
    if (made?.body == null) throw new Error('The plan has no text.');
    made.body = made.body.replace('"caps":{"sessions":1000}', '"caps":{"sessions":9999}');
    made.header.digest = sha256(Buffer.from(made.salt ?? '', 'hex'), made.body);
  },
  'a strike before the acceptance': (entries) => {
    const strike = entries.find(({ header }) => String((header.data as Fields).action).startsWith('credential.strike'));
    if (strike === undefined) throw new Error('Nothing was struck.');
    entries.splice(entries.indexOf(strike), 1);
    entries.splice(indexOf(entries, 'gate.accepted'), 0, strike);
  },
  'a state that does not follow': (entries) => {
    const [, one, other] = moved(entries);
    if (one !== undefined) one.header.state = other?.header.state ?? null;
  },
  'an event that leads elsewhere': (entries) => {
    const [, one, other] = moved(entries);
    if (one !== undefined) one.header.event = other?.header.event ?? null;
  },
  'a move left out': (entries) => void entries.splice(entries.indexOf(moved(entries)[2] as Entry), 1),
};

/** `bundle` after each of them. */
export function byKeyHolder(bundle: string): { what: string; bundle: string }[] {
  return Object.entries(edits).map(([what, edit]) => {
    const parts = takeApart(bundle);
    const order = [...parts.entries];
    edit(parts.entries);
    const seqOf = (old: number) => parts.entries.indexOf(order[old - 1] as Entry) + 1;
    for (const [index, { header }] of parts.entries.entries()) header.seq = index + 1;
    parts.usage = parts.usage.map((row) => ({ ...row, seq: seqOf(row.seq) }));
    parts.witness = [];
    const first = sha256(Buffer.alloc(32), inOrder(parts.entries[0]?.header ?? {}));
    Object.assign(parts.register[Number(parts.top.number) - 1]?.header ?? {}, { first });
    return { what, bundle: putTogether(parts, testKey.sign) };
  });
}
