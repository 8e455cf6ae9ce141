/** Closes practice incidents whose practice server is gone: nothing about them can be done any more. */
import { draft } from '../timeline/entry.ts';
import type { AttemptParts } from './attempt.ts';
import { record } from './consequence.ts';
import { closing } from './effects.ts';
import { nothingElse, onIncident } from './locked.ts';
import { openIncidents } from './rows/incident-row.ts';
import { endTurn } from './turn.ts';
import { beginTurn } from './turn-underway.ts';

export async function abandonPractice(
  parts: Pick<AttemptParts, 'db' | 'clock' | 'memory' | 'turn' | 'playbooks'>,
): Promise<void> {
  for (const id of await openIncidents(parts.db.query)) {
    await onIncident(parts, id, nothingElse, async (locked) => {
      const { row, scene } = locked;
      if (!row.practice || row.status === 'closed') return null;
      const turn = beginTurn(parts.turn, locked, parts.clock.now());
      const why = 'its practice server was stopped';
      const ended = closing(
        scene.credentials.map((credential) => credential.id),
        why,
      );
      await endTurn(turn, [record(draft('incident.closed', { why })), ...ended], { actor: 'bot', dedupe: 'abandoned' });
      return null;
    });
  }
}
