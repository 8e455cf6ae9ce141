/** One entry in words people use. A new type of entry does not compile until it has a sentence. */

import type { Entry } from '../../timeline/entry.ts';
import type { Rich } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { callsSentence } from './calls-sentence.ts';
import { credentialSentence } from './credential-sentence.ts';
import { incidentSentence } from './incident-sentence.ts';
import { recordSentence } from './record-sentence.ts';
import { stageSentence } from './stage-sentence.ts';
import { stepSentence } from './step-sentence.ts';

export function entrySentence(entry: Entry, names: Names): Rich {
  switch (entry.type) {
    case 'incident.declared':
    case 'declaration.joined':
    case 'incident.contained':
    case 'incident.reopened':
    case 'incident.closed':
    case 'clock.warned':
    case 'clock.overdue':
    case 'timer.fired':
    case 'note.added':
    case 'people.changed':
    case 'alarm.raised':
    case 'command.refused':
      return incidentSentence(entry, names);
    case 'credential.added':
    case 'credential.identified':
    case 'credential.probed':
    case 'credential.proved':
    case 'credential.seen':
    case 'credential.changed':
    case 'credential.undone':
    case 'undo.offered':
    case 'residual.found':
    case 'residual.gone':
    case 'residual.accepted':
    case 'value.held':
    case 'value.destroyed':
      return credentialSentence(entry, names);
    case 'stage.started':
    case 'stage.done':
    case 'stage.warned':
    case 'stage.overdue':
    case 'plan.made':
    case 'gate.opened':
    case 'gate.asked-again':
    case 'gate.passed-on':
    case 'gate.unneeded':
    case 'gate.closed':
    case 'gate.expired':
    case 'gate.accepted':
    case 'gate.refused':
    case 'alone.started':
    case 'alone.ended':
    case 'decision.recorded':
      return stageSentence(entry, names);
    case 'calls.stopped':
    case 'calls.resumed':
    case 'budget.raised':
      return callsSentence(entry, names);
    case 'step.asked':
    case 'step.started':
    case 'step.waiting':
    case 'step.failed':
    case 'step.stuck':
    case 'step.done':
    case 'step.late':
    case 'step.retried':
    case 'step.skipped':
    case 'step.by-hand':
      return stepSentence(entry, names);
    case 'entry.corrected':
    case 'entry.purged':
    case 'usage.recorded':
      return recordSentence(entry, names);
  }
}
