import { z } from 'zod';
import type { Action, ActionContext, ActionInput, KnownCredential, Result } from '../../incident/action.ts';
import type { Json } from '../../platform/canonical.ts';
import type { Residual } from '../../timeline/residual.ts';
import { ProviderError } from '../clients/provider-error.ts';
import type { Call, CredentialKind } from '../credentials/kind.ts';
import { agreedTarget, callOf, jobOf, type Kinds } from './call.ts';
import { answering } from './failure.ts';
import { grade, type Seen } from './grade.ts';
import { newValueWaits } from './new-value-waits.ts';

/** What `again` leaves from look to look. */
const progressSchema = z.object({
  seen: z.array(
    z.object({
      use: z.object({ result: z.enum(['alive', 'refused', 'could-not-tell']), at: z.string(), detail: z.string() }),
      provider: z.object({ cutOff: z.enum(['yes', 'no', 'could-not-tell']), detail: z.string(), looked: z.boolean() }),
    }),
  ),
});

function seenBefore(progress: Json): Seen[] {
  return progress === null ? [] : progressSchema.parse(progress).seen;
}

/** What the provider says; that it could not be asked is an answer too, and leaves something open. */
async function inspected(
  kind: CredentialKind,
  call: Call,
  input: ActionInput,
  credential: KnownCredential,
): Promise<{ provider: Seen['provider']; residuals: Residual[] }> {
  try {
    const { cutOff, detail, residuals } = await kind.inspect(call, agreedTarget(input, credential));
    return { provider: { cutOff, detail, looked: true }, residuals };
  } catch (error) {
    if (!(error instanceof ProviderError) || call.signal.aborted) throw error;
    const unseen = {
      id: `${credential.id}-unseen`,
      credential: credential.id,
      what: `what is still open on ${credential.hint} could not be looked at: ${error.message}`,
      until: null,
      endedBy: 'a look by hand',
    };
    return { provider: { cutOff: 'could-not-tell', detail: error.message, looked: false }, residuals: [unseen] };
  }
}

async function prove(kinds: Kinds, input: ActionInput, context: ActionContext): Promise<Result> {
  const { credential, kind } = jobOf(kinds, input);
  const { before } = credential;
  const call = callOf(credential, context);
  const use = await kind.probe(call, before?.result === 'alive');
  const { provider, residuals } = await inspected(kind, call, input, credential);
  const seen = [...seenBefore(context.progress), { use, provider }];
  const verdict = grade(before, seen, kind.settling);
  if (verdict.kind === 'more') return { kind: 'again', inMs: kind.settling.everyMs, progress: { seen }, summary: verdict.why };
  if (verdict.kind === 'failed') {
    return { kind: 'failed', failure: { class: 'fatal', reason: `${credential.hint}: ${verdict.reason}`, look: use } };
  }
  const keepNew = newValueWaits((await context.record()).entries, credential.id);
  const left = residuals.length === 0 ? 'nothing is left' : residuals.map((residual) => residual.what).join('; ');
  return {
    kind: 'done',
    output: {
      summary: `${credential.hint}: proven ${verdict.grade}; ${left}`,
      proof: { credential: credential.id, kind: credential.kind, grade: verdict.grade, before, after: verdict.after },
      residuals,
      ...(keepNew ? { keepNew } : {}),
    },
  };
}

/** Looks as often as the kind's settling time asks, one look a run; grades what it saw. */
export function credentialProve(kinds: Kinds): Action {
  return {
    name: 'credential.prove',
    version: 1,
    effect: 'read',
    gives: 'proof',
    limitMs: 60_000,
    run(input, context) {
      const { credential, kind } = jobOf(kinds, input);
      const target = agreedTarget(input, credential);
      return answering(() => prove(kinds, input, context), target === null ? undefined : kind.byHand(target));
    },
  };
}
