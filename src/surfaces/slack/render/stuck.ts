/** A step that needs a person: what happened, how it is done by hand, and the buttons that go on. */
import type { CredentialView, View, Waiting } from '../../../incident/view.ts';
import { actions, type ButtonPlan, message, type SlackText, section, sections } from './blocks.ts';
import { handInButton } from './hand-in-button.ts';
import { incidentName, mentions, nameOf, type Shown } from './shown.ts';
import { codeBlock, escapeText, lines, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

const whatChars = 600;
const commandChars = 1_800;
const instructionChars = 2_600;

/** `waiting` of kind `stuck` or `by-hand`; a refused asking is stuck, too. */
export function stuckMessage(view: View, shown: Shown, waiting: Waiting): SlackText {
  const name = incidentName(view);
  const who = waiting.for.length === 0 ? md`` : md`${mentions(waiting.for, shown)} `;
  const stuck = waiting.kind === 'stuck';
  const headline = stuck ? md`⚠ *${name} is stuck*` : md`✍ *${name}: to be done by hand*`;
  const what = escapeText(waiting.what, whatChars);
  return message(view, shown, md`${who}${name} ${stuck ? md`is stuck` : md`needs a hand`}: ${what}`, [
    section(lines([md`${who}${headline}`, what, whereLine(view, waiting, shown)])),
    ...(waiting.byHand === null ? [] : [section(md`By hand it is:\n${codeBlock(waiting.byHand, commandChars)}`)]),
    ...(waiting.instructions === null ? [] : sections(instructionLines(waiting.instructions))),
    ...actions(stuckButtons(view, waiting)),
  ]);
}

function whereLine(view: View, waiting: Waiting, shown: Shown): Mrkdwn {
  const credential = credentialOf(view, waiting);
  const of = credential === undefined ? md`` : md` for ${escapeText(credential.hint, 120)}`;
  const rest = waiting.kind === 'stuck' ? md` Everything else goes on; nothing was taken back.` : md``;
  return md`Since ${at(waiting.since, shown)}${of}.${rest}`;
}

/** As they were written, line by line; what is left over stands in `staunch status`. */
function instructionLines(instructions: string): Mrkdwn[] {
  const all: Mrkdwn[] = [];
  let room = instructionChars;
  for (const line of instructions.split('\n')) {
    const text = escapeText(line.trim(), 400);
    if (text.length > room) return [...all, md`…`];
    all.push(text);
    room -= text.length + 1;
  }
  return all;
}

const credentialOf = (view: View, { credential }: Waiting): CredentialView | undefined =>
  view.credentials.find(({ id }) => id === credential);

function stuckButtons(view: View, waiting: Waiting): ButtonPlan[] {
  if (waiting.step === null) return [];
  const value = {
    incident: view.incident,
    step: waiting.step,
    ...(waiting.credential === null ? {} : { credential: waiting.credential }),
  };
  const byHand: ButtonPlan = { verb: 'by-hand', label: 'Done by hand…', value };
  const skip: ButtonPlan = { verb: 'skip', label: 'Skip…', value };
  if (waiting.kind === 'by-hand') return [{ ...byHand, style: 'primary' }, skip];
  const alive = seenAlive(view, waiting);
  const label = waiting.step.endsWith('.gate') ? 'Ask anew' : 'Retry';
  return [
    ...handIn(view, waiting),
    ...(alive ? [{ verb: 'retry', place: 1, label: 'Cut it off again', value: { ...value, step: 'strike' } } as const] : []),
    { verb: 'retry', label, value, style: 'primary' },
    skip,
    // A person's word does not outrank a look that found it alive.
    ...(alive ? [] : [byHand]),
  ];
}

const seenAlive = (view: View, waiting: Waiting): boolean =>
  waiting.step === 'prove' && credentialOf(view, waiting)?.proof.after?.result === 'alive';

/** It helps only where the value is not held, and only a step that tries it. */
function handIn(view: View, waiting: Waiting): ButtonPlan[] {
  const credential = credentialOf(view, waiting);
  const tries = waiting.step === 'probe' || waiting.step === 'prove';
  return !tries || credential === undefined || credential.held ? [] : [handInButton(view, credential)];
}

export type Settlement = {
  step: string;
  credential: string | null;
  how: 'retried' | 'skipped' | 'by-hand' | 'done' | 'closed';
  /** Null: the bot. */
  by: string | null;
  /** ISO 8601. */
  at: string;
  reason: string | null;
};

const settledWords = {
  retried: md`↻ *Tried again*`,
  skipped: md`– *Skipped*`,
  'by-hand': md`✓ *Done by hand*`,
  done: md`✓ *Done*`,
  closed: md`– *Ended by closing the incident*`,
} as const satisfies Record<Settlement['how'], Mrkdwn>;

/** The same message once it is answered: no buttons. */
export function settledMessage(view: View, shown: Shown, settlement: Settlement): SlackText {
  const { step, credential, how, by, at: when, reason } = settlement;
  const hint = view.credentials.find(({ id }) => id === credential)?.hint;
  const title = view.stages.flatMap(({ steps }) => steps).find(({ id }) => id === step)?.title;
  const gate = step.endsWith('.gate') ? 'The asking' : step;
  const what = md`${escapeText(title ?? gate, 120)}${hint === undefined ? md`` : md` for ${escapeText(hint, 120)}`}`;
  const who = by === null ? md`` : md` by ${nameOf(by, shown)}`;
  const why = reason === null ? md`` : md`: ${escapeText(reason, whatChars)}`;
  const line = md`${settledWords[how]}${who} at ${at(when, shown)}${why}`;
  return message(view, shown, md`${incidentName(view)}: ${what}: ${line}`, [
    section(lines([md`*${incidentName(view)}* ${what}`, line])),
  ]);
}
