import type { EntryOf } from '../../timeline/entry.ts';
import { type Block, list, paragraph } from '../document/block.ts';
import { type Rich, say } from '../document/rich.ts';
import { standingStops } from '../story/brakes.ts';
import { type CredentialStory, isCutOff } from '../story/credentials.ts';
import { isEnding, isOpen } from '../story/residuals.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { code, joined, listed, prose, sentence } from '../words/prose.ts';
import { openWords } from '../words/state-words.ts';
import { sinceDetection, utc } from '../words/time-words.ts';

/** What still wants a person, the most urgent first: one line of Markdown each. */
export function openPoints(story: Story, names: Names): Rich[] {
  const isClosed = story.status.state === 'closed';
  return [
    ...standingStops(story.entries).map((stop) => stoppedLine(stop, story.detectedAt, names)),
    ...story.credentials
      .filter((credential) => !isCutOff(credential))
      .map((credential) => notCutOffLine(credential, names, story.detectedAt)),
    ...unanswered(story, names),
    ...story.stuck.map(({ data, body, at }) =>
      stuckLine(names.step(data.step, data.credential), body, sinceDetection(story.detectedAt, at), isClosed),
    ),
    ...story.credentials.flatMap((credential) => neverHandedOver(credential, story, names)),
    ...story.credentials.flatMap((credential) => looseLines(credential, names)),
    ...story.asked.map(
      ({ data, at }) =>
        say`${isClosed ? 'Left undone when it was closed; it was to be done by hand by' : 'To be done by hand by'} ${prose(data.group)}: ${names.step(data.step, null)}, asked at ${sinceDetection(story.detectedAt, at)}.`,
    ),
    ...story.credentials.flatMap((credential) => endingLines(credential, names, story.asOf)),
    ...story.credentials.flatMap((credential) => heldLines(credential, names)),
  ];
}

export function openSection(story: Story, names: Names): Block[] {
  const points = openPoints(story, names);
  const underWay = story.runs.filter(({ endedAt, leftAt }) => endedAt === null && leftAt === null);
  const closed = story.status.state === 'closed';
  const skipped = story.byPeople.filter(({ type }) => type === 'step.skipped');
  return [
    ...(points.length === 0 ? [paragraph('Nothing waits for a person.')] : list(points)),
    ...(closed && points.length > 0 ? [paragraph('The incident was closed with this open.')] : []),
    ...(closed || underWay.length === 0
      ? []
      : [paragraph(say`Under way: ${listed(underWay.map(({ stage }) => names.stage(stage)))}.`)]),
    ...(skipped.length === 0
      ? []
      : [
          paragraph(say`Skipped, so never done: ${listed(skipped.map(({ data }) => names.step(data.step, data.credential)))}.`),
        ]),
  ];
}

function stoppedLine({ data }: EntryOf<'calls.stopped'>, detectedAt: string | null, names: Names): Rich {
  const whose = data.provider === null ? 'Every call' : say`Every call to ${prose(data.provider)}`;
  return say`**${whose} that changes anything is stopped** since ${sinceDetection(detectedAt, data.since)} by ${names.person(data.person)}: resume it, or do by hand what waits.`;
}

function notCutOffLine({ id, state, proofs }: CredentialStory, names: Names, detectedAt: string | null): Rich {
  const undoneAt = proofs.at(-1)?.undoneAt ?? null;
  const undone = undoneAt === null ? '' : say`; what was done to it was taken back at ${sinceDetection(detectedAt, undoneAt)}`;
  return say`**${names.credential(id)} is not cut off:** ${openWords[state]}${undone}.`;
}

/** The last asking, where it waits for an answer or for a way out. */
function unanswered({ askings, detectedAt, status }: Story, names: Names): Rich[] {
  const asking = askings.at(-1);
  if (asking === undefined) return [];
  const { end, stage, expiresAt } = asking;
  if (end?.how === 'refused')
    return [say`Every plan was refused before ${names.stage(stage)}: a person must say how it goes on.`];
  if (end !== null) return [];
  if (status.state === 'closed') return [say`The last asking, before ${names.stage(stage)}, was never answered.`];
  const expired = askings.filter((earlier) => earlier.end?.how === 'expired').length;
  const before = expired === 0 ? '' : say` ${expired === 1 ? 'One asking' : say`${expired} askings`} before it expired.`;
  return [
    say`**People are being asked**, and too few have answered: before ${names.stage(stage)}, until ${sinceDetection(detectedAt, expiresAt)}.${before}`,
  ];
}

function stuckLine(step: Rich, body: { reason: string; byHand: string | null } | null, since: string, isClosed: boolean): Rich {
  const command = body?.byHand == null ? '' : say` By hand: ${joined(body.byHand.split('\n').map(code), ', ')}`;
  const what = isClosed ? say`**Left undone when it was closed**, stuck` : say`**Stuck**`;
  return say`${what} since ${since}: ${step}. ${sentence(prose(body?.reason))}${command}`;
}

/** Clients are out, whether or not the value is still held. */
function neverHandedOver({ id, values }: CredentialStory, { detectedAt, calls, plans, byPeople }: Story, names: Names): Rich[] {
  const held = values.findLast(({ ref }) => ref === 'new');
  if (held === undefined) return [];
  const replaces = (hash: string | null) =>
    plans.some(
      (one) => one.hash === hash && one.plan?.targets.some((target) => target.credential === id && target.verb === 'replace'),
    );
  const made = calls.filter((call) => call.credential === id && call.seq > held.seq && replaces(call.plan));
  const [set] = made;
  if (set === undefined || made.some(({ how }) => how !== 'before a failure')) return [];
  const mended = ({ type, data, seq }: Story['byPeople'][number]) =>
    type === 'step.by-hand' && seq > set.seq && data.step === set.step && (data.credential ?? id) === id;
  if (byPeople.some(mended)) return [];
  const still = held.destroyed === null ? '' : '; it is not held any more';
  return [
    say`**A new value of ${names.credential(id)} was set at ${sinceDetection(detectedAt, set.at)} and never handed over**: its users are out until they have it, or another one is set by hand${still}.`,
  ];
}

function looseLines({ id, residuals }: CredentialStory, names: Names): Rich[] {
  return residuals
    .filter(isOpen)
    .map(
      ({ what, endedBy }) =>
        say`**Still works after ${names.credential(id)}:** ${prose(what)}. End it${endedBy == null ? '' : say` (${code(endedBy)})`}, or accept it with a reason.`,
    );
}

/** Bounded, but not over. */
function endingLines({ id, residuals }: CredentialStory, names: Names, asOf: string | null): Rich[] {
  return residuals
    .filter((residual) => isEnding(residual, asOf))
    .map(
      ({ what, until, accepted }) =>
        say`Works until ${utc(until ?? '')}: ${prose(what)} (${names.credential(id)})${accepted === null ? '' : say`, accepted by ${names.person(accepted.data.person)}`}.`,
    );
}

function heldLines({ id, values }: CredentialStory, names: Names): Rich[] {
  return values
    .filter(({ destroyed }) => destroyed === null)
    .map(
      ({ ref, until }) =>
        say`The ${ref} value of ${names.credential(id)} is still held, encrypted, until ${utc(until)} at the latest.`,
    );
}
