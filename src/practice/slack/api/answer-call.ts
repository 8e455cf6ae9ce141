/** What a call is answered, in the order in which Slack looks at it. */
import type { JsonObject } from '../workspace/model.ts';
import { errorMessages } from './faulty.ts';
import type { Answer, ApiParts, Method, Strictness } from './method.ts';
import { methods } from './methods.ts';
import type { RateLimit } from './rate-limit.ts';
import { textOf } from './read-argument.ts';
import { scopesFault } from './scope.ts';

export type AnswerParts = ApiParts & { strict: Strictness; rateLimit: RateLimit };

export type Answered = {
  answer: Answer;
  /** Seconds to wait: the call was one too many. */
  retryAfter?: number;
  /** What the method would take; null before it is known who asks. */
  accepted: readonly string[] | null;
};

export function answerCall(parts: AnswerParts, call: { method: string; token: string | null; args: JsonObject }): Answered {
  const method = methods.get(call.method);
  if (!method) return { answer: { error: 'unknown_method', more: { req_method: call.method } }, accepted: null };
  const fault = tokenFault(parts, method, call.token);
  if (fault !== null) return { answer: { error: fault }, accepted: null };
  const accepted = [...new Set(method.scopes.flat())];
  const channel = textOf(call.args, 'channel') ?? '';
  const retryAfter = parts.rateLimit.take({ method: method.name, tier: method.tier, channel });
  if (retryAfter !== null) return { answer: { error: 'ratelimited' }, retryAfter, accepted };
  return { answer: runChecked(parts, method, call.args), accepted };
}

function runChecked(parts: AnswerParts, method: Method, args: JsonObject): Answer {
  const missing = method.token === 'bot' ? scopesFault(parts, method.scopes) : null;
  if (missing) return missing;
  const faults = parts.strict.argumentFaults(method.name, args);
  if (faults.length > 0) return { error: 'invalid_arguments', more: errorMessages(faults) };
  return method.run({ ...parts, args });
}

function tokenFault({ workspace: { app } }: AnswerParts, method: Method, token: string | null) {
  if (token === null) return method.token === 'none' ? null : 'not_authed';
  const kind = token === app.botToken ? 'bot' : token === app.appToken ? 'app' : null;
  if (kind === null) return 'invalid_auth';
  return method.token === 'none' || method.token === kind ? null : 'not_allowed_token_type';
}
