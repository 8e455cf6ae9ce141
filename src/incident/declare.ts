/** `declare`: a leak becomes an incident, or joins the one that already handles it. */

import { sha256Hex } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import type { KindMode } from '../platform/config/kind-modes.ts';
import { bytes, type Db, type Query, type Write } from '../platform/db/db.ts';
import { begin } from '../playbook/advance.ts';
import { compilerNumber } from '../playbook/compile.ts';
import { noHead } from '../timeline/chain.ts';
import { draft } from '../timeline/entry.ts';
import type { PinnedPerson } from '../timeline/person.ts';
import { register, reserveNumber } from '../timeline/register.ts';
import { addedEntry, adding, nextCredential } from './adding.ts';
import { stoppedEntry } from './brake.ts';
import type { Command, Refusal } from './command.ts';
import { decideHandIn } from './commands/hand-in.ts';
import { type Consequence, record } from './consequence.ts';
import { actorName } from './dispatch.ts';
import { lockIn } from './locked.ts';
import type { Memory } from './memory.ts';
import type { PinnedPlaybooks } from './pinned-playbooks.ts';
import { bodyNames, type KnownPerson } from './recorded-people.ts';
import { readBrakes } from './rows/brake-row.ts';
import { findOpenTwin, type NewCredential } from './rows/credential-row.ts';
import { type IncidentRow, insertIncident, readIncident } from './rows/incident-row.ts';
import { emptyScene, type Locked, stateOf } from './scene.ts';
import { endTurn } from './turn.ts';
import { beginTurn, type TurnParts } from './turn-underway.ts';

export type DeclareParts = {
  db: Db;
  clock: Clock;
  memory: Memory;
  turn: TurnParts;
  playbooks: PinnedPlaybooks;
  /** The text of the playbook that drives leaks. */
  leakPlaybook(): { name: string; text: string };
  /** The people of the configuration, as this incident pins them. */
  people(): PinnedPerson[];
  /** How they are called, and where they live. */
  names(): readonly KnownPerson[];
  /** This house practises: the bot's word for a person suffices, and every incident says so. */
  practice: boolean;
  /** The public half of the record key. */
  recordKey: string;
  /** What a kind says of a locator (and of the value, where there is one) before anything is opened, or what is wrong with it. */
  place(kind: string, locator: Record<string, string>, value?: string): PlacedCredential | { fault: string };
};

/**
 * `hint`: how people call it. `provider`: whom its calls go to, `concurrency`: how many of them at once.
 * `mode`: how far the bot goes with its kind; absent: it asks.
 * `valueSaysWhich`: others may have the same locator, so that a leak joins by its value alone.
 * `locator`: the whole of it, where a part that can mean only one thing was left out; absent: as it was given.
 */
export type PlacedCredential = {
  hint: string;
  provider: string;
  concurrency: number;
  mode?: KindMode;
  valueSaysWhich?: boolean;
  locator?: Record<string, string>;
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
  const placed = parts.place(payload.kind, payload.locator, payload.value);
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
  return parts.db.transaction(async (query, later) => {
    const id = incidentIdOf(command.dedupe);
    // The register's lock also keeps two declarations of one leak from opening two incidents.
    const place = await reserveNumber(query);
    if ((await readIncident(query, id)) !== null) return { ok: true, incident: id, joined: false };
    const earlier = await joinedBefore(query, command.dedupe);
    if (earlier !== null) return { ok: true, incident: earlier, joined: true };
    const fingerprint = payload.value === undefined ? null : parts.turn.values.fingerprint(payload.kind, payload.value);
    const joined = await joinTwin(parts, { query, later }, command, { fingerprint, placed });
    if (joined !== null) return joined;
    const incident = { id, number: place.number };
    await open(parts, { query, later }, command, { ...incident, placed, fingerprint });
    const [first] = await query('select hash from entry where incident = $1 and seq = 1', [id]);
    await register(query, place, { id, at: parts.clock.now(), first: bytes(first?.hash) });
    return { ok: true, incident: id, joined: false };
  });
}

