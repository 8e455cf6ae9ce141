/** What can be done to a record by hand: one row of the tamper table each. */
import type { Fields } from './bundle-parts.ts';
import { inOrder, keysAnew, sha256 } from './bundle-parts.ts';
import type { Entries, Forger } from './forger.ts';

/** INC-1 and INC-3 stand around INC-2, whose record is the one that is changed, unless INC-3 is named: it was decided in Slack. */
export type Scene = {
  first: string;
  subject: string;
  last: string;
  /** A signature of somebody whom nobody listed, over Ana's very statement. */
  strange: string;
  /** The public half of that somebody's key. */
  strangeKey: string;
  /** The bot's own word for that statement: whoever has the record key can make it. */
  attested: string;
  /** The same as said in Slack, by a button that nobody pressed. */
  inSlack: { slack: Fields; signature: string };
  /** The other plan on offer. */
  otherPlan: string;
  /** The playbook that asks for nobody of a group. */
  lenient: string;
};
export type Tampering = {
  what: string;
  /** Refused by the database, by the name of its rule; null where it lets it pass. */
  work(forger: Forger, scene: Scene): Promise<unknown>;
  /** Which incident is exported afterwards; else the subject. */
  exported?: 'last';
};

const indexOf = (entries: Entries, type: string) => {
  const index = entries.findIndex(({ header }) => header.type === type);
  if (index === -1) throw new Error(`There is no entry ${type}.`);
  return index;
};
const of = (entries: Entries, type: string) => entries[indexOf(entries, type)] as Entries[number];
const dataOf = (entries: Entries, type: string) => of(entries, type).header.data as Fields;
const placeOf = (entries: Entries) => dataOf(entries, 'decision.recorded').slack as Fields;
const lastNote = (entries: Entries) => entries.findLastIndex(({ header }) => header.type === 'note.added');
const seqOf = async (forger: Forger, incident: string, type: string) => indexOf(await forger.entries(incident), type) + 1;
const moved = (entries: Entries) => entries.filter(({ header }) => header.state !== undefined);

const editHeader = 'update entry set header = replace(header, $3, $4) where incident = $1 and seq = $2';

