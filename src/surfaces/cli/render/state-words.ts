import type { CredentialView, StageView, View } from '../../../incident/view.ts';
import type { CredentialState } from '../../../timeline/credential.ts';
import type { Grade, ProbeResult } from '../../../timeline/proof.ts';
import type { Tone } from './page.ts';

type Word = { text: string; tone: Tone };

const credentialWords: Record<CredentialState, Word> = {
  unknown: { text: 'NOT KNOWN YET', tone: 'warn' },
  alive: { text: 'STILL WORKS', tone: 'bad' },
  'cut-off': { text: 'CUT OFF, proven', tone: 'good' },
  dead: { text: 'DEAD, proven: it opens nothing any more', tone: 'good' },
};

/** Between the strike and its proof the last known look is old news: neither "still works" nor "cut off" would be true. */
export function credentialWord(view: Pick<View, 'stages'>, credential: Pick<CredentialView, 'state' | 'proof'>): Word {
  const steps = view.stages.flatMap((stage) => stage.steps);
  const stands = (id: string, state: StageView['state']) => steps.some((step) => step.id === id && step.state === state);
  const seenAlive = credential.proof.after?.result === 'alive';
  const open = credential.state === 'alive' || credential.state === 'unknown';
  return open && !seenAlive && stands('strike', 'done') && stands('prove', 'running')
    ? { text: 'STRUCK, being proven', tone: 'warn' }
    : credentialWords[credential.state];
}

export const incidentWords: Record<View['state'], Word> = {
  open: { text: 'OPEN', tone: 'bad' },
  contained: { text: 'CONTAINED', tone: 'good' },
  closed: { text: 'CLOSED', tone: 'dim' },
};

export const marks: Record<StageView['state'], Word> = {
  pending: { text: '·', tone: 'dim' },
  running: { text: '▶', tone: 'strong' },
  waiting: { text: '▶', tone: 'warn' },
  stuck: { text: '!', tone: 'bad' },
  done: { text: '✓', tone: 'good' },
  skipped: { text: '–', tone: 'dim' },
};

export const lookWords: Record<ProbeResult, Word> = {
  alive: { text: 'opens', tone: 'bad' },
  refused: { text: 'refused', tone: 'good' },
  'could-not-tell': { text: 'could not tell', tone: 'warn' },
};

export const gradeWords: Record<Grade, string> = {
  'by-use': 'tried it itself, before and after',
  'by-provider': "the provider's own state, asked more than once",
  'found-dead': 'already refused at the first look',
  'by-hand': 'a named person says so',
};
