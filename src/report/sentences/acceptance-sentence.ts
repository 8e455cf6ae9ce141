/** What an acceptance rested on, and how one person acted alone. */
import type { EntryOf } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { listed } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';

export function acceptedSentence({ data }: EntryOf<'gate.accepted'>, names: Names): Rich {
  const plan = names.plan(data.plan);
  if (data.alone === true)
    return say`**One person acted alone:** plan ${plan} was accepted, since nobody said no before the countdown was over.`;
  if (data.by === 'expiry')
    return say`**Nobody answered in time, and the playbook says to act then:** plan ${plan}, which can be taken back, was accepted.`;
  if (data.by === 'public-leak')
    return say`**Nobody was asked first, since the leak is public and the playbook says to act then:** plan ${plan}, which can be taken back, was accepted at once.`;
  return say`**Agreed:** enough people said yes to plan ${plan}.`;
}

export function aloneSentence({ type, data }: EntryOf<'alone.started' | 'alone.ended'>, names: Names): Rich {
  const [person, plan] = [names.person(data.person), names.plan(data.plan)];
  if (type === 'alone.started')
    return say`**A countdown began for ${person}, to act alone on plan ${plan}:** anybody could stop it with a no until ${utc(data.until)}.`;
  return 'why' in data && data.why === 'rejected'
    ? say`The countdown of ${person} for plan ${plan} was stopped by a no.`
    : say`The countdown of ${person} ended early: enough people said yes.`;
}

/** Ids of people as a list of names. */
export function peopleNamed(ids: readonly string[], names: Names): Rich {
  return ids.length === 0 ? say`nobody` : listed(ids.map(names.person));
}
