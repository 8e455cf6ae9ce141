/** What became of one asking, read from the record. Pure. */
import type { Entry } from '../../../timeline/entry.ts';

export type SaidVerdict = {
  person: string;
  verdict: 'approve' | 'reject' | 'alone';
  plan: string;
  /** ISO 8601. */
  at: string;
  /** person: signed with their own key. bot: attested by the bot, which knew them through Slack. */
  by: 'person' | 'bot';
  reason: string | null;
};

export type AskingEnd =
  | { how: 'asking' }
  | { how: 'accepted'; plan: string; at: string; restsOn: 'people' | 'alone' | 'expiry' | 'public-leak' }
  | { how: 'refused' | 'expired' | 'replaced' | 'skipped' | 'by-hand'; at: string };

export type PastAsking = {
  nonce: string;
  /** As they were offered. `title` is null where its text is gone. */
  plans: { hash: string; title: string | null; reversible: boolean | null }[];
  said: SaidVerdict[];
  end: AskingEnd;
};

/** Null when this record has no such asking. */
export function pastAsking(entries: readonly Entry[], nonce: string): PastAsking | null {
  const opening = entries.find((entry) => entry.type === 'gate.opened' && entry.data.nonce === nonce);
  if (opening?.type !== 'gate.opened') return null;
  const made = new Map(entries.flatMap((entry) => (entry.type === 'plan.made' ? [[entry.data.plan, entry] as const] : [])));
  return {
    nonce,
    plans: opening.data.plans.map((hash) => {
      const plan = made.get(hash);
      return { hash, title: plan?.body?.plan.title ?? null, reversible: plan?.data.reversible ?? null };
    }),
    said: entries.flatMap((entry) => saidIn(entry, nonce)),
    end: endOf(entries, nonce, opening.data.stage, opening.seq),
  };
}

function saidIn(entry: Entry, nonce: string): SaidVerdict[] {
  if (entry.type !== 'decision.recorded' || entry.data.nonce !== nonce || entry.data.verdict === 'undo') return [];
  const { person, verdict, plan, attestation } = entry.data;
  return [{ person, verdict, plan, at: entry.at, by: attestation, reason: entry.body?.reason ?? null }];
}

/** The first thing that ended it. Another opening of the same gate ends one that nothing else did. */
function endOf(entries: readonly Entry[], nonce: string, stage: string, openedIn: number): AskingEnd {
  for (const entry of entries) {
    if (entry.seq <= openedIn) continue;
    const end = endedBy(entry, nonce, stage);
    if (end !== null) return end;
  }
  return { how: 'asking' };
}

function endedBy(entry: Entry, nonce: string, stage: string): AskingEnd | null {
  if ('nonce' in entry.data) {
    if (entry.data.nonce === nonce) return endedByAnswer(entry);
    return entry.type === 'gate.opened' && entry.data.stage === stage ? { how: 'replaced', at: entry.at } : null;
  }
  return endedOtherwise(entry, stage);
}

function endedByAnswer(entry: Entry): AskingEnd | null {
  const { at } = entry;
  switch (entry.type) {
    case 'gate.accepted': {
      const { plan, alone, by } = entry.data;
      return { how: 'accepted', plan, at, restsOn: alone === true ? 'alone' : (by ?? 'people') };
    }
    case 'gate.refused':
      return { how: 'refused', at };
    case 'gate.expired':
      return { how: 'expired', at };
    case 'gate.closed':
      return { how: 'replaced', at };
    default:
      return null;
  }
}

/** By what a person did to its gate, or because nothing is left to ask. */
function endedOtherwise(entry: Entry, stage: string): AskingEnd | null {
  const { at } = entry;
  switch (entry.type) {
    case 'gate.unneeded':
      return entry.data.stage === stage ? { how: 'replaced', at } : null;
    case 'step.skipped':
      return entry.data.step === `${stage}.gate` ? { how: 'skipped', at } : null;
    case 'step.by-hand':
      return entry.data.step === `${stage}.gate` ? { how: 'by-hand', at } : null;
    case 'incident.closed':
      return { how: 'replaced', at };
    default:
      return null;
  }
}
