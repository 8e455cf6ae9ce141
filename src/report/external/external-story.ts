/** What the edition for people outside tells, as data: both its documents and its JSON are made of this alone. */
import type { CredentialState } from '../../timeline/credential.ts';
import type { Grade, ProbeResult } from '../../timeline/proof.ts';
import { type AloneOutcome, aloneOutcome } from '../story/alone.ts';
import { isCutOff, standingProof } from '../story/credentials.ts';
import { isEnding, isOpen } from '../story/residuals.ts';
import type { Story } from '../story/story.ts';
import { counted } from '../words/prose.ts';
import type { Roles } from './roles.ts';

export type ExternalCredential = {
  /** "credential 1": the record's own id says nothing either, but is not needed. */
  name: string;
  kind: string;
  state: CredentialState;
  cutOffAt: string | null;
  deadAt: string | null;
  proof: { grade: Grade; before: ProbeResult | null; after: ProbeResult; at: string } | null;
  outlived: { until: string | null; goneAt: string | null; accepted: boolean; open: boolean; ending: boolean }[];
};

export type ExternalDecision = {
  at: string;
  by: string;
  said: 'approve' | 'reject' | 'alone' | 'undo';
  /** "plan 1", in the order of their first offer. */
  plan: string;
  vouched: 'signed by the person' | 'attested by the bot';
  /** How asking to act alone ended; null for every other decision. `by`: whose no stopped it. */
  alone: AloneOutcome | null;
};

export function externalCredentials({ credentials, asOf }: Story): ExternalCredential[] {
  return credentials.map((credential, index) => {
    const proof = standingProof(credential);
    return {
      name: `credential ${index + 1}`,
      kind: credential.kind,
      state: credential.state,
      cutOffAt: credential.cutOffAt,
      deadAt: credential.deadAt,
      proof:
        proof === null ? null : { grade: proof.data.grade, before: proof.data.before, after: proof.data.after, at: proof.at },
      outlived: credential.residuals.map((residual) => ({
        until: residual.until,
        goneAt: residual.goneAt,
        accepted: residual.accepted !== null,
        open: isOpen(residual),
        ending: isEnding(residual, asOf),
      })),
    };
  });
}

export const planName = ({ plans }: Pick<Story, 'plans'>, hash: string) => {
  const index = plans.findIndex((plan) => plan.hash === hash);
  return index < 0 ? 'a plan' : `plan ${index + 1}`;
};

export function externalDecisions(story: Story, roles: Roles): ExternalDecision[] {
  return story.decisions.map((entry) => {
    const { at, data } = entry;
    return {
      at,
      by: roles.person(data.person),
      said: data.verdict,
      plan: planName(story, data.plan),
      vouched: data.attestation === 'person' ? 'signed by the person' : 'attested by the bot',
      alone: data.verdict === 'alone' ? blindOutcome(aloneOutcome(story, entry), roles) : null,
    };
  });
}

const blindOutcome = ({ how, by }: AloneOutcome, roles: Roles): AloneOutcome => ({
  how,
  by: by === null ? null : roles.actor(by),
});

/** How often the bot looked, and how many uses it saw. Asked only where it looked at all. */
export function lookedWords(looks: number, seen: number): string {
  const often = looks === 1 ? 'once' : looks === 2 ? 'twice' : `${looks} times`;
  if (seen === 0) return `the bot looked ${often} and saw no use of it`;
  return `the bot looked ${often} and saw ${counted(seen, 'use')} of it; rightful ones may be among them`;
}

/** What is open, counted by sort: what it is in particular stays inside. */
export function externalOpen(story: Story): string[] {
  const { credentials, stuck, asked, byPeople, askings, status } = story;
  const alive = credentials.filter((credential) => !isCutOff(credential)).length;
  const open = credentials.flatMap(({ residuals }) => residuals.filter(isOpen)).length;
  const ending = credentials.flatMap(({ residuals }) => residuals.filter((one) => isEnding(one, story.asOf))).length;
  const skipped = byPeople.filter(({ type }) => type === 'step.skipped').length;
  const isClosed = status.state === 'closed';
  const undone = stuck.length + asked.length;
  const waits = !isClosed && askings.at(-1)?.end === null;
  const said = (count: number, one: string, many: string) => (count === 0 ? [] : [count === 1 ? one : `${count} ${many}`]);
  return [
    ...said(alive, 'A credential is not proven cut off.', 'credentials are not proven cut off.'),
    ...(waits ? ['People are being asked for a decision.'] : []),
    ...(isClosed
      ? said(undone, 'A step was left undone when it was closed.', 'steps were left undone when it was closed.')
      : [
          ...said(stuck.length, 'A step is stuck and waits for a person.', 'steps are stuck and wait for a person.'),
          ...said(asked.length, 'A step waits to be done by hand.', 'steps wait to be done by hand.'),
        ]),
    ...said(
      open,
      'Something that was opened with it still works, without an end.',
      'things that were opened with it still work, without an end.',
    ),
    ...said(
      ending,
      'Something that was opened with it still works and ends by itself.',
      'things that were opened with it still work and end by themselves.',
    ),
    ...said(skipped, 'A step was skipped.', 'steps were skipped.'),
  ];
}
