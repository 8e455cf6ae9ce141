import { instant, type Query, type Write } from '../../platform/db/db.ts';
import type { Pause } from '../view.ts';

/** Leaves a provider alone until then; what it asked for before holds if that is later. */
export async function pauseProvider(write: Write, pause: { provider: string; until: Date; reason: string }): Promise<void> {
  await write(
    `insert into provider_pause (provider, until, reason) values ($1, $2, $3)
     on conflict (provider) do update set until = excluded.until, reason = excluded.reason
       where excluded.until > provider_pause.until`,
    [pause.provider, pause.until, pause.reason],
  );
}

/** The providers of an incident's credentials that are left alone at `now`. */
export async function readPauses(query: Query, incident: string, now: Date): Promise<Pause[]> {
  const rows = await query(
    `select distinct pause.provider, pause.until, pause.reason
     from provider_pause as pause join credential on credential.provider = pause.provider
     where credential.incident = $1 and pause.until > $2 order by pause.provider`,
    [incident, now],
  );
  return rows.map((row) => ({
    provider: row.provider as string,
    until: instant(row.until).toISOString(),
    reason: row.reason as string,
  }));
}
