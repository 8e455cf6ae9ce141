/** Links by which one person hands in one value, once. Only the hash of a link's token is a row. */
import { instant, type Query } from '../../platform/db/db.ts';

/** A link that is over is kept for a day, so that nobody mistakes a late click for a broken program. */
const keptMs = 24 * 3_600_000;

export type LinkRow = { tokenHash: string; incident: string; credential: string; person: string; expiresAt: Date };

/** What an open link is for, as its incident stands now. */
export type OpenLink = LinkRow & {
  number: number;
  practice: boolean;
  closed: boolean;
  dead: boolean;
  /** A value of this credential is held already. */
  held: boolean;
  kind: string;
  hint: string;
};

/** The new link takes the place of older ones of the same person for the same credential. */
export async function putHandInLink(query: Query, link: LinkRow, now: Date): Promise<void> {
  await query(
    `with ended as (
       update hand_in_link set expires_at = $6
       where incident = $2 and credential = $3 and person = $4 and used_at is null and expires_at > $6),
     forgotten as (delete from hand_in_link where expires_at < $7)
     insert into hand_in_link (token_hash, incident, credential, person, expires_at) values ($1, $2, $3, $4, $5)`,
    [link.tokenHash, link.incident, link.credential, link.person, link.expiresAt, now, new Date(now.getTime() - keptMs)],
  );
}

/** Null when there is none, or it is used or over. Changes nothing. */
export async function readOpenLink(query: Query, tokenHash: string, now: Date): Promise<OpenLink | null> {
  const [row] = await query(
    `select link.*, incident.number, incident.practice, incident.status, credential.kind, credential.hint, credential.state,
       exists (select from held_value as held
         where held.incident = link.incident and held.credential = link.credential and held.ref = 'leaked') as held
     from hand_in_link as link
     join incident on incident.id = link.incident
     join credential on credential.incident = link.incident and credential.id = link.credential
     where link.token_hash = $1 and link.used_at is null and link.expires_at > $2`,
    [tokenHash, now],
  );
  if (row === undefined) return null;
  return {
    ...readLink(row),
    number: row.number as number,
    practice: row.practice as boolean,
    closed: row.status === 'closed',
    dead: row.state === 'dead',
    held: row.held as boolean,
    kind: row.kind as string,
    hint: row.hint as string,
  };
}

/** Takes the one use of a link. Of any number who ask at the same time, one gets it; the others get null. */
export async function takeHandInLink(query: Query, tokenHash: string, now: Date): Promise<LinkRow | null> {
  const [row] = await query(
    'update hand_in_link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 returning *',
    [tokenHash, now],
  );
  return row === undefined ? null : readLink(row);
}

/** Gives the use back to whoever took it at `takenAt`, where nothing came of it. */
export async function giveBackHandInLink(query: Query, tokenHash: string, takenAt: Date): Promise<void> {
  await query('update hand_in_link set used_at = null where token_hash = $1 and used_at = $2', [tokenHash, takenAt]);
}

function readLink(row: Record<string, unknown>): LinkRow {
  return {
    tokenHash: row.token_hash as string,
    incident: row.incident as string,
    credential: row.credential as string,
    person: row.person as string,
    expiresAt: instant(row.expires_at),
  };
}
