/** How a person's step was settled, read from the record. Pure. */
import type { Entry } from '../../../timeline/entry.ts';
import type { Settlement } from './stuck.ts';

/**
 * What settled the step that entry `seq` (`step.stuck`, `step.asked`, `gate.refused`) handed to people; null while nothing did.
 * The same step stuck again later is another message.
 */
export function settlementOf(entries: readonly Entry[], seq: number): Settlement | null {
  const handed = entries.find((entry) => entry.seq === seq);
  const about = handed === undefined ? null : stepOf(handed);
  if (about === null) return null;
  for (const entry of entries) {
    if (entry.seq <= seq) continue;
    const settled = settledBy(entry);
    if (settled === null) continue;
    const same = settled.how === 'closed' || (settled.step === about.step && settled.credential === about.credential);
    if (same) return { ...settled, ...about };
  }
  return null;
}

type About = Pick<Settlement, 'step' | 'credential'>;

function stepOf({ type, data }: Entry): About | null {
  if (type === 'gate.refused') return { step: `${data.stage}.gate`, credential: null };
  if (type === 'step.stuck') return { step: data.step, credential: data.credential };
  return type === 'step.asked' ? { step: data.step, credential: null } : null;
}

function settledBy(entry: Entry): Settlement | null {
  const { at } = entry;
  switch (entry.type) {
    case 'step.retried':
      return { ...aboutOf(entry), how: 'retried', by: entry.data.person, at, reason: null };
    case 'step.skipped':
      return { ...aboutOf(entry), how: 'skipped', by: entry.data.person, at, reason: entry.body?.reason ?? null };
    case 'step.by-hand':
      return { ...aboutOf(entry), how: 'by-hand', by: entry.data.person, at, reason: entry.body?.reason ?? null };
    case 'step.done':
      return { ...aboutOf(entry), how: 'done', by: null, at, reason: entry.body?.summary ?? null };
    case 'gate.opened':
      return { step: `${entry.data.stage}.gate`, credential: null, how: 'retried', by: null, at, reason: null };
    case 'incident.closed':
      return { step: '', credential: null, how: 'closed', by: null, at, reason: null };
    default:
      return null;
  }
}

const aboutOf = ({ data }: { data: About }): About => ({ step: data.step, credential: data.credential });
