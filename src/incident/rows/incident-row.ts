import { bytes, instant, type Query, type Write } from '../../platform/db/db.ts';
import type { MachineState } from '../../playbook/step.ts';
import type { Position } from '../../timeline/chain.ts';

export type Status = 'open' | 'contained' | 'closed';

export type IncidentRow = {
  id: string;
  number: number;
  practice: boolean;
  playbook: string;
  state: MachineState;
  status: Status;
  detectedAt: Date;
  /** Plan hashes now on offer, in the order to show them. */
  plans: string[];
  gate: { stage: string; nonce: string } | null;
  position: Position;
};

// The playbook is the one that the first entry pins: the column beside it could be pointed at another that asks fewer people.
const selectIncident = `
  select incident.*, (
    select header::jsonb #>> '{data,playbook}' from entry where entry.incident = incident.id and entry.seq = 1) as pinned
  from incident`;

/** A row as it is locked: which playbook drives it is for the record to say. */
export type LockedRow = Omit<IncidentRow, 'playbook'>;

/** The row, locked until the transaction ends: this is what serialises everything that happens to an incident. */
export async function lockIncident(query: Query, id: string): Promise<LockedRow | null> {
  const [row] = await query('select * from incident where id = $1 for update', [id]);
  return row === undefined ? null : readRow(row);
}

export async function readIncident(query: Query, id: string): Promise<IncidentRow | null> {
  const [row] = await query(`${selectIncident} where id = $1`, [id]);
  return row === undefined ? null : { ...readRow(row), playbook: row.pinned as string };
}

export async function insertIncident(write: Write, row: IncidentRow, compiler: number): Promise<void> {
  await write(
    `insert into incident (id, number, practice, playbook, compiler, state, status, detected_at, seq, head)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      row.id,
      row.number,
      row.practice,
      row.playbook,
      compiler,
      JSON.stringify(row.state),
      row.status,
      row.detectedAt,
      row.position.seq,
      row.position.head,
    ],
  );
}

/** Ids of the incidents a reference may mean: a number, else a whole id or the beginning of one (at most two are read). */
export async function findIncidents(query: Query, reference: { number: number | null; prefix: string }): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `select id from incident
     where number = $1
        or ($2 <> '' and id::text like $2 || '%' and not exists (select from incident as numbered where numbered.number = $1))
     order by number limit 2`,
    [reference.number, reference.prefix],
  );
  return rows.map((row) => row.id);
}

/** Ids of the incidents that are not closed, oldest first. */
export async function openIncidents(query: Query): Promise<string[]> {
  const rows = await query<{ id: string }>("select id from incident where status <> 'closed' order by number");
  return rows.map((row) => row.id);
}

export async function allIncidents(query: Query): Promise<string[]> {
  return (await query<{ id: string }>('select id from incident order by number')).map((row) => row.id);
}

function readRow(row: Record<string, unknown>): LockedRow {
  const id = String(row.id);
  return {
    id,
    number: row.number as number,
    practice: row.practice as boolean,
    state: row.state,
    status: row.status as Status,
    detectedAt: instant(row.detected_at),
    plans: row.plans as string[],
    gate: row.gate as IncidentRow['gate'],
    position: { incident: id, seq: row.seq as number, head: bytes(row.head) },
  };
}
