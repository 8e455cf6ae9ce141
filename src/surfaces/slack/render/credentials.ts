/** Each credential: does it still work, how that is known, what outlives it. */
import type { CredentialView, ResidualView, View } from '../../../incident/view.ts';
import type { Grade, Look } from '../../../timeline/proof.ts';
import { firstOf, nameOf, type Shown } from './shown.ts';
import { isBeingProven } from './state-line.ts';
import { bold, code, escapeText, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

const stateWords = {
  unknown: md`NOT KNOWN YET`,
  alive: md`STILL WORKS`,
  'cut-off': md`CUT OFF, proven`,
  dead: md`DEAD, proven: it opens nothing any more`,
} as const satisfies Record<CredentialView['state'], Mrkdwn>;

const signs = { unknown: md`⚠`, alive: md`🔴`, 'cut-off': md`✓`, dead: md`✓` } as const satisfies Record<
  CredentialView['state'],
  Mrkdwn
>;

export const gradeWords = {
  'by-use': md`tried it itself, before and after`,
  'by-provider': md`the provider's own state, asked more than once`,
  'found-dead': md`already refused at the first look`,
  'by-hand': md`a named person says so`,
} as const satisfies Record<Grade, Mrkdwn>;

const lookWords = {
  alive: md`opens`,
  refused: md`refused`,
  'could-not-tell': md`could not tell`,
} as const satisfies Record<Look['result'], Mrkdwn>;

const modeWords = {
  watch: md`Staunch reads only; a person ends it by their own means`,
  guide: md`a person runs the command that is shown, Staunch proves it`,
  act: md`a public leak of it may be cut off at once, where that can be taken back`,
} as const satisfies Record<Exclude<CredentialView['mode'], 'ask'>, Mrkdwn>;

/** Bounds of what one credential may take of a card. */
const shownResiduals = 4;
const shownBreaks = 3;
const shownRemarks = 3;
const detailChars = 240;

/** "app on main (postgres-password)". */
export const credentialName = ({ hint, kind }: Pick<CredentialView, 'hint' | 'kind'>): Mrkdwn =>
  md`${escapeText(hint, 120)} (${escapeText(kind, 64)})`;

export function credentialLines(view: View, credential: CredentialView, shown: Shown): Mrkdwn[] {
  const proven = isBeingProven(view, credential);
  const word = proven ? md`STRUCK, being proven` : stateWords[credential.state];
  const sign = proven ? md`●` : signs[credential.state];
  return [
    md`${sign} ${bold(word)}: ${credentialName(credential)}, ${code(credential.id)}`,
    ...(credential.mode === 'ask' ? [] : [md`• mode ${code(credential.mode)}: ${modeWords[credential.mode]}`]),
    ...proofLines(credential, shown),
    ...valueLine(view, credential, shown),
    ...residualLines(credential.residuals, shown),
    ...firstOf(
      credential.breaks,
      shownBreaks,
      (breaks) => md`• in use: ${escapeText(breaks, detailChars)}`,
      (more) => md`• in use: and ${more} more`,
    ),
    ...remarkLines(credential),
  ];
}

/** The proof pair with its grade: what was answered before the strike, and after it. */
export function proofLines({ proof: { grade, before, after } }: Pick<CredentialView, 'proof'>, shown: Shown): Mrkdwn[] {
  return [
    ...(before === null ? [] : [lookLine(md`before`, before, shown)]),
    ...(after === null ? [] : [lookLine(md`after`, after, shown)]),
    ...(grade === null ? [] : [md`• proof ${bold(escapeText(grade))}: ${gradeWords[grade]}`]),
  ];
}

function lookLine(label: Mrkdwn, look: Look, shown: Shown): Mrkdwn {
  const detail = look.detail === '' ? md`` : md`: ${escapeText(look.detail, detailChars)}`;
  return md`• ${label} ${at(look.at, shown)} ${bold(lookWords[look.result])}${detail}`;
}

function valueLine(view: View, { held, destroyed, proof, state }: CredentialView, shown: Shown): Mrkdwn[] {
  if (held || proof.grade !== null || state === 'dead' || view.state === 'closed') return [];
  if (destroyed === null) return [md`• value not handed in: it can be looked up, but not tried`];
  return [md`• value destroyed ${at(destroyed.at, shown)}: ${escapeText(destroyed.why, detailChars)}`];
}

export const residualLines = (residuals: readonly ResidualView[], shown: Shown): Mrkdwn[] =>
  firstOf(
    residuals,
    shownResiduals,
    (residual) => md`• ⚠ left over: ${residualText(residual, shown)}`,
    (more) => md`• ⚠ left over: and ${more} more`,
  );

/** "a prepared transaction of app (r1): still works until 04:12; ended by …; accepted by Ana". */
export function residualText(
  { id, what, until, endedBy, acceptedBy }: Omit<ResidualView, 'acceptedBy'> & { acceptedBy?: string | null },
  shown: Shown,
): Mrkdwn {
  const end = until === null ? md`still works, with no end by itself` : md`still works until ${at(until, shown)}`;
  const ended = endedBy === null ? md`` : md`; what ends it: ${escapeText(endedBy, detailChars)}`;
  const accepted = acceptedBy == null ? md`` : md`; accepted by ${nameOf(acceptedBy, shown)}`;
  return md`${escapeText(what, detailChars)} (${escapeText(id, 64)}): ${end}${ended}${accepted}`;
}

const severityWords = { note: md`note`, warning: md`⚠ careful`, blocking: md`⚠ blocked` } as const;

function remarkLines({ remarks }: CredentialView): Mrkdwn[] {
  const urgentFirst = remarks.toSorted((one, other) => rank(other.severity) - rank(one.severity));
  return firstOf(
    urgentFirst,
    shownRemarks,
    ({ severity, text, grant }) => {
      const mend = grant === undefined ? md`` : md` ${code(grant, detailChars)}`;
      return md`• ${severityWords[severity]}: ${escapeText(text, detailChars)}${mend}`;
    },
    (more) => md`• and ${more} more remarks`,
  );
}

const rank = (severity: CredentialView['remarks'][number]['severity']) =>
  severity === 'blocking' ? 2 : severity === 'warning' ? 1 : 0;
