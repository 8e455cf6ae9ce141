/** Closes practice incidents whose practice server is gone: nothing about them can be done any more. */
import { draft } from '../timeline/entry.ts';
import type { AttemptParts } from './attempt.ts';
import { record } from './consequence.ts';
import { closing } from './effects.ts';
import { readCredentials } from './rows/credential-row.ts';
import { lockIncident, openIncidents } from './rows/incident-row.ts';
import { beginTurn, endTurn } from './turn.ts';

export async function abandonPractice(parts: Pick<AttemptParts, 'db' | 'clock' | 'turn' | 'playbooks'>): Promise<void> {
  for (const id of await openIncidents(parts.db.query)) {
    await parts.db.transaction(async (query) => {
      const row = await lockIncident(query, id);
      if (row === null || !row.practice || row.status === 'closed') return;
      const playbook = await parts.playbooks.read(query, row.playbook);
      const turn = beginTurn(parts.turn, query, row, playbook, parts.clock.now());
      const credentials = (await readCredentials(query, id)).map((credential) => credential.id);
      const why = 'its practice server was stopped';
      const consequences = [record(draft('incident.closed', { why })), ...closing(credentials, why)];
      await endTurn(turn, consequences, { actor: 'bot', dedupe: 'abandoned' });
    });
  }
}
