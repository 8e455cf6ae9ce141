import type { Entry } from '../../timeline/entry.ts';
import { counted, listed, prose, sentence } from '../words/markdown.ts';
import type { Names } from '../words/names.ts';
import { utc } from '../words/time-words.ts';

export type StageEntry = Extract<Entry, { type: `stage.${string}` | `gate.${string}` | 'plan.made' | 'decision.recorded' }>;

/** How the stages went on, what was planned, who was asked, and what they said. */
export function stageSentence(entry: StageEntry, names: Names): string {
  switch (entry.type) {
    case 'stage.started':
      return `Stage ${names.stage(entry.data.stage)} began.`;
    case 'stage.done':
      return `Stage ${names.stage(entry.data.stage)} ended.`;
    case 'stage.warned':
      return `Three quarters of the limit of stage ${names.stage(entry.data.stage)} have passed.`;
    case 'stage.overdue':
      return `**Stage ${names.stage(entry.data.stage)} is past its limit.** The work goes on.`;
    case 'plan.made': {
      const title = entry.body === null ? prose(undefined) : prose(entry.body.plan.title);
      const back = entry.data.reversible ? 'can be taken back' : 'cannot be taken back';
      return `Plan ${names.plan(entry.data.plan)}, choice ${entry.data.order}: ${title} (${back}).`;
    }
    case 'decision.recorded':
      return decided(entry, names);
    default:
      return gateSentence(entry, names);
  }
}

type GateEntry = Extract<StageEntry, { type: `gate.${string}` }>;

function gateSentence(entry: GateEntry, names: Names): string {
  switch (entry.type) {
    case 'gate.opened': {
      const plans = entry.data.plans.map(names.plan);
      return `People were asked about ${counted(plans.length, 'plan')} (${listed(plans)}), until ${utc(entry.data.expiresAt)}.`;
    }
    case 'gate.unneeded':
      return 'No plan was on offer, so nobody was asked.';
    case 'gate.closed':
      return 'The asking became void: what was asked is no longer so.';
    case 'gate.expired':
      return 'The asking expired without enough answers; people are asked anew.';
    case 'gate.accepted':
      return `**Agreed:** enough people said yes to plan ${names.plan(entry.data.plan)}.`;
    case 'gate.refused':
      return 'Every plan of the asking was refused.';
  }
}

function decided({ data, body }: Extract<StageEntry, { type: 'decision.recorded' }>, names: Names): string {
  const said = { approve: 'said **yes** to', reject: 'said **no** to', undo: 'asked to take back' }[data.verdict];
  const vouched = data.attestation === 'person' ? 'signed by the person' : 'attested by the bot';
  const reason = body?.reason === null ? '' : `: ${prose(body?.reason)}`;
  return sentence(`${names.person(data.person)} ${said} plan ${names.plan(data.plan)} (${vouched})${reason}`);
}
