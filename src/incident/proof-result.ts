/** What a proof means for its credential: cut off, dead, or neither. Pure. */
import { draft } from '../timeline/entry.ts';
import type { Proof } from '../timeline/proof.ts';
import { isLoose, type Residual } from '../timeline/residual.ts';
import { type Consequence, record } from './consequence.ts';
import type { CredentialRow } from './rows/credential-row.ts';

export type Addressed = {
  credential: CredentialRow;
  /** Residuals that the record counts so far. */
  residuals: readonly { id: string; acceptedBy: string | null }[];
};

/** Proven after the strike: cut off, which stops the clock; found alive, it is alive, whatever was proven before. No residual left: dead, and the values are destroyed; with `keepNew` the new one is kept until its hold or the incident ends. */
export function settleProof(
  { credential, residuals }: Addressed,
  proof: Proof,
  found: readonly Residual[],
  keepNew = false,
): Consequence[] {
  const { id } = credential;
  const consequences: Consequence[] = [
    record(
      draft(
        'credential.proved',
        { credential: id, grade: proof.grade, before: proof.before?.result ?? null, after: proof.after.result },
        { before: proof.before, after: proof.after },
      ),
    ),
    ...compareResiduals(id, residuals, found),
  ];
  let state = credential.state;
  const become = (to: 'alive' | 'cut-off' | 'dead') => {
    if (state === to || (state === 'dead' && to === 'cut-off')) return;
    consequences.push(record(draft('credential.changed', { credential: id, from: state, to })));
    consequences.push({ type: 'credential', id, patch: { state: to } });
    state = to;
  };
  // By the provider's own word, the look by use may say nothing; only a living credential is no proof.
  if (proof.after.result === 'alive') {
    become('alive');
    return consequences;
  }
  become('cut-off');
  if (found.length > 0) return consequences;
  become('dead');
  const why = 'the credential is proven dead';
  return [
    ...consequences,
    { type: 'destroy', credential: id, ref: 'leaked', why },
    ...(keepNew ? [] : [{ type: 'destroy', credential: id, ref: 'new', why } as const]),
  ];
}

function compareResiduals(credential: string, known: Addressed['residuals'], found: readonly Residual[]): Consequence[] {
  const accepted = new Map(known.map((residual) => [residual.id, residual.acceptedBy]));
  const gone = known.filter((residual) => !found.some((other) => other.id === residual.id));
  const fresh = found.filter((residual) => !accepted.has(residual.id));
  const loose = found.filter((residual) => isLoose({ until: residual.until, acceptedBy: accepted.get(residual.id) ?? null }));
  return [
    ...gone.map((residual) => record(draft('residual.gone', { credential, residual: residual.id }))),
    ...fresh.map((residual) =>
      record(
        draft(
          'residual.found',
          { credential, residual: residual.id, until: residual.until },
          { what: residual.what, endedBy: residual.endedBy },
        ),
      ),
    ),
    { type: 'credential', id: credential, patch: { looseResiduals: loose.length } },
  ];
}
