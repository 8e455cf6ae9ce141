/** Every answer has its attempt, and whatever was learned has its answer. */
import type { Playbook } from '../../../playbook/tree.ts';
import type { Entry, EntryOf } from '../../../timeline/entry.ts';
import { isHeldBack } from '../../fold/stop.ts';
import { isUnplanned } from '../../mandate.ts';
import { undoStep } from '../../step-names.ts';
import { after, before, type Place } from './story.ts';

type Answer = EntryOf<'step.done' | 'step.waiting' | 'step.failed' | 'step.stuck' | 'step.late'>;

/** As the second half of a sentence; null when nothing is wrong. */
export function attemptFault(place: Place, entry: Entry): string | null {
  switch (entry.type) {
    case 'step.started':
      return startFault(place, entry);
    case 'step.done':
    case 'step.waiting':
    case 'step.failed':
    case 'step.stuck':
    case 'step.late':
      return answerFault(place, entry);
    case 'plan.made':
    case 'usage.recorded':
      return answeredBy(place, 'step.done', null);
    case 'credential.identified':
    case 'credential.probed':
    case 'residual.found':
    case 'residual.gone':
      return answeredBy(place, 'step.done', entry.data.credential);
    case 'credential.proved':
      return answeredBy(place, entry.data.grade === 'by-hand' ? 'step.by-hand' : 'step.done', entry.data.credential);
    case 'credential.seen':
      return answeredBy(place, 'step.stuck', entry.data.credential);
    case 'credential.undone':
      return answeredBy(place, 'step.done', entry.data.credential, undoStep);
    case 'undo.offered': {
      const late = answeredBy({ ...place, index: -1 }, 'step.late', entry.data.credential);
      return late === null ? null : answeredBy(place, 'step.done', entry.data.credential);
    }
    default:
      return null;
  }
}

function startFault({ story }: Place, { data }: EntryOf<'step.started'>): string | null {
  // Whom a credential's calls go to is not in the record: only a stop of everything can be held against one.
  if (changesSomething(data.action) && isHeldBack(story.state, '')) {
    return 'all calls were stopped, and it begins one that changes something before they were resumed';
  }
  const known = story.attempts.get(data.job);
  if (known === undefined) return null;
  if (!isSamePart(known, data)) return 'its job was begun before for another part of the playbook';
  return data.attempt > known.last ? null : `its job was at attempt ${known.last} before`;
}

/** Takes the attempt that it answers. */
function answerFault(place: Place, entry: Answer): string | null {
  const { job } = entry.data;
  if (job === null || isWithoutAttempt(place, entry, job)) return null;
  const attempt = place.story.attempts.get(job);
  if (attempt === undefined || attempt.open === 0) return 'no attempt that was begun before it is still without an answer';
  if (!isSamePart(attempt, entry.data)) return 'the attempt it answers was begun for another part of the playbook';
  attempt.open -= 1;
  if (entry.type === 'step.waiting') attempt.last = 0;
  return null;
}

type Part = { step: string; credential: string | null };
const isSamePart = (one: Part, other: Part) => one.step === other.step && one.credential === other.credential;

/** What the bot says of a job without having begun an attempt: refused, held back by a stop, or nothing to call for. */
function isWithoutAttempt(place: Place, entry: Answer, job: string): boolean {
  const { turn, story } = place;
  switch (entry.type) {
    case 'step.stuck':
      return isRefused(place, job) || isLeftToPeople(place, entry);
    case 'step.failed':
      return isRefused(place, job);
    case 'step.waiting':
      return turn.key.endsWith(':held') && story.state.stops.length > 0;
    case 'step.done':
      return place.index === 0 && isIdle(place, entry);
    default:
      return false;
  }
}

const leftAs = ['by-hand', 'budget'];

const isRefused = (place: Place, job: string) =>
  before(place).some((other) => other.type === 'alarm.raised' && other.data.code === 'job-refused' && other.data.job === job);

/** The bot only watches it, or struck too much within an hour: no call was made, and a person is told what to do. */
const isLeftToPeople = ({ story, index }: Place, { data, body }: EntryOf<'step.stuck'>): boolean =>
  index === 0 && leftAs.includes(data.class) && (body?.calls ?? []).length === 0 && isStrike(story.playbook, data.step);

/** No plan asks for a call on it: nothing is struck, and nothing proven of what is dead already. */
function isIdle({ story: { state, playbook } }: Place, { data, body }: EntryOf<'step.done'>): boolean {
  const { credential, step, via } = data;
  if (credential === null || via !== 'run' || (body?.calls ?? []).length > 0) return false;
  // The text of the plan was purged: whether it asked for a call cannot be told any more.
  const isUnreadable = state.inForce !== null && !state.plans.has(state.inForce);
  if (!isUnreadable && !isUnplanned(state, credential)) return false;
  return state.credentials.get(credential)?.state === 'dead' || isStrike(playbook, step);
}

/** By the name that the playbook gives it in `do:`, and its version. */
const changesSomething = (action: string) => /\.(strike|undo)@[0-9]+$/.test(action);

function isStrike(playbook: Playbook, id: string): boolean {
  const step = playbook.stages.flatMap(({ steps }) => steps).find((candidate) => candidate.id === id);
  return step?.type === 'do' && step.do.endsWith('.strike');
}

/** What was learned is recorded together with the answer that it was learned from. `credential` null: of any. */
function answeredBy(
  place: Place,
  type: 'step.done' | 'step.by-hand' | 'step.stuck' | 'step.late',
  credential: string | null,
  step: string | null = null,
): string | null {
  const isAnswer = (other: Entry) =>
    other.type === type &&
    (credential === null || other.data.credential === credential) &&
    (step === null || other.data.step === step);
  return after(place).some(isAnswer) ? null : `no "${type}" that it could have come with was recorded together with it`;
}
