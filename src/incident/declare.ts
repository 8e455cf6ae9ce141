/** `declare`: a leak becomes an incident, or joins the one that already handles it. */

import { sha256Hex } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import { bytes, type Db, type Query } from '../platform/db/db.ts';
import { begin } from '../playbook/advance.ts';
import { compilerNumber } from '../playbook/compile.ts';
import { noHead } from '../timeline/chain.ts';
import { draft } from '../timeline/entry.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import { readEntries } from '../timeline/read.ts';
import { register, reserveNumber } from '../timeline/register.ts';
import type { Command, Payload, Refusal } from './command.ts';
import { decideHandIn } from './commands/hand-in.ts';
import { type Consequence, record } from './consequence.ts';
import { actorName } from './dispatch.ts';
import { fold } from './fold/fold.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { findOpenTwin, insertCredential, nextCredentialId } from './rows/credential-row.ts';
import { type IncidentRow, insertIncident, lockIncident, readIncident } from './rows/incident-row.ts';
import { beginTurn, endTurn, type TurnParts } from './turn.ts';

export type DeclareParts = {
  db: Db;
  clock: Clock;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
  /** The text of the playbook that drives leaks. */
  leakPlaybook(): { name: string; text: string };
  /** The people of the configuration, as this incident pins them. */
  people(): PinnedPerson[];
  /** This house practises: the bot's word for a person suffices, and every incident says so. */
  practice: boolean;
  /** The public half of the record key. */
  recordKey: string;
  /** What a kind says of a locator before anything is opened: how to call it, or what is wrong with it. */
  place(kind: string, locator: Record<string, string>): { hint: string } | { fault: string };
};

export type Declared = { ok: true; incident: string; joined: boolean } | { ok: false; refusal: Refusal };
type Declaration = Extract<Command, { type: 'declare' }>;

/** Clocks of two machines differ by less than this. */
const clockSkewMs = 60_000;

