/** One look by use: a random value of the same form as control, then the leaked one. */
import type { Look } from '../../../timeline/proof.ts';
import type { HttpAnswer } from '../../clients/http/exchange.ts';
import { ProviderError } from '../../clients/provider-error.ts';
import type { Call } from '../kind.ts';
import { ask, unexpected } from './ask.ts';
import { shownRequest } from './build-request.ts';
import { type Described, knownOf, targetOf } from './described.ts';
import { readFacts } from './facts.ts';
import { probeNeedsValue } from './identify.ts';
import { at, isOneOf } from './judge-answer.ts';
import { type Known, missingFor } from './leaf-value.ts';
import type { Probe } from './schema.ts';
import type { ServiceTarget } from './target.ts';
import { formFault, randomLike } from './value-form.ts';

type Seen = Pick<Look, 'result' | 'detail'>;
const couldNotTell = (detail: string): Seen => ({ result: 'could-not-tell', detail });

/** `aliveBefore`: seen alive in this incident. Without that a refusal may be a mistyped value, another account or a proxy's. */
export async function probe(described: Described, call: Call, aliveBefore: boolean): Promise<Look> {
  const seen = await look(described, call, aliveBefore);
  return { at: call.now().toISOString(), ...seen };
}

async function look(described: Described, call: Call, aliveBefore: boolean): Promise<Seen> {
  const target = targetOf(described, call.credential.locator);
  const { kind } = described;
  if (kind.probe === undefined) return couldNotTell('there is no harmless way to try such a credential');
  const known = await knownOf(call, readFacts(call.facts)?.ids ?? {});
  if (probeNeedsValue(described) && known.value === null)
    return couldNotTell(
      call.credential.fingerprint === null ? 'no value was handed in' : 'the value that was handed in was destroyed',
    );
  const fault = known.value === null ? null : formFault(known.value, kind.value);
  if (fault !== null) return couldNotTell(`the value ${fault}`);
  const missing = missingFor([kind.probe.request, kind.probe.alive], known, target.identities, target.name);
  if (missing.length > 0) return couldNotTell(missing.join('; '));
  try {
    // A random value costs one call: once alive was seen beside a refused one, that is known of this incident.
    const control = aliveBefore ? null : await controlFault(described, kind.probe, target, known, call);
    if (control !== null) return couldNotTell(control);
    const answer = await ask(described.once, target, kind.probe.request, known, call);
    return judged(described, kind.probe, target, known, answer, aliveBefore);
  } catch (error) {
    // What may pass by itself is tried again; the rest is an answer: nobody could tell.
    if (!(error instanceof ProviderError) || error.class === 'retryable') throw error;
    return couldNotTell(error.message);
  }
}

/** Why this look would prove nothing, or null. */
async function controlFault(
  { kind, once }: Described,
  asked: Probe,
  target: ServiceTarget,
  known: Known,
  call: Call,
): Promise<string | null> {
  if (asked.control === 'none' || known.value === null) return null;
  const other = randomLike(known.value, kind.value);
  if (other === known.value) return null;
  const answer = await ask(once, target, asked.request, { ...known, value: other }, call);
  if (!isOneOf(answer, asked.alive, known)) return null;
  return `${target.name} calls a random value alive, too: this look says nothing about the leaked one`;
}

function judged(
  { kind }: Described,
  asked: Probe,
  target: ServiceTarget,
  known: Known,
  answer: HttpAnswer,
  aliveBefore: boolean,
): Seen {
  const shown = shownRequest(asked.request, known);
  if (isOneOf(answer, asked.alive, known)) {
    const facts = factsIn(answer, asked);
    return {
      result: 'alive',
      detail: `${target.name} took it (${answer.status} to ${shown})${facts === '' ? '' : `: ${facts}`}`,
    };
  }
  if (isOneOf(answer, asked.refused, known)) {
    if (aliveBefore) return { result: 'refused', detail: `${target.name} refuses it (${answer.status} to ${shown})` };
    const why = `${target.name} does not take it (${answer.status} to ${shown})`;
    return couldNotTell(
      `${why}, but it was never seen alive in this incident: it may be mistyped, or be for another ${kind.title}`,
    );
  }
  const trouble = unexpected(target, asked.request, shown, answer);
  // A provider in trouble may answer better in a while; before that nobody could tell.
  if (trouble.class === 'retryable') throw trouble;
  return couldNotTell(trouble.message);
}

const longestFact = 200;

function factsIn({ json }: HttpAnswer, { facts }: Probe): string {
  return Object.entries(facts)
    .flatMap(([label, pointer]) => {
      const found = json === undefined ? undefined : at(json, pointer);
      if (found === undefined || found === null || found === '') return [];
      const text = typeof found === 'object' ? JSON.stringify(found) : String(found);
      return [`${label}: ${text.length > longestFact ? `${text.slice(0, longestFact)}…` : text}`];
    })
    .join(', ');
}
