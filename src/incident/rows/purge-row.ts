import type { Json } from '../../platform/canonical.ts';
import type { Write } from '../../platform/db/db.ts';
import type { Look } from '../../timeline/proof.ts';

export type CredentialText = { locator: Record<string, string>; hint: string; facts: Json; before: Look | null };

/** What a credential's row copies from the record, as the record has it now. */
export async function rewriteCredential(write: Write, incident: string, id: string, text: CredentialText): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await write('update credential set locator = $3, hint = $4, facts = $5, before = $6 where incident = $1 and id = $2', [
    incident,
    id,
    json(text.locator),
    text.hint,
    json(text.facts),
    json(text.before),
  ]);
}

/** What jobs that are over had left for their next run: nobody reads it any more. */
export async function forgetProgress(write: Write, incident: string): Promise<void> {
  await write(
    `update job set progress = null
     where incident = $1 and progress is not null and status not in ('ready', 'running', 'held')`,
    [incident],
  );
}

/** Where a brake, a pause or a raise of the budget gives this reason, it gives none any more. */
export async function forgetReason(write: Write, reason: string): Promise<void> {
  await write("update brake set reason = '[purged]' where reason = $1", [reason]);
  await write("update strike_budget set reason = '[purged]' where reason = $1", [reason]);
  await write("update provider_pause set reason = '[purged]' where reason = $1", [reason]);
}
