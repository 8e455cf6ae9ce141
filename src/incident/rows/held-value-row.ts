import type { Query, Write } from '../../platform/db/db.ts';
import type { ValueRef } from '../action.ts';

export type HeldPlace = { incident: string; credential: string; ref: ValueRef };

export async function putHeldValue(write: Write, place: HeldPlace, sealed: string): Promise<void> {
  await write(
    `insert into held_value (incident, credential, ref, sealed) values ($1, $2, $3, $4)
     on conflict (incident, credential, ref) do update set sealed = excluded.sealed`,
    [place.incident, place.credential, place.ref, sealed],
  );
}

export async function readHeldValue(
  query: Query,
  place: HeldPlace,
): Promise<{ sealed: string; locator: Record<string, string> } | null> {
  const [row] = await query(
    `select held_value.sealed, credential.locator from held_value
     join credential on credential.incident = held_value.incident and credential.id = held_value.credential
     where held_value.incident = $1 and held_value.credential = $2 and held_value.ref = $3`,
    [place.incident, place.credential, place.ref],
  );
  return row === undefined ? null : { sealed: row.sealed as string, locator: row.locator as Record<string, string> };
}

/** Every value now held: a process that starts needs them to know what to redact. */
export async function allHeldValues(
  query: Query,
): Promise<(HeldPlace & { sealed: string; locator: Record<string, string> })[]> {
  const rows = await query(
    `select held_value.*, credential.locator from held_value
     join credential on credential.incident = held_value.incident and credential.id = held_value.credential`,
  );
  return rows.map((row) => ({
    incident: row.incident as string,
    credential: row.credential as string,
    ref: row.ref as ValueRef,
    sealed: row.sealed as string,
    locator: row.locator as Record<string, string>,
  }));
}

export async function dropHeldValue(write: Write, place: HeldPlace): Promise<void> {
  await write('delete from held_value where incident = $1 and credential = $2 and ref = $3', [
    place.incident,
    place.credential,
    place.ref,
  ]);
}

/** The fingerprints of everything that was ever held here, by the kind of its credential: it is in the record for good. */
export async function knownFingerprints(query: Query): Promise<Map<string, Set<string>>> {
  const rows = await query<{ kind: string; fingerprint: string }>(
    `select distinct credential.kind, entry.header::jsonb #>> '{data,fingerprint}' as fingerprint
     from entry join credential
       on credential.incident = entry.incident and credential.id = entry.header::jsonb #>> '{data,credential}'
     where entry.type = 'value.held'`,
  );
  const known = new Map<string, Set<string>>();
  for (const { kind, fingerprint } of rows) known.set(kind, (known.get(kind) ?? new Set()).add(fingerprint));
  return known;
}
