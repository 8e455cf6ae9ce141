import type { Look } from '../../timeline/proof.ts';
import type { CredentialStory } from '../story/credentials.ts';
import { written } from './written.ts';

export function credentialData(credential: CredentialStory) {
  const { id, kind, hint, locator, state, cutOffAt, deadAt, look, proofs, seen, residuals, values } = credential;
  return {
    id,
    kind,
    hint: written(hint),
    locator: locator ?? written(undefined),
    state,
    cutOffAt,
    deadAt,
    firstLook:
      look === null ? null : { entry: look.seq, at: look.at, result: look.data.result, detail: written(look.body?.detail) },
    proofs: proofs.map(({ entry, undoneAt }) => ({
      entry: entry.seq,
      at: entry.at,
      grade: entry.data.grade,
      before: entry.data.before === null ? null : lookData(entry.data.before, entry.body?.before),
      after: lookData(entry.data.after, entry.body?.after),
      voidSince: undoneAt,
    })),
    looksAfter: seen.map(({ seq, at, data, body }) => ({ entry: seq, at, result: data.result, detail: written(body?.detail) })),
    residuals: residuals.map(({ id: residual, what, until, endedBy, foundAt, accepted, goneAt }) => ({
      id: residual,
      what: written(what),
      until,
      endedBy: written(endedBy),
      foundAt,
      goneAt,
      accepted:
        accepted === null
          ? null
          : { entry: accepted.seq, at: accepted.at, person: accepted.data.person, reason: written(accepted.body?.reason) },
    })),
    values: values.map(({ ref, heldAt, until, destroyed }) => ({ ref, heldAt, until, destroyed })),
  };
}

function lookData(result: Look['result'], look: Look | null | undefined) {
  return { result, at: look?.at ?? null, detail: written(look?.detail) };
}
