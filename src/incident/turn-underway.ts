/**
 * A turn under way: what it knows, and how it changes the scene in memory and, in the same order, the rows behind it. Rows
 * are written without waiting; whoever reads the scene sees them changed at once.
 */
import { randomUUID } from 'node:crypto';
import type { Json } from '../platform/canonical.ts';
import type { Playbook } from '../playbook/tree.ts';
import type { Addition } from '../timeline/append.ts';
import { draft, type Entry, type EntryDraft } from '../timeline/entry.ts';
import type { Plan } from '../timeline/plan.ts';
import type { Configured } from './act-at-once.ts';
import type { Consequence } from './consequence.ts';
import { fold, foldEntry } from './fold/fold.ts';
import type { HeldValues } from './held-values.ts';
import { type CredentialPatch, insertCredential, type NewCredential, patchCredential } from './rows/credential-row.ts';
import { cancelJobs, type Job, type LeasedJob, type NewJob } from './rows/job-row.ts';
import { dropMembers, type Member, rememberMember } from './rows/member-row.ts';
import { type Locked, stateOf } from './scene.ts';
import type { State } from './state.ts';

export type TurnParts = {
  values: HeldValues;
  redact(body: Json): Json;
  /** How long a value is held at most. */
  holdMs: number;
  /** The action behind a step outside the playbook (an undo), and behind each `do:` word. */
  actionOf(playbook: Playbook, step: string): string | null;
  /** How far the bot may go with a kind by the configuration of now: it tightens what was pinned. */
  configured: Configured;
};

export type Turn = Locked & {
  parts: TurnParts;
  at: Date;
  additions: Addition[];
  /** How many of the additions the state of the scene already tells of. */
  folded: number;
  /** Jobs that this turn queued and did not cancel again, by id. Written at the end, all in one statement. */
  queued: Map<string, Job>;
  /** Members that changed, by step and credential. Written with the jobs. */
  changed: Map<string, Member>;
  /** The job, queued now or before, that goes on in the same hands once the turn is written. */
  taken: LeasedJob | null;
  /** The job whose answer this turn records: it is over, so nothing cancels it. */
  ended: { id: string; status: 'done' | 'refused' } | null;
};

/** `now` may be earlier than the last entry where clocks differ: the record's time never runs backwards. */
export function timeIn({ lastAt }: Locked['scene'], now: Date): Date {
  return lastAt === null ? now : new Date(Math.max(now.getTime(), Date.parse(lastAt)));
}

export function beginTurn(parts: TurnParts, locked: Locked, now: Date): Turn {
  const { query, later, row, playbook, scene } = locked;
  const at = timeIn(scene, now);
  return {
    parts,
    query,
    later,
    row: { ...row },
    playbook,
    scene,
    at,
    additions: [],
    folded: 0,
    queued: new Map(),
    changed: new Map(),
    ended: null,
    taken: null,
  };
}

export function remember(turn: Turn, entry: EntryDraft): void {
  turn.additions.push({ draft: entry, movement: null });
}

/** What the record adds up to with everything that this turn remembered so far. */
export function stateNow(turn: Turn): State {
  const { scene, row, at } = turn;
  for (; turn.folded < turn.additions.length; turn.folded += 1) {
    const addition = turn.additions[turn.folded] as Addition;
    addition.draft = redacted(turn, addition.draft);
    // Who did it is written with the entry; what it adds up to depends on no actor.
    const place = { incident: row.id, seq: row.position.seq + turn.folded + 1, at: at.toISOString(), actor: '' };
    const entry = { ...place, ...addition.draft } as Entry;
    if (scene.state === null) scene.state = fold([entry]);
    else foldEntry(scene.state, entry);
  }
  return stateOf(scene);
}

export async function joinCredential({ later, row, scene }: Turn, credential: NewCredential): Promise<void> {
  const unseen = { state: 'unknown', facts: null, before: null, looseResiduals: 0, held: false, heldNew: false } as const;
  scene.credentials.push({ ...credential, ...unseen });
  await insertCredential(later, row.id, credential);
}

export async function clearStep(turn: Turn, step: string): Promise<void> {
  if (!turn.scene.members.delete(step)) return;
  for (const [place, member] of turn.changed) if (member.step === step) turn.changed.delete(place);
  await cancel(turn, 'action', step, null);
  await dropMembers(turn.later, turn.row.id, step);
}

/** How far one credential's part in a step is; what follows from it is the caller's business. */
export function changeMember({ scene, changed }: Turn, member: Member): void {
  rememberMember(scene.members, member);
  changed.set(`${member.step} ${member.credential}`, member);
}

