/** The timeline for people outside: what happened, from the machine-readable part of an entry, in our own words. */
import type { Entry } from '../../timeline/entry.ts';
import type { Story } from '../story/story.ts';
import { lookWords, stateWords } from '../words/state-words.ts';
import { lookedWords, planName } from './external-story.ts';
import type { Roles } from './roles.ts';

export type Happening = { seq: number; at: string; by: string; what: string };

/** Entries that tell nothing to somebody outside are left out. */
export function happenings(story: Story, roles: Roles): Happening[] {
  return story.entries.flatMap((entry) => {
    const what = told(entry, story, roles);
    return what === null ? [] : [{ seq: entry.seq, at: entry.at, by: roles.actor(entry.actor), what }];
  });
}

function told(entry: Entry, story: Story, roles: Roles): string | null {
  switch (entry.type) {
    case 'incident.declared':
      return 'The leak was declared.';
    case 'declaration.joined':
      return 'The same leak was declared again.';
    case 'incident.contained':
      return 'The incident was contained: every credential cut off, and nothing that outlives it without an end.';
    case 'incident.reopened':
      return 'The incident was opened again: a credential was no longer proven cut off.';
    case 'incident.closed':
      return 'The incident was closed.';
    case 'clock.warned':
      return 'Three quarters of the time from detection had passed.';
    case 'clock.overdue':
      return 'The time from detection was over; the work went on.';
    case 'alarm.raised':
      return 'An alarm was raised: something happened that nobody had agreed to.';
    case 'calls.stopped':
      return `${capital(roles.person(entry.data.person))} stopped the bot's calls.`;
    case 'calls.resumed':
      return `${capital(roles.person(entry.data.person))} let the bot's calls go on.`;
    case 'budget.raised':
      return `${capital(roles.person(entry.data.person))} let the bot cut off more within an hour.`;
    case 'entry.corrected':
      return `${capital(roles.person(entry.data.person))} corrected entry ${entry.data.entry}.`;
    case 'entry.purged':
      return `The text of entry ${entry.data.entry} was deleted; the record says by whom and why.`;
    case 'usage.recorded':
      return `Who used it: ${lookedWords(1, entry.data.count + entry.data.leftOut)}.`;
    default:
      return stageTold(entry, story) ?? credentialTold(entry, story) ?? decisionTold(entry, story, roles);
  }
}

function stageTold(entry: Entry, { stages }: Story): string | null {
  if (entry.type !== 'stage.started' && entry.type !== 'stage.done' && entry.type !== 'stage.overdue') return null;
  const title = stages.find(({ id }) => id === entry.data.stage)?.title ?? entry.data.stage;
  const what = { 'stage.started': 'began', 'stage.done': 'ended', 'stage.overdue': 'was past its limit; the work went on' };
  return `Stage "${title}" ${what[entry.type]}.`;
}

function credentialTold(entry: Entry, { credentials }: Story): string | null {
  if (!('credential' in entry.data) || entry.data.credential === null) return null;
  const { credential } = entry.data;
  const name = `Credential ${credentials.findIndex(({ id }) => id === credential) + 1}`;
  switch (entry.type) {
    case 'credential.added':
      return `${name} (${entry.data.kind}) was named as leaked.`;
    case 'credential.probed':
      return `${name} was looked at before anything was done: ${lookWords[entry.data.result]}.`;
    case 'credential.proved':
      return `${name} was proven (${entry.data.grade}): after the strike, ${lookWords[entry.data.after]}.`;
    case 'credential.changed':
      return `${name}: ${stateWords[entry.data.from]} → ${stateWords[entry.data.to]}.`;
    case 'credential.undone':
      return `What was done to ${name.toLowerCase()} was taken back.`;
    case 'residual.found':
      return `Something that was opened with ${name.toLowerCase()} lives on.`;
    case 'residual.gone':
      return `Something that was opened with ${name.toLowerCase()} is gone.`;
    case 'residual.accepted':
      return `What lives on of ${name.toLowerCase()} was accepted by a named person, with a reason.`;
    default:
      return null;
  }
}

function decisionTold(entry: Entry, story: Story, roles: Roles): string | null {
  switch (entry.type) {
    case 'gate.opened':
      return 'People were asked for a decision.';
    case 'gate.expired':
      return 'The asking expired without enough answers.';
    case 'gate.accepted': {
      const plan = capital(planName(story, entry.data.plan));
      if (entry.data.by === 'public-leak') return `${plan} was carried out at once, since the leak is public.`;
      const expired = entry.data.by === 'expiry' ? ', since nobody answered in time' : '';
      return `${plan} was agreed to${entry.data.alone === true ? ' by one person alone' : expired}.`;
    }
    case 'gate.refused':
      return 'Every plan was refused.';
    case 'decision.recorded': {
      const verb = { approve: 'said yes to', reject: 'said no to', alone: 'asked to act alone on', undo: 'asked to take back' };
      return `${capital(roles.person(entry.data.person))} ${verb[entry.data.verdict]} ${planName(story, entry.data.plan)}.`;
    }
    case 'alone.started':
      return `A countdown began for ${roles.person(entry.data.person)}, to act alone; anybody could stop it with a no.`;
    case 'alone.ended':
      return entry.data.why === 'rejected'
        ? `The countdown was stopped by the no of ${roles.actor(entry.actor)}.`
        : 'Enough people agreed before the countdown ended.';
    case 'step.skipped':
      return 'A step was skipped by a person, with a reason.';
    case 'step.by-hand':
      return 'A step was done by hand by a named person.';
    case 'step.stuck':
      return 'A step got stuck and needed a person.';
    default:
      return null;
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