/** The id follows from the declare key, so declaring twice finds what the first time opened. */
export function incidentIdOf(dedupe: string): string {
  const hex = sha256Hex(`staunch incident\0${dedupe}`);
  // Version 8 of RFC 9562: an id made in our own way.
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export async function declare(parts: DeclareParts, command: Declaration): Promise<Declared> {
  const { payload } = command;
  const placed = parts.place(payload.kind, payload.locator);
  if ('fault' in placed) return { ok: false, refusal: { class: 'usage', message: placed.fault } };
  if (payload.detectedAt !== undefined && Date.parse(payload.detectedAt) > parts.clock.now().getTime() + clockSkewMs) {
    return {
      ok: false,
      refusal: {
        class: 'usage',
        message: `Detected at ${payload.detectedAt}: that is still to come. Give the time it was noticed.`,
      },
    };
  }
  const person = command.actor.person;
  if (person !== null && !parts.people().some((known) => known.id === person)) {
    return { ok: false, refusal: { class: 'forbidden', message: `${person} is not among the people of the configuration.` } };
  }
  return parts.db.transaction(async (query) => {
    const id = incidentIdOf(command.dedupe);
    // The register's lock also keeps two declarations of one leak from opening two incidents.
    const place = await reserveNumber(query);
    if ((await readIncident(query, id)) !== null) return { ok: true, incident: id, joined: false };
    const earlier = await joinedBefore(query, command.dedupe);
    if (earlier !== null) return { ok: true, incident: earlier, joined: true };
    const fingerprint = payload.value === undefined ? null : parts.turn.values.fingerprint(payload.kind, payload.value);
    const joined = await joinTwin(parts, query, command, fingerprint);
    if (joined !== null) return joined;
    const incident = { id, number: place.number };
    await open(parts, query, command, { ...incident, hint: placed.hint, fingerprint });
    const [first] = await query('select hash from entry where incident = $1 and seq = 1', [id]);
    await register(query, place, { id, at: parts.clock.now(), first: bytes(first?.hash) });
    return { ok: true, incident: id, joined: false };
  });
}

type Opening = { id: string; number: number; hint: string; fingerprint: string | null };

async function open(parts: DeclareParts, query: Query, command: Declaration, opening: Opening): Promise<void> {
  const at = parts.clock.now();
  const pinned = await parts.playbooks.pin(query, parts.leakPlaybook(), at);
  const { payload, actor } = command;
  const detectedAt = payload.detectedAt === undefined ? at : new Date(payload.detectedAt);
  const row: IncidentRow = {
    id: opening.id,
    number: opening.number,
    practice: parts.practice,
    playbook: pinned.hash,
    state: begin(pinned.playbook).state,
    status: 'open',
    detectedAt,
    plans: [],
    gate: null,
    position: { incident: opening.id, seq: 0, head: noHead },
  };
  await insertIncident(query, row, compilerNumber);
  const credential = {
    id: 'c1',
    kind: payload.kind,
    locator: payload.locator,
    fingerprint: opening.fingerprint,
    hint: opening.hint,
  };
  await insertCredential(query, row.id, credential);
  const { locator, hint, ...machine } = credential;
  const consequences: Consequence[] = [
    record(declaredEntry(parts, command, row, hint)),
    record(
      draft(
        'credential.added',
        { credential: machine.id, kind: machine.kind, fingerprint: machine.fingerprint },
        { locator, hint },
      ),
    ),
    ...holdIfGiven(payload, machine.id),
    { type: 'begin' },
  ];
  const turn = beginTurn(parts.turn, query, row, pinned.playbook, at);
  await endTurn(turn, consequences, { actor: actorName(actor), dedupe: command.dedupe });
}

function declaredEntry(parts: DeclareParts, { payload, actor }: Declaration, row: IncidentRow, hint: string) {
  return draft(
    'incident.declared',
    {
      playbook: row.playbook,
      compiler: compilerNumber,
      practice: row.practice,
      public: payload.public,
      detectedAt: row.detectedAt.toISOString(),
      exposedSince: payload.exposedSince ?? null,
      requester: actor.person,
      people: parts.people(),
      recordKey: parts.recordKey,
    },
    { title: payload.title ?? `Leaked: ${hint}`, account: actor.account },
  );
}

/** The incident that a declaration under this key joined, maybe closed by now; null when there was none. */
async function joinedBefore(query: Query, dedupe: string): Promise<string | null> {
  const [row] = await query<{ incident: string }>(
    "select incident from entry where dedupe = $1 and type = 'declaration.joined' limit 1",
    [dedupe],
  );
  return row?.incident ?? null;
}

/** The same leak again: nothing is opened twice, and a value that was missing so far is taken. Null: nobody handles it. */
async function joinTwin(
  parts: DeclareParts,
  query: Query,
  command: Declaration,
  fingerprint: string | null,
): Promise<Declared | null> {
  const { kind, locator } = command.payload;
  const twin = await findOpenTwin(query, { kind, locator, fingerprint });
  const row = twin === null ? null : await lockIncident(query, twin.incident);
  if (twin === null || row === null) return null;
  // It was closed while we waited for its lock: look for another.
  if (row.status === 'closed') return joinTwin(parts, query, command, fingerprint);
  const playbook = await parts.playbooks.read(query, row.playbook);
  const turn = beginTurn(parts.turn, query, row, playbook, parts.clock.now());
  const joined = record(joinedEntry(command));
  const taken = twin.elsewhere
    ? await addPlace(parts, query, command, twin.incident)
    : await takeMissingValue(query, command, twin);
  await endTurn(turn, [joined, ...taken], { actor: actorName(command.actor), dedupe: command.dedupe });
  return { ok: true, incident: row.id, joined: true };
}

function joinedEntry({ payload, actor }: Declaration) {
  const { detectedAt = null, exposedSince = null } = payload;
  return draft('declaration.joined', { requester: actor.person, public: payload.public, detectedAt, exposedSince });
}

/** The same secret opens another place too: that is one more credential to cut, and people are asked about both. */
async function addPlace(parts: DeclareParts, query: Query, { payload }: Declaration, incident: string): Promise<Consequence[]> {
  const { kind, locator, value } = payload;
  const placed = parts.place(kind, locator);
  if (value === undefined || 'fault' in placed) return [];
  const id = await nextCredentialId(query, incident);
  const fingerprint = parts.turn.values.fingerprint(kind, value);
  await insertCredential(query, incident, { id, kind, locator, fingerprint, hint: placed.hint });
  return [
    record(draft('credential.added', { credential: id, kind, fingerprint }, { locator, hint: placed.hint })),
    { type: 'hold', credential: id, ref: 'leaked', value, event: { type: 'replan' } },
  ];
}

/** Takes the value of a second declaration when the first came without one. */
async function takeMissingValue(
  query: Query,
  command: Declaration,
  twin: { incident: string; credential: string },
): Promise<Consequence[]> {
  const { value } = command.payload;
  if (value === undefined) return [];
  const state = fold(await readEntries(query, twin.incident, 'all'));
  if (state.credentials.get(twin.credential)?.record.fingerprint !== null) return [];
  const decision = decideHandIn({ state }, { credential: twin.credential, value });
  return 'consequences' in decision ? decision.consequences : [];
}

function holdIfGiven(payload: Payload<'declare'>, credential: string): Consequence[] {
  return payload.value === undefined ? [] : [{ type: 'hold', credential, ref: 'leaked', value: payload.value }];
}
