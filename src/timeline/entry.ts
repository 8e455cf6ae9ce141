/** Everything that can have happened to an incident. One file each in `entries/`. */
import { alarmRaised } from './entries/alarm-raised.ts';
import { aloneEnded } from './entries/alone-ended.ts';
import { aloneStarted } from './entries/alone-started.ts';
import { budgetRaised } from './entries/budget-raised.ts';
import { callsResumed } from './entries/calls-resumed.ts';
import { callsStopped } from './entries/calls-stopped.ts';
import { clockOverdue } from './entries/clock-overdue.ts';
import { clockWarned } from './entries/clock-warned.ts';
import { commandRefused } from './entries/command-refused.ts';
import { credentialAdded } from './entries/credential-added.ts';
import { credentialChanged } from './entries/credential-changed.ts';
import { credentialIdentified } from './entries/credential-identified.ts';
import { credentialProbed } from './entries/credential-probed.ts';
import { credentialProved } from './entries/credential-proved.ts';
import { credentialSeen } from './entries/credential-seen.ts';
import { credentialUndone } from './entries/credential-undone.ts';
import { decisionRecorded } from './entries/decision-recorded.ts';
import { declarationJoined } from './entries/declaration-joined.ts';
import { entryCorrected } from './entries/entry-corrected.ts';
import { entryPurged } from './entries/entry-purged.ts';
import { gateAccepted } from './entries/gate-accepted.ts';
import { gateAskedAgain } from './entries/gate-asked-again.ts';
import { gateClosed } from './entries/gate-closed.ts';
import { gateExpired } from './entries/gate-expired.ts';
import { gateOpened } from './entries/gate-opened.ts';
import { gatePassedOn } from './entries/gate-passed-on.ts';
import { gateRefused } from './entries/gate-refused.ts';
import { gateUnneeded } from './entries/gate-unneeded.ts';
import { incidentClosed } from './entries/incident-closed.ts';
import { incidentContained } from './entries/incident-contained.ts';
import { incidentDeclared } from './entries/incident-declared.ts';
import { incidentReopened } from './entries/incident-reopened.ts';
import { noteAdded } from './entries/note-added.ts';
import { peopleChanged } from './entries/people-changed.ts';
import { planMade } from './entries/plan-made.ts';
import { residualAccepted } from './entries/residual-accepted.ts';
import { residualFound } from './entries/residual-found.ts';
import { residualGone } from './entries/residual-gone.ts';
import { stageDone } from './entries/stage-done.ts';
import { stageOverdue } from './entries/stage-overdue.ts';
import { stageStarted } from './entries/stage-started.ts';
import { stageWarned } from './entries/stage-warned.ts';
import { stepAsked } from './entries/step-asked.ts';
import { stepByHand } from './entries/step-by-hand.ts';
import { stepDone } from './entries/step-done.ts';
import { stepFailed } from './entries/step-failed.ts';
import { stepLate } from './entries/step-late.ts';
import { stepRetried } from './entries/step-retried.ts';
import { stepSkipped } from './entries/step-skipped.ts';
import { stepStarted } from './entries/step-started.ts';
import { stepStuck } from './entries/step-stuck.ts';
import { stepWaiting } from './entries/step-waiting.ts';
import { timerFired } from './entries/timer-fired.ts';
import { undoOffered } from './entries/undo-offered.ts';
import { usageRecorded } from './entries/usage-recorded.ts';
import { valueDestroyed } from './entries/value-destroyed.ts';
import { valueHeld } from './entries/value-held.ts';

export const entryTypes = {
  'incident.declared': incidentDeclared,
  'declaration.joined': declarationJoined,
  'credential.added': credentialAdded,
  'credential.identified': credentialIdentified,
  'credential.probed': credentialProbed,
  'credential.proved': credentialProved,
  'credential.seen': credentialSeen,
  'credential.changed': credentialChanged,
  'residual.found': residualFound,
  'residual.gone': residualGone,
  'residual.accepted': residualAccepted,
  'stage.started': stageStarted,
  'stage.done': stageDone,
  'stage.warned': stageWarned,
  'stage.overdue': stageOverdue,
  'clock.warned': clockWarned,
  'clock.overdue': clockOverdue,
  'step.asked': stepAsked,
  'step.started': stepStarted,
  'step.waiting': stepWaiting,
  'step.failed': stepFailed,
  'step.stuck': stepStuck,
  'step.done': stepDone,
  'step.late': stepLate,
  'step.retried': stepRetried,
  'step.skipped': stepSkipped,
  'step.by-hand': stepByHand,
  'plan.made': planMade,
  'gate.opened': gateOpened,
  'gate.asked-again': gateAskedAgain,
  'gate.passed-on': gatePassedOn,
  'gate.unneeded': gateUnneeded,
  'gate.closed': gateClosed,
  'gate.expired': gateExpired,
  'gate.accepted': gateAccepted,
  'gate.refused': gateRefused,
  'alone.started': aloneStarted,
  'alone.ended': aloneEnded,
  'decision.recorded': decisionRecorded,
  'timer.fired': timerFired,
  'undo.offered': undoOffered,
  'credential.undone': credentialUndone,
  'calls.stopped': callsStopped,
  'calls.resumed': callsResumed,
  'budget.raised': budgetRaised,
  'value.held': valueHeld,
  'value.destroyed': valueDestroyed,
  'note.added': noteAdded,
  'entry.corrected': entryCorrected,
  'entry.purged': entryPurged,
  'usage.recorded': usageRecorded,
  'people.changed': peopleChanged,
  'alarm.raised': alarmRaised,
  'command.refused': commandRefused,
  'incident.contained': incidentContained,
  'incident.reopened': incidentReopened,
  'incident.closed': incidentClosed,
} as const;

type EntryTypes = typeof entryTypes;
export type EntryName = keyof EntryTypes;
type DataOf<N extends EntryName> = EntryTypes[N]['data']['_output'];
type BodyOf<N extends EntryName> = EntryTypes[N]['body'] extends { _output: infer B } ? B : null;

/** An entry before it is appended: what the machine reads (`data`, hashed in clear) and what people wrote (`body`). */
export type EntryDraft = { [N in EntryName]: { type: N; data: DataOf<N>; body: BodyOf<N> } }[EntryName];

/** An entry as it stands in the record. `body` is null where it never had one, and where it was purged. */
export type Entry = {
  [N in EntryName]: {
    incident: string;
    seq: number;
    at: string;
    actor: string;
    type: N;
    data: DataOf<N>;
    body: BodyOf<N> | null;
  };
}[EntryName];
export type EntryOf<N extends EntryName> = Extract<Entry, { type: N }>;

/** A draft of an entry that has only machine-readable data, or data and a body. */
export function draft<N extends EntryName>(
  type: N,
  data: DataOf<N>,
  ...body: BodyOf<N> extends null ? [] : null extends BodyOf<N> ? [body?: BodyOf<N>] : [body: BodyOf<N>]
): EntryDraft {
  return { type, data, body: body[0] ?? null } as EntryDraft;
}
