/** Makes the one call of a verb, or the one that takes it back. What it answers is never a proof. */
import type { PlanTarget } from '../../../timeline/plan.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import type { Call, Struck } from '../kind.ts';
import type { Answer } from './answer-shape.ts';
import { ask, unexpected } from './ask.ts';
import { shownRequest } from './build-request.ts';
import { type Described, knownOf, targetOf } from './described.ts';
import { readFacts } from './facts.ts';
import { idsOf } from './identify.ts';
import { isOneOf } from './judge-answer.ts';
import type { ServiceRequest } from './request-shape.ts';

type HttpVerb = 'disable' | 'revoke';
type Effect = { request: ServiceRequest; done: readonly Answer[]; already?: readonly Answer[] | undefined };

export async function strike(described: Described, name: HttpVerb, call: Call, target: PlanTarget): Promise<Struck> {
  const verb = described.kind[name];
  if (verb === undefined)
    throw new ProviderError(
      'replan',
      `${described.kind.title}: ${name} is not in its service file any more. A new plan is made.`,
    );
  return made(described, verb, call, target);
}

export async function undo(described: Described, call: Call, target: PlanTarget): Promise<Struck> {
  const verb = target.verb === 'disable' || target.verb === 'revoke' ? described.kind[target.verb] : undefined;
  if (verb?.undo === undefined) throw new ProviderError('fatal', `${described.kind.title}: this cannot be taken back.`);
  return made(described, verb.undo, call, target);
}

async function made(
  described: Described,
  { request, done, already = [] }: Effect,
  call: Call,
  agreed: PlanTarget,
): Promise<Struck> {
  const target = targetOf(described, agreed.locator);
  const ids = readFacts(call.facts)?.ids ?? {};
  // The strike made sure of it already; a record of another look-up must not lead elsewhere.
  const meant = idsOf(ids, call.credential);
  const other = Object.keys(meant).find((name) => meant[name] !== agreed.ids[name]);
  if (other !== undefined) {
    const what = `${described.kind.title}: its ${other} is not the one that was agreed to.`;
    throw new ProviderError('replan', `${what} Nothing was touched; a new plan is made and asked about.`);
  }
  const known = await knownOf(call, ids);
  const shown = shownRequest(request, known);
  const answer = await ask(described.once, target, request, known, call);
  const answered = (text: string) => [{ call: shown, target: target.name, answer: text }];
  if (isOneOf(answer, done, known)) return { calls: answered(String(answer.status)), undoable: true };
  if (isOneOf(answer, already, known)) return { calls: answered(`${answer.status}: it was so before`), undoable: false };
  throw unexpected(target, request, shown, answer);
}
