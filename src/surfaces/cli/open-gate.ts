import type { PlanView, View } from '../../incident/view.ts';
import { viewOf } from './at-desk.ts';
import { planWait, poll, stuckSentence } from './poll.ts';
import { clean } from './render/clean.ts';
import { incidentName, shortHash } from './render/command-line.ts';
import type { OpenedDesk } from './terminal-composition.ts';
import { TerminalError } from './terminal-error.ts';
import { programOf, type Turn } from './turn.ts';

/** The plan somebody answers. `nonce` is what the signature quotes; null when it was answered already. */
export type Asked = { view: View; plan: PlanView; nonce: string | null };

/** "3F9A12BC" → "3f9a12bc"; refuses (usage) what cannot be the beginning of a hash. */
export function planPrefix(typed: string, program: string): string {
  const prefix = typed.toLowerCase();
  if (/^[0-9a-f]{8,64}$/.test(prefix)) return prefix;
  throw new TerminalError(
    'usage',
    `--plan "${clean(typed)}" is not a plan's hash. Write at least its first 8 digits, as \`${program} plan INCIDENT\` shows them.`,
  );
}

/** Waits up to 30 s until that plan is asked for. Refuses what is not offered, is ambiguous, or never gets that far. */
export async function askedFor(turn: Turn, { desk, botAlive }: OpenedDesk, incident: string, prefix: string): Promise<Asked> {
  const limitMs = botAlive ? planWait.limitMs : 0;
  const found = await poll(turn, { desk, incident, everyMs: planWait.everyMs, limitMs }, (view) => asked(view, prefix));
  if (found !== null) return found;
  const view = await viewOf(desk, incident);
  const name = incidentName(view);
  if (!botAlive)
    throw new TerminalError(
      'unreachable',
      `${name} asks for nothing now, and no bot has shown a sign of life for 10 s. Start one (${programOf(turn)} start), or add --work.`,
    );
  throw new TerminalError(
    'no',
    `${name} asks for no decision on ${prefix} after ${planWait.limitMs / 1_000} s. Look what it does: ${programOf(turn)} status ${name}`,
  );
}

function asked(view: View, prefix: string): Asked | null {
  const matching = view.plans.filter(({ hash }) => hash.startsWith(prefix));
  const plan = matching[0];
  if (matching.length > 1)
    throw new TerminalError(
      'usage',
      `--plan ${prefix} begins several plans: ${matching.map(({ hash }) => hash).join(', ')}. Write more digits.`,
    );
  if (plan === undefined) return notThere(view, prefix);
  // Nobody is asked any more, whatever the plan waited for.
  if (plan.state !== 'waiting' || view.state === 'closed') return { view, plan, nonce: null };
  return view.gate === null ? null : { view, plan, nonce: view.gate.nonce };
}

/** While nothing is offered yet there is something to wait for; afterwards there is not. */
function notThere(view: View, prefix: string): null {
  const stuck = stuckSentence(view);
  if (view.plans.length === 0 && stuck === null && view.state === 'open') return null;
  const offered = view.plans.map(({ hash, title }) => `${shortHash(hash)} (${clean(title)})`).join(', ');
  const closed = view.state === 'closed' ? ' It is closed: nobody is asked any more.' : '';
  const now = offered === '' ? 'It offers none now.' : `Offered now: ${offered}.`;
  throw new TerminalError(
    'missing',
    `${incidentName(view)} has no plan ${prefix}; a plan whose target changed is replaced by another. ${now}${stuck === null ? '' : ` ${stuck}`}${closed}`,
  );
}
