import type { Json } from '../../platform/canonical.ts';
import { type KindMode, usualMode } from '../../platform/config/kind-modes.ts';
import type { Query, Write } from '../../platform/db/db.ts';
import type { CredentialRecord, CredentialState } from '../../timeline/credential.ts';
import type { Look } from '../../timeline/proof.ts';

/** What the bot needs to know of a credential without reading the whole timeline. */
export type CredentialRow = CredentialRecord & {
  state: CredentialState;
  facts: Json;
  before: Look | null;
  /** Residuals that neither end by themselves nor were accepted. */
  looseResiduals: number;
  held: boolean;
  heldNew: boolean;
  /** Whom its calls go to, and how many at once it takes; '' and 1 where nobody said. */
  provider: string;
  concurrency: number;
  /** How far the bot goes with it, as pinned. The record says so too, and is what counts. Absent: as before there were modes. */
  mode?: KindMode;
};

/** A credential that joins an incident. */
export type NewCredential = CredentialRecord & Pick<CredentialRow, 'provider' | 'concurrency' | 'mode'>;

export type CredentialPatch = Partial<Pick<CredentialRow, 'state' | 'facts' | 'before' | 'fingerprint' | 'looseResiduals'>>;

export async function readCredentials(query: Query, incident: string): Promise<CredentialRow[]> {
  const rows = await query(
    `select credential.*, array(
       select ref from held_value where held_value.incident = credential.incident
         and held_value.credential = credential.id) as holds
     from credential where incident = $1 order by length(id), id`,
    [incident],
  );
  return rows.map((row) => ({
    id: row.id as string,
    kind: row.kind as string,
    locator: row.locator as Record<string, string>,
    fingerprint: row.fingerprint as string | null,
    hint: row.hint as string,
    state: row.state as CredentialState,
    facts: row.facts as Json,
    before: row.before as Look | null,
    looseResiduals: row.loose_residuals as number,
    held: (row.holds as string[]).includes('leaked'),
    heldNew: (row.holds as string[]).includes('new'),
    provider: row.provider as string,
    concurrency: row.concurrency as number,
    mode: row.mode as KindMode,
  }));
}

export async function insertCredential(write: Write, incident: string, credential: NewCredential): Promise<void> {
  const { id, kind, locator, fingerprint, hint, provider, concurrency, mode = usualMode } = credential;
  await write(
    `insert into credential (incident, id, kind, locator, fingerprint, hint, provider, concurrency, mode, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'unknown')`,
    [incident, id, kind, JSON.stringify(locator), fingerprint, hint, provider, concurrency, mode],
  );
}

export async function patchCredential(write: Write, incident: string, id: string, patch: CredentialPatch): Promise<void> {
  await write(
    `update credential set
       state = coalesce($3, state),
       facts = case when $4::boolean then $5::jsonb else facts end,
       before = case when $6::boolean then $7::jsonb else before end,
       fingerprint = coalesce($8, fingerprint),
       loose_residuals = coalesce($9, loose_residuals)
     where incident = $1 and id = $2`,
    [
      incident,
      id,
      patch.state ?? null,
      patch.facts !== undefined,
      patch.facts === undefined ? null : JSON.stringify(patch.facts),
      patch.before !== undefined,
      patch.before === undefined || patch.before === null ? null : JSON.stringify(patch.before),
      patch.fingerprint ?? null,
      patch.looseResiduals ?? null,
    ],
  );
}

/** `elsewhere`: the same secret, but at another place than the one declared now. */
export type Twin = { incident: string; credential: string; elsewhere: boolean };

/**
 * The open incident that already handles this leak: the same fingerprint, or, where either side has no value,
 * the same kind and place.
 */
export async function findOpenTwin(
  query: Query,
  leak: { kind: string; locator: Record<string, string>; fingerprint: string | null; byLocator: boolean },
): Promise<Twin | null> {
  const [row] = await query<{ incident: string; id: string; elsewhere: boolean }>(
    `select credential.incident, credential.id, credential.locator <> $2::jsonb as elsewhere from credential join incident on incident.id = credential.incident
     where incident.status <> 'closed' and (
       credential.fingerprint = $3
       or ($4 and credential.kind = $1 and credential.locator = $2::jsonb and ($3::text is null or credential.fingerprint is null)))
     order by credential.locator <> $2::jsonb, incident.number limit 1`,
    [leak.kind, JSON.stringify(leak.locator), leak.fingerprint, leak.byLocator],
  );
  return row === undefined ? null : { incident: row.incident, credential: row.id, elsewhere: row.elsewhere };
}

/** Credentials of other incidents at the same place that are recorded as cut off or dead, in a fixed order. */
export async function restingOnCut(
  query: Query,
  incident: string,
  credential: string,
): Promise<{ incident: string; credential: string; hint: string; state: CredentialState }[]> {
  return query(
    `select other.incident, other.id as credential, other.hint, other.state
     from credential as undone join credential as other
       on other.kind = undone.kind and other.locator = undone.locator and other.incident <> undone.incident
     where undone.incident = $1 and undone.id = $2 and other.state in ('cut-off', 'dead')
     order by other.incident, other.id`,
    [incident, credential],
  );
}