export async function dropJobOf(turn: Turn, stepId: string, credential: string): Promise<void> {
  const job = turn.scene.members.get(stepId)?.get(credential)?.job ?? null;
  if (job !== null && job !== turn.ended?.id) await cancel(turn, 'action', stepId, credential);
}

type Wish = Pick<NewJob, 'kind' | 'ref' | 'credential' | 'action' | 'runAt'> & { id?: string };

export function queue(turn: Turn, wish: Wish): void {
  const place = turn.scene.credentials.find(({ id }) => wish.kind === 'action' && id === wish.credential);
  const { provider, concurrency } = place ?? { provider: '', concurrency: 1 };
  const job = { ...wish, id: wish.id ?? randomUUID(), incident: turn.row.id, provider, concurrency };
  turn.queued.set(job.id, { ...job, attempts: 0, failures: 0, progress: null });
}

/** Cancels what is queued or running under this name; null stands for every credential. */
export async function cancel(turn: Turn, kind: Job['kind'], ref: string, credential: string | null): Promise<void> {
  for (const [id, job] of turn.queued) {
    if (job.kind === kind && job.ref === ref && (credential === null || job.credential === credential)) turn.queued.delete(id);
  }
  await cancelJobs(turn.later, turn.row.id, kind, ref, credential);
}

export async function changeCredential(turn: Turn, id: string, patch: CredentialPatch): Promise<void> {
  await writeCredential(turn, id, masked(turn, patch));
}

async function writeCredential({ later, row, scene }: Turn, id: string, patch: CredentialPatch): Promise<void> {
  // A new object: an action may still be looking at the old one.
  scene.credentials = scene.credentials.map((credential) => (credential.id === id ? { ...credential, ...patch } : credential));
  await patchCredential(later, row.id, id, patch);
}

export async function hold(turn: Turn, wish: Extract<Consequence, { type: 'hold' }>): Promise<void> {
  const credential = turn.scene.credentials.find((candidate) => candidate.id === wish.credential);
  if (credential === undefined) throw new TypeError(`No credential ${wish.credential} to hold a value for.`);
  const fingerprint = turn.parts.values.fingerprint(credential.kind, wish.value);
  const place = { incident: turn.row.id, credential: wish.credential, ref: wish.ref };
  const until = new Date(turn.at.getTime() + turn.parts.holdMs);
  await turn.parts.values.put(turn.later, place, wish.value, credential.locator);
  setHeld(turn.scene, wish.credential, wish.ref, true);
  const isNews = wish.ref === 'leaked' && fingerprint !== credential.fingerprint;
  if (isNews) await changeCredential(turn, wish.credential, { fingerprint, before: null });
  await cancel(turn, 'expire-value', wish.ref, wish.credential);
  queue(turn, { kind: 'expire-value', ref: wish.ref, credential: wish.credential, action: null, runAt: until });
  remember(turn, draft('value.held', { credential: wish.credential, ref: wish.ref, fingerprint, until: until.toISOString() }));
}

/** Destroys a held value; says so only when there was one. */
export async function destroyValue(turn: Turn, credential: string, ref: 'leaked' | 'new', why: string): Promise<void> {
  const known = turn.scene.credentials.find(({ id }) => id === credential);
  if (known === undefined || !(ref === 'leaked' ? known.held : known.heldNew)) return;
  await cancel(turn, 'expire-value', ref, credential);
  await turn.parts.values.destroy(turn.later, { incident: turn.row.id, credential, ref });
  setHeld(turn.scene, credential, ref, false);
  remember(turn, draft('value.destroyed', { credential, ref, why }));
}

function setHeld(scene: Turn['scene'], id: string, ref: 'leaked' | 'new', is: boolean): void {
  const change = ref === 'leaked' ? { held: is } : { heldNew: is };
  scene.credentials = scene.credentials.map((credential) => (credential.id === id ? { ...credential, ...change } : credential));
}

/** What a provider told: an application's name may hold the very value. */
function masked({ parts }: Turn, patch: CredentialPatch): CredentialPatch {
  const { facts, before } = patch;
  return {
    ...patch,
    ...(facts === undefined ? {} : { facts: parts.redact(facts) }),
    ...(before == null ? {} : { before: { ...before, detail: String(parts.redact(before.detail)) } }),
  };
}

function redacted(turn: Turn, entry: EntryDraft): EntryDraft {
  if (entry.body === null) return entry;
  const body = turn.parts.redact(entry.body as Json);
  if (entry.type !== 'plan.made') return { ...entry, body } as EntryDraft;
  // What the hash covers is our own words and the locator: masked, it would not be the plan that people agree to.
  return { ...entry, body: { plan: { ...(body as { plan: Plan }).plan, targets: entry.body.plan.targets } } };
}
