import { usualMode } from '../../platform/config/kind-modes.ts';
import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { replacesLook } from '../../timeline/proof.ts';
import type { CredentialStory, State } from '../state.ts';

/** What is known of each credential. */
export function foldCredential(state: State, entry: Entry): void {
  if (entry.type === 'credential.added') {
    state.credentials.set(entry.data.credential, added(entry));
    return;
  }
  if (!('credential' in entry.data) || entry.data.credential === null) return;
  const credential = state.credentials.get(entry.data.credential);
  if (credential !== undefined) change(credential, entry);
}

function added(entry: EntryOf<'credential.added'>): CredentialStory {
  return {
    record: {
      id: entry.data.credential,
      kind: entry.data.kind,
      locator: entry.body?.locator ?? {},
      fingerprint: entry.data.fingerprint,
      hint: entry.body?.hint ?? '[purged]',
    },
    mode: entry.data.mode ?? usualMode,
    state: 'unknown',
    facts: null,
    before: null,
    after: null,
    grade: null,
    residuals: [],
    cutOffAt: null,
    undo: null,
    held: false,
    heldUntil: { leaked: null, new: null },
    destroyed: null,
  };
}

function change(credential: CredentialStory, entry: Entry): void {
  switch (entry.type) {
    case 'credential.identified':
      credential.facts = entry.body?.facts ?? null;
      return;
    case 'credential.probed':
      if (!replacesLook(credential.before, entry.data.result)) return;
      credential.before = { result: entry.data.result, at: entry.body?.at ?? entry.at, detail: entry.body?.detail ?? '' };
      return;
    case 'credential.proved':
      credential.grade = entry.data.grade;
      credential.after = entry.body?.after ?? { result: entry.data.after, at: entry.at, detail: '' };
      return;
    case 'credential.seen':
      credential.after = { result: entry.data.result, at: entry.body?.at ?? entry.at, detail: entry.body?.detail ?? '' };
      return;
    case 'credential.changed':
      credential.state = entry.data.to;
      if (entry.data.to === 'cut-off') credential.cutOffAt = entry.at;
      return;
    case 'credential.undone':
      Object.assign(credential, { undo: null, after: null, grade: null, cutOffAt: null });
      return;
    case 'undo.offered':
      credential.undo = { plan: entry.data.plan, nonce: entry.data.nonce, asked: null };
      return;
    case 'value.held':
      credential.heldUntil[entry.data.ref] = entry.data.until;
      if (entry.data.ref === 'leaked') foldLeakedValue(credential, entry.data.fingerprint);
      return;
    case 'value.destroyed':
      credential.heldUntil[entry.data.ref] = null;
      if (entry.data.ref !== 'leaked') return;
      credential.held = false;
      credential.destroyed = { at: entry.at, why: entry.data.why };
      return;
    default:
      foldResidual(credential, entry);
  }
}

/** Another value than before: what was seen of the old one says nothing about this one. */
function foldLeakedValue(credential: CredentialStory, fingerprint: string): void {
  if (credential.record.fingerprint !== fingerprint) credential.before = null;
  credential.record = { ...credential.record, fingerprint };
  credential.held = true;
  credential.destroyed = null;
}

function foldResidual(credential: CredentialStory, entry: Entry): void {
  switch (entry.type) {
    case 'residual.found': {
      const { residual: id, until } = entry.data;
      credential.residuals = credential.residuals.filter((residual) => residual.id !== id);
      credential.residuals.push({
        id,
        credential: entry.data.credential,
        what: entry.body?.what ?? '[purged]',
        until,
        endedBy: entry.body?.endedBy ?? null,
        acceptedBy: null,
        since: entry.at,
      });
      return;
    }
    case 'residual.gone':
      credential.residuals = credential.residuals.filter((residual) => residual.id !== entry.data.residual);
      return;
    case 'residual.accepted':
      for (const residual of credential.residuals) {
        if (residual.id === entry.data.residual) residual.acceptedBy = entry.data.person;
      }
      return;
    default:
  }
}
