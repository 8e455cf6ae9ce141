import type { Action, ActionContext, ActionInput, KnownCredential, Recovery, Result } from '../../incident/action.ts';
import type { Json } from '../../platform/canonical.ts';
import type { PlanTarget } from '../../timeline/plan.ts';
import { ProviderError } from '../clients/provider-error.ts';
import type { CredentialKind, PlanOption, ReplaceCall, Struck } from '../credentials/kind.ts';
import { agreedTarget, callOf, jobOf, type Kinds, kindOf, recordOf } from './call.ts';
import { answering, failed } from './failure.ts';
import { isHandsOff, watchedOnly } from './left-to-people.ts';
import { type IsOwn, ownSecretRefusal } from './own-secret.ts';
import { planDifference } from './plan-difference.ts';

const strikeName = 'credential.strike';

function replan(hint: string, changes: string[]): Result {
  return failed(
    'replan',
    `${hint} is not as in the agreed plan: ${changes.join('; ')}. It was not touched; a new plan is made and asked about.`,
  );
}

/** What stands between the agreed plan and the strike now: a result that ends the step, or null. */
function objection(
  credential: KnownCredential,
  agreed: PlanTarget | null,
  ids: Record<string, string>,
  options: PlanOption[],
): Result | null {
  const [first] = options;
  if (agreed === null) {
    if (first === undefined)
      return { kind: 'done', output: { summary: `nothing is left to strike on ${credential.hint}`, calls: [] } };
    return replan(credential.hint, ['it is not in that plan']);
  }
  const fresh = options.find((option) => option.target.verb === agreed.verb)?.target;
  // Nothing left to strike, on the same thing: an earlier attempt of ours, or someone else, was there first.
  const left = fresh ?? (first === undefined ? { ...agreed, ids } : { ...first.target });
  const changes = planDifference(agreed, left);
  if (changes.length > 0) return replan(credential.hint, changes);
  if (fresh !== undefined) return null;
  return { kind: 'done', output: { summary: `nothing is left to strike on ${credential.hint}`, calls: [] } };
}

/** The plan holds, but the bot may not carry it out: a person runs what is shown, and what follows proves it. */
function handsOff(kind: CredentialKind, input: ActionInput, credential: KnownCredential): Result | null {
  if (!isHandsOff(credential)) return null;
  const target = agreedTarget(input, credential);
  const command = target === null ? undefined : kind.byHand(target);
  return failed(
    'by-hand',
    `Staunch does not strike ${kind.name} itself (modes: in staunch.yml): nothing was called, and ${credential.hint} is as it was. Run ${command === undefined ? 'what ends it' : 'the command shown'} yourself, then say so with by-hand: it is looked at again.`,
    command,
  );
}

async function struck(kind: CredentialKind, call: ReplaceCall, target: PlanTarget, progress: Json): Promise<Struck> {
  const absent = () => {
    throw new ProviderError('replan', `${kind.title}: ${target.verb} is not built in any more. A new plan is made.`);
  };
  if (target.verb === 'swap') return kind.swap?.(call, target, progress) ?? absent();
  if (target.verb === 'replace') return kind.replace?.(call, target) ?? absent();
  return kind[target.verb]?.(call, target) ?? absent();
}

async function strike(kinds: Kinds, isOwn: IsOwn, input: ActionInput, context: ActionContext): Promise<Result> {
  const { credential, kind } = jobOf(kinds, input);
  if (input.plan === null) return failed('fatal', 'No plan was agreed to: nothing is struck.');
  const guided = handsOff(kind, input, credential);
  if (guided !== null) return guided;
  const found = await kind.identify(callOf(credential, context));
  if (found.kind === 'refused') return failed(found.class, found.reason, found.byHand);
  // Handed in, or handed over to us by a program, since it was first looked up.
  const own = context.progress === null ? await ownSecretRefusal(isOwn, credential.hint, context) : null;
  if (own !== null) return own;
  const { ids, facts } = found.identity;
  const agreed = agreedTarget(input, credential);
  // What is half done no longer plans as it did: from then on the kind itself checks whom it strikes.
  const ended =
    context.progress === null
      ? objection(credential, agreed, ids, kind.plan(recordOf(credential), facts, credential.before))
      : null;
  if (ended !== null || agreed === null) return ended ?? failed('fatal', 'No plan was agreed to: nothing is struck.');
  const { calls, undoable, again } = await struck(kind, callOf(credential, context, facts), agreed, context.progress);
  if (again !== undefined) return { kind: 'again', ...again, calls };
  const summary = `${credential.hint}: ${calls.map(({ call, answer }) => `${call} → ${answer}`).join('; ')}`;
  // What an earlier attempt of ours did can be taken back, though this one found it in place.
  if (undoable !== false || (await wasBegunBefore(credential.id, context))) return { kind: 'done', output: { summary, calls } };
  return { kind: 'done', output: { summary, calls, undoable: false } };
}

/** Whether this is not the first attempt to carry out what was agreed. */
async function wasBegunBefore(credential: string, context: ActionContext): Promise<boolean> {
  if (context.attempt > 1) return true;
  const { entries } = await context.record();
  const agreedAt = entries.findLast(({ type }) => type === 'gate.accepted')?.seq ?? 0;
  const begun = entries.filter(
    (entry) =>
      entry.type === 'step.started' &&
      entry.seq > agreedAt &&
      entry.data.credential === credential &&
      entry.data.action.startsWith(`${strikeName}@`),
  );
  // This one has begun too.
  return begun.length > 1;
}

/** Whether an interrupted strike took effect. A new value may still be on its way to its sink: that is repeated. */
async function recover(kinds: Kinds, input: ActionInput, context: ActionContext): Promise<Recovery> {
  const { credential, kind } = jobOf(kinds, input);
  const target = agreedTarget(input, credential);
  if (isHandsOff(credential)) return { kind: 'not-done' };
  if (target === null || target.verb === 'replace' || target.verb === 'swap') return { kind: 'not-done' };
  try {
    const { cutOff, residuals } = await kind.inspect(callOf(credential, context), target);
    if (cutOff === 'could-not-tell') return { kind: 'unknown' };
    if (cutOff === 'no' || residuals.length > 0) return { kind: 'not-done' };
  } catch (error) {
    if (error instanceof ProviderError) return { kind: 'unknown' };
    throw error;
  }
  const calls = target.calls.map(({ call, target: where }) => ({ call, target: where, answer: 'already in place' }));
  return { kind: 'done', output: { summary: `${credential.hint}: already cut by the interrupted attempt`, calls } };
}

/** Makes the plan again, and only if it is the agreed one, carries it out. `isOwn`: a value that is never struck. */
export function credentialStrike(kinds: Kinds, isOwn: IsOwn): Action {
  return {
    name: strikeName,
    version: 1,
    effect: 'repeatable',
    gives: 'strike',
    limitMs: 90_000,
    run(input, context) {
      const { credential, kind } = jobOf(kinds, input);
      const target = agreedTarget(input, credential);
      return answering(() => strike(kinds, isOwn, input, context), target === null ? undefined : kind.byHand(target));
    },
    probe: (input, context) => recover(kinds, input, context),
    byHand(input) {
      const { credential, kind } = jobOf(kinds, input);
      const target = agreedTarget(input, credential);
      return target === null ? null : kind.byHand(target);
    },
    leftToPeople: (credential) => watchedOnly(kindOf(kinds, credential), credential),
  };
}