export const tamperings: Tampering[] = [
  {
    what: 'The words of an entry edited',
    async work(forger, { subject }) {
      const seq = await seqOf(forger, subject, 'note.added');
      await forger.run("update entry_body set body = replace(body, '4711', '4712') where incident = $1 and seq = $2", [
        subject,
        seq,
      ]);
    },
  },
  {
    what: 'An entry edited',
    async work(forger, { subject }) {
      const seq = await seqOf(forger, subject, 'note.added');
      await forger.run(editHeader, [subject, seq, '"actor":"person:ana"', '"actor":"person:ben"']);
    },
  },
  {
    what: 'An entry edited, with a hash that fits',
    async work(forger, { subject }) {
      const seq = await seqOf(forger, subject, 'note.added');
      const edit = editHeader.replace('where', ", hash = sha256(prev || convert_to(replace(header, $3, $4), 'UTF8')) where");
      await forger.run(edit, [subject, seq, '"actor":"person:ana"', '"actor":"person:ben"']);
    },
  },
  {
    what: 'The time of a note edited, every hash behind it made anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const index = lastNote(entries);
        // As it could have been: not before what stands before it.
        Object.assign(entries[index]?.header ?? {}, { at: entries[index - 1]?.header.at ?? null });
      }),
  },
  {
    what: 'A state of the playbook edited, every hash behind it made anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const [, one, other] = moved(entries);
        if (one !== undefined) one.header.state = other?.header.state ?? null;
      }),
  },
  {
    what: 'The rule for hashes dropped, an entry edited',
    async work(forger, { subject }) {
      await forger.run('alter table entry drop constraint entry_check');
      await forger.run(editHeader, [
        subject,
        await seqOf(forger, subject, 'note.added'),
        '"actor":"person:ana"',
        '"actor":"person:ben"',
      ]);
    },
  },
  {
    what: 'An entry dropped',
    async work(forger, { subject }) {
      const place = [subject, await seqOf(forger, subject, 'note.added')];
      await forger.run('delete from entry_body where incident = $1 and seq = $2', place);
      await forger.run('delete from entry where incident = $1 and seq = $2', place);
    },
  },
  {
    what: 'A note dropped, all behind it numbered and hashed anew',
    work: (forger, { subject }) => forger.rewrite(subject, (entries) => void entries.splice(lastNote(entries), 1)),
  },
  {
    what: 'A proof dropped, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        entries.splice(indexOf(entries, 'credential.proved'), 1);
        keysAnew(entries);
      }),
  },
  {
    what: 'The attempt at a look dropped, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        entries.splice(indexOf(entries, 'step.started'), 1);
        keysAnew(entries);
      }),
  },
  {
    what: 'What a provider told of a credential dropped, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        entries.splice(indexOf(entries, 'credential.identified'), 1);
        keysAnew(entries);
      }),
  },
  {
    what: 'A change of the credential inserted that nothing made, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const index = indexOf(entries, 'gate.opened');
        const change = { credential: 'c1', from: 'alive', to: 'cut-off' };
        const header = { ...entries[index]?.header, type: 'credential.changed', data: change, digest: null };
        for (const field of ['event', 'state'] as const) Reflect.deleteProperty(header, field);
        entries.splice(index, 0, { header, salt: null, body: null });
        keysAnew(entries);
      }),
  },
  {
    what: 'A stop of everything inserted before the strike, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const index = entries.findIndex(({ header }) => (header.data as Fields).step === 'strike');
        const { at = null } = entries[index]?.header ?? {};
        const stopped = structuredClone(of(entries, 'note.added'));
        stopped.body = inOrder({ reason: 'Nobody wrote this.' });
        const digest = sha256(Buffer.from(stopped.salt ?? '', 'hex'), stopped.body);
        const data = { provider: null, person: 'ana', since: at };
        Object.assign(stopped.header, { type: 'calls.stopped', dedupe: 'forged', at, data, digest });
        entries.splice(index, 0, stopped);
      }),
  },
  {
    what: 'The time of a reminder moved forward, every hash behind it made anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const index = indexOf(entries, 'gate.asked-again');
        Object.assign(entries[index]?.header ?? {}, { at: entries[index - 1]?.header.at ?? null });
      }),
  },
  {
    what: 'A decision dropped, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => void entries.splice(indexOf(entries, 'decision.recorded'), 1)),
  },
  {
    what: 'An entry inserted between two',
    work: (forger, { subject }) =>
      forger.run(
        `insert into entry (incident, seq, header, prev, hash, type, dedupe)
         select incident, seq, forged, prev, sha256(prev || convert_to(forged, 'UTF8')), type, 'forged'
         from entry, replace(header, '"dedupe":"' || dedupe, '"dedupe":"forged') as forged where incident = $1 and seq = 5`,
        [subject],
      ),
  },
  {
    what: 'A note inserted, all behind it numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const index = lastNote(entries);
        const note = structuredClone(entries[index] as Entries[number]);
        note.body = inOrder({ text: 'Nobody wrote this.' });
        Object.assign(note.header, { dedupe: 'forged', digest: sha256(Buffer.from(note.salt ?? '', 'hex'), note.body) });
        entries.splice(index, 0, note);
      }),
  },
  {
    what: 'Two entries swapped',
    work: (forger, { subject }) =>
      forger.run('update entry set seq = case seq when 3 then 4 else 3 end where incident = $1 and seq in (3, 4)', [subject]),
  },
  {
    what: 'A decision put before its asking, all numbered and hashed anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const [decision] = entries.splice(indexOf(entries, 'decision.recorded'), 1);
        if (decision !== undefined) entries.splice(indexOf(entries, 'gate.opened'), 0, decision);
      }),
  },
  {
    what: 'The last entries cut off',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        entries.splice(entries.findLastIndex(({ header }) => header.type === 'step.by-hand'));
      }),
  },
  {
    what: 'The last entry cut off, which belongs to the one before it',
    work: (forger, { subject }) => forger.rewrite(subject, (entries) => void entries.pop()),
  },
  {
    what: 'An incident deleted in the middle of the register',
    async work(forger, { subject }) {
      await forger.run('delete from register where incident = $1', [subject]);
      await forger.deleteIncident(subject);
    },
    exported: 'last',
  },
  {
    what: 'An incident deleted in the middle, the register behind it numbered and hashed anew',
    async work(forger, { subject }) {
      await forger.rewriteRegister([subject]);
      await forger.deleteIncident(subject);
    },
    exported: 'last',
  },
  {
    what: 'The last incident deleted',
    async work(forger, { last }) {
      await forger.rewriteRegister([last]);
      await forger.deleteIncident(last);
    },
  },
  {
    what: 'A usage row edited',
    work: (forger, { subject }) =>
      forger.run(`update usage_row set "row" = replace("row", '10.0.0.7', '10.0.0.1') where incident = $1`, [subject]),
  },
  {
    what: 'A usage row deleted',
    work: (forger, { subject }) => forger.run('delete from usage_row where incident = $1 and place = 1', [subject]),
  },
  {
    what: 'A usage row edited with its digest, every hash behind it made anew',
    async work(forger, { subject }) {
      const { rows } = await forger.run(
        `with changed as (
           update usage_row set "row" = replace("row", '10.0.0.7', '10.0.0.1') where incident = $1 returning place, "row")
         select "row" from changed order by place`,
        [subject],
      );
      const digest = sha256(rows.map(({ row }) => `${row}\n`).join(''));
      await forger.rewrite(subject, (entries) => void Object.assign(dataOf(entries, 'usage.recorded'), { digest }));
    },
  },
  {
    what: 'The text of the playbook edited',
    work: (forger) => forger.run("update playbook set source = source || '# more'"),
  },
  {
    what: 'The text of the playbook edited with its hash',
    work: (forger) =>
      forger.run(
        "update playbook set source = source || '# more', hash = encode(sha256(convert_to(source || '# more', 'UTF8')), 'hex')",
      ),
  },
  {
    what: 'Another playbook put under the incident',
    async work(forger, { subject, lenient }) {
      await addPlaybook(forger, lenient);
      await forger.run('update incident set playbook = $2 where id = $1', [subject, sha256(lenient)]);
    },
  },
  {
    what: 'Another playbook in the first entry, every hash and the register made anew',
    async work(forger, { subject, lenient }) {
      await addPlaybook(forger, lenient);
      await forger.rewrite(
        subject,
        (entries) => void Object.assign(dataOf(entries, 'incident.declared'), { playbook: sha256(lenient) }),
      );
      await registerAnew(forger, subject);
    },
  },
  {
    what: 'A decision moved to another plan, every hash behind it made anew',
    work: (forger, { subject, otherPlan }) =>
      forger.rewrite(subject, (entries) => {
        for (const type of ['decision.recorded', 'gate.accepted']) Object.assign(dataOf(entries, type), { plan: otherPlan });
      }),
  },
  {
    what: 'A decision put under another name, every hash behind it made anew',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => void Object.assign(dataOf(entries, 'decision.recorded'), { person: 'ben' })),
  },
  {
    what: 'A decision with the signature of somebody else, every hash behind it made anew',
    work: (forger, { subject, strange }) =>
      forger.rewrite(subject, (entries) => void Object.assign(dataOf(entries, 'decision.recorded'), { signature: strange })),
  },
  {
    what: 'Another key put under Ana’s name in the first entry, a decision signed with it, everything made anew',
    async work(forger, { subject, strange, strangeKey }) {
      await forger.rewrite(subject, (entries) => {
        const people = dataOf(entries, 'incident.declared').people as Fields[];
        for (const person of people) if (person.id === 'ana') person.ssh = strangeKey;
        Object.assign(dataOf(entries, 'decision.recorded'), { signature: strange });
      });
      await registerAnew(forger, subject);
    },
  },
  {
    what: 'The words of a note deleted, and a purge of them appended in Ana’s name',
    work: (forger, { subject }) =>
      forger.rewrite(subject, (entries) => {
        const note = of(entries, 'note.added');
        const purge = structuredClone(note);
        purge.body = inOrder({ reason: 'Nobody wrote this.' });
        const digest = sha256(Buffer.from(purge.salt ?? '', 'hex'), purge.body);
        const data = { entry: note.header.seq ?? null, person: 'ana' };
        const at = entries.at(-1)?.header.at ?? null;
        Object.assign(purge.header, { type: 'entry.purged', dedupe: 'forged', at, data, digest });
        Object.assign(note, { salt: null, body: null });
        entries.push(purge);
      }),
  },
  {
    what: 'By somebody who holds the record key too: a decision that the bot vouches for, every hash behind it made anew',
    work: (forger, { subject, attested }) =>
      forger.rewrite(subject, (entries) => {
        Object.assign(dataOf(entries, 'decision.recorded'), { attestation: 'bot', signature: attested });
      }),
  },
  {
    what: 'INC-3: a decision made in Slack put under another Slack account, every hash behind it made anew',
    exported: 'last',
    work: (forger, { last }) => forger.rewrite(last, (entries) => void Object.assign(placeOf(entries), { user: 'U0BEN' })),
  },
  {
    what: 'INC-3: a decision made in Slack moved to another message, every hash behind it made anew',
    exported: 'last',
    work: (forger, { last }) =>
      forger.rewrite(last, (entries) => void Object.assign(placeOf(entries), { message: '1764039600.000101' })),
  },
  {
    what: 'INC-3: where in Slack it was decided left out, every hash behind it made anew',
    exported: 'last',
    work: (forger, { last }) => forger.rewrite(last, (entries) => void delete dataOf(entries, 'decision.recorded').slack),
  },
  {
    what: 'INC-3: another Slack account put under Ana’s name in the first entry, everything made anew',
    exported: 'last',
    async work(forger, { last }) {
      await forger.rewrite(last, (entries) => {
        const people = dataOf(entries, 'incident.declared').people as Fields[];
        for (const person of people) if (person.id === 'ana') person.slack = { user: 'U0NEW', team: 'T0DRILL' };
      });
      await registerAnew(forger, last);
    },
  },
  {
    what: 'By somebody who holds the record key too: Ana’s signature replaced by a decision in Slack that she never made, every hash behind it made anew',
    work: (forger, { subject, inSlack }) =>
      forger.rewrite(subject, (entries) => {
        Object.assign(dataOf(entries, 'decision.recorded'), { attestation: 'bot', ...inSlack });
      }),
  },
];

async function addPlaybook(forger: Forger, source: string): Promise<void> {
  await forger.run("insert into playbook (hash, name, source, pinned_at) values ($1, 'drill', $2, now())", [
    sha256(source),
    source,
  ]);
}

/** The register names the first entry as it is now. */
async function registerAnew(forger: Forger, subject: string): Promise<void> {
  const [declared] = await forger.entries(subject);
  const first = sha256(Buffer.alloc(32), inOrder(declared?.header ?? {}));
  await forger.rewriteRegister([], (rows) => {
    for (const row of rows) if (row.incident === subject) row.first = first;
  });
}
