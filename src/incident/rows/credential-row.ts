import type { Json } from '../../platform/canonical.ts';
import type { Query } from '../../platform/db/db.ts';
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
};

export type CredentialPatch = Partial<Pick<CredentialRow, 'state' | 'facts' | 'before' | 'fingerprint' | 'looseResiduals'>>;

export async function readCredentials(query: Query, incident: string): Promise<CredentialRow[]> {
  const rows = await query(
    `select credential.*, exists (
       select from held_value where held_value.incident = credential.incident
         and held_value.credential = credential.id and held_value.ref = 'leaked') as held
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
    held: row.held as boolean,
  }));
}

export async function insertCredential(query: Query, incident: string, record: CredentialRecord): Promise<void> {
  await query(
    `insert into credential (incident, id, kind, locator, fingerprint, hint, state) values ($1, $2, $3, $4, $5, $6, 'unknown')`,
    [incident, record.id, record.kind, JSON.stringify(record.locator), record.fingerprint, record.hint],
  );
}

export async function patchCredential(query: Query, incident: string, id: string, patch: CredentialPatch): Promise<void> {
  await query(
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

/** How many credentials keep the incident from being contained. */
export async function countUncontained(query: Query, incident: string): Promise<number> {
  const [row] = await query<{ open: number }>(
    `select count(*)::int as open from credential
     where incident = $1 and (state not in ('cut-off', 'dead') or loose_residuals > 0)`,
    [incident],
  );
  return row?.open ?? 0;
}

/** `elsewhere`: the same secret, but at another place than the one declared now. */
export type Twin = { incident: string; credential: string; elsewhere: boolean };

/**
 * The open incident that already handles this leak: the same fingerprint, or, where either side has no value,
 * the same kind and place.
 */
export async function findOpenTwin(
  query: Query,
  leak: { kind: string; locator: Record<string, string>; fingerprint: string | null },
): Promise<Twin | null> {
  const [row] = await query<{ incident: string; id: string; elsewhere: boolean }>(
    `select credential.incident, credential.id, credential.locator <> $2::jsonb as elsewhere from credential join incident on incident.id = credential.incident
     where incident.status <> 'closed' and (
       credential.fingerprint = $3
       or (credential.kind = $1 and credential.locator = $2::jsonb and ($3::text is null or credential.fingerprint is null)))
     order by credential.locator <> $2::jsonb, incident.number limit 1`,
    [leak.kind, JSON.stringify(leak.locator), leak.fingerprint],
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

/** The id for one more credential of an incident: "c2" behind "c1". */
export async function nextCredentialId(query: Query, incident: string): Promise<string> {
  const [row] = await query<{ count: number }>('select count(*)::int as count from credential where incident = $1', [incident]);
  return `c${(row?.count ?? 0) + 1}`;
}
