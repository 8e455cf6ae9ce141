/**
 * What only `staunch verify` sees: a record written anew by somebody who holds the record key. Every hash, count and
 * signature of the bot is right; the decisions of people and the moves of the playbook are not.
 */
import { type BundleParts, type Fields, inOrder, keysAnew, putTogether, sha256, takeApart } from './bundle-parts.ts';
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

const drop = (entries: Entry[], type: string) => void entries.splice(indexOf(entries, type), 1);
/** One more entry in the turn of the one at `index`, right before it; it tells of no move. */
function forge(entries: Entry[], index: number, type: string, data: Fields): void {
  const { at = null, actor = null, dedupe = null, incident = null } = entries[index]?.header ?? {};
  const header = { v: 1, incident, seq: 0, at, actor, dedupe, type, data, digest: null };
  entries.splice(index, 0, { header, salt: null, body: null });
}
const answerOf = (entries: Entry[], action: string) => {
  const start = entries.find(({ header }) => String((header.data as Fields).action).startsWith(action));
  const job = (start?.header.data as Fields | undefined)?.job;
  return entries.findIndex(({ header }) => header.type === 'step.done' && (header.data as Fields).job === job);
};

/** What moves nothing and is signed by nobody: the entries around it tell. */
const ofStory: Record<string, Edit> = {
  'a proof left out': (entries) => drop(entries, 'credential.proved'),
  'a proof that no look stands behind': (entries) => {
    const [proof] = entries.splice(indexOf(entries, 'credential.proved'), 1);
    if (proof !== undefined) entries.splice(indexOf(entries, 'gate.opened'), 0, proof);
  },
  'a proof that found it alive': (entries) => void Object.assign(dataOf(entries, 'credential.proved'), { after: 'alive' }),
  'a look that found it alive left out': (entries) => drop(entries, 'credential.probed'),
  'a change left out': (entries) => drop(entries, 'credential.changed'),
  'a change that nothing made': (entries) =>
    forge(entries, indexOf(entries, 'gate.opened'), 'credential.changed', { credential: 'c1', from: 'alive', to: 'cut-off' }),
  'a change from another state': (entries) => void Object.assign(dataOf(entries, 'credential.changed'), { from: 'cut-off' }),
  'the attempt at a look left out': (entries) => drop(entries, 'step.started'),
  'an attempt twice': (entries) => {
    const start = indexOf(entries, 'step.started');
    forge(entries, start, 'step.started', dataOf(entries, 'step.started'));
  },
  'an answer of another credential': (entries) => {
    const answer = entries[answerOf(entries, 'credential.probe')];
    Object.assign(answer?.header.data as Fields, { credential: 'c2' });
  },
  'a taking back that nobody asked for': (entries) => {
    forge(entries, answerOf(entries, 'report.write'), 'credential.changed', { credential: 'c1', from: 'dead', to: 'unknown' });
  },
  'contained twice': (entries) => forge(entries, indexOf(entries, 'incident.closed'), 'incident.contained', {}),
  'opened again without a reason': (entries) =>
    forge(entries, indexOf(entries, 'incident.closed'), 'incident.reopened', { why: 'none' }),
  'a residual gone that never was': (entries) =>
    forge(entries, answerOf(entries, 'credential.prove'), 'residual.gone', { credential: 'c1', residual: 'sessions' }),
  'a residual that was never told': (entries) =>
    forge(entries, indexOf(entries, 'incident.closed'), 'residual.gone', { credential: 'c1', residual: 'sessions' }),
  'a value destroyed that nobody held': (entries) =>
    forge(entries, indexOf(entries, 'incident.closed'), 'value.destroyed', { credential: 'c1', ref: 'new', why: 'none' }),
  'a value that is held to the end': (entries) =>
    forge(entries, indexOf(entries, 'gate.opened'), 'value.held', {
      credential: 'c1',
      ref: 'leaked',
      fingerprint: 'none',
      until: '2026-11-24T00:30:00.000Z',
    }),
  'something of a credential that is not there': (entries) =>
    forge(entries, indexOf(entries, 'gate.opened'), 'value.held', {
      credential: 'c9',
      ref: 'new',
      fingerprint: 'none',
      until: '2026-11-24T00:30:00.000Z',
    }),
  'a decision twice': (entries) => {
    const decision = entries[indexOf(entries, 'decision.recorded')] as Entry;
    entries.splice(entries.indexOf(decision), 0, structuredClone(decision));
  },
  'an acceptance twice': (entries) => {
    const accepted = indexOf(entries, 'gate.accepted');
    forge(entries, accepted + 1, 'gate.accepted', dataOf(entries, 'gate.accepted'));
  },
  'a time that runs backwards': (entries) =>
    void Object.assign(entries[indexOf(entries, 'decision.recorded')]?.header ?? {}, { at: '2026-11-23T00:00:00.000Z' }),
};

const edits: Record<string, Edit> = {
  ...ofStory,
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
    keysAnew(parts.entries);
    const seqOf = (old: number) => parts.entries.indexOf(order[old - 1] as Entry) + 1;
    for (const [index, { header }] of parts.entries.entries()) header.seq = index + 1;
    parts.usage = parts.usage.map((row) => ({ ...row, seq: seqOf(row.seq) }));
    parts.witness = [];
    const first = sha256(Buffer.alloc(32), inOrder(parts.entries[0]?.header ?? {}));
    Object.assign(parts.register[Number(parts.top.number) - 1]?.header ?? {}, { first });
    return { what, bundle: putTogether(parts, testKey.sign) };
  });
}