type Transaction = { query: Query; later: Write };
type Opening = { id: string; number: number; placed: PlacedCredential; fingerprint: string | null };

async function open(parts: DeclareParts, { query, later }: Transaction, command: Declaration, opening: Opening): Promise<void> {
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
  await insertIncident(later, row, compilerNumber);
  const credential: NewCredential = {
    id: 'c1',
    kind: payload.kind,
    locator: payload.locator,
    fingerprint: opening.fingerprint,
    ...opening.placed,
  };
  const consequences: Consequence[] = [
    record(declaredEntry(parts, command, row, credential.hint)),
    ...opened(credential, payload.value),
    // A stop takes the register's lock, too: it came before this incident, and counts for it.
    ...(await readBrakes(query)).map((brake) => record(stoppedEntry(brake))),
    { type: 'begin' },
  ];
  const locked = { query, later, row, playbook: pinned.playbook, scene: emptyScene(row.id) };
  const turn = beginTurn(parts.turn, locked, at);
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
    { title: payload.title ?? `Leaked: ${hint}`, account: actor.account, names: bodyNames(parts.names()) },
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
  transaction: Transaction,
  command: Declaration,
  leak: Pick<Opening, 'fingerprint' | 'placed'>,
): Promise<Declared | null> {
  const { fingerprint, placed } = leak;
  const { kind } = command.payload;
  // What was left out of one declaration may stand in the other: whole locators are compared.
  const locator = placed.locator ?? command.payload.locator;
  const byLocator = placed.valueSaysWhich !== true;
  const twin = await findOpenTwin(transaction.query, { kind, locator, fingerprint, byLocator });
  const locked = twin === null ? null : await lockIn(parts, transaction, twin.incident);
  if (twin === null || locked === null) return null;
  // It was closed while we waited for its lock: look for another.
  if (locked.row.status === 'closed') return joinTwin(parts, transaction, command, leak);
  const turn = beginTurn(parts.turn, locked, parts.clock.now());
  const taken = twin.elsewhere ? addPlace(parts, locked, command, placed) : takeMissingValue(locked, command, twin.credential);
  const by = { actor: actorName(command.actor), dedupe: command.dedupe };
  await endTurn(turn, [record(joinedEntry(command)), ...taken], by);
  return { ok: true, incident: twin.incident, joined: true };
}

function joinedEntry({ payload, actor }: Declaration) {
  const { detectedAt = null, exposedSince = null } = payload;
  return draft('declaration.joined', { requester: actor.person, public: payload.public, detectedAt, exposedSince });
}

/** The same secret opens another place too: that is one more credential to cut, and people are asked about both. */
function addPlace(parts: DeclareParts, { scene }: Locked, { payload }: Declaration, placed: PlacedCredential): Consequence[] {
  const { kind, locator, value } = payload;
  if (value === undefined) return [];
  const id = nextCredential(scene.credentials.length);
  const fingerprint = parts.turn.values.fingerprint(kind, value);
  return adding({ id, kind, locator, fingerprint, ...placed }, value);
}

/** Takes the value of a second declaration when the first came without one. */
function takeMissingValue({ scene }: Locked, { payload }: Declaration, credential: string): Consequence[] {
  const state = stateOf(scene);
  if (payload.value === undefined || state.credentials.get(credential)?.record.fingerprint !== null) return [];
  const decision = decideHandIn({ state }, { credential, value: payload.value });
  return 'consequences' in decision ? decision.consequences : [];
}

/** The first credential: nothing is planned yet, so nothing is planned anew. */
function opened(credential: NewCredential, value: string | undefined): Consequence[] {
  const { id } = credential;
  return [
    { type: 'join', credential },
    record(addedEntry(credential)),
    ...(value === undefined ? [] : [{ type: 'hold', credential: id, ref: 'leaked', value } as const]),
  ];
}
