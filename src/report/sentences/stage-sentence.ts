import type { Entry } from '../../timeline/entry.ts';
import { type Rich, say } from '../document/rich.ts';
import type { Names } from '../words/names.ts';
import { counted, listed, prose, sentence } from '../words/prose.ts';
import { utc } from '../words/time-words.ts';
import { vouchedWords } from '../words/vouched-words.ts';
import { acceptedSentence, aloneSentence, peopleNamed } from './acceptance-sentence.ts';

export type StageEntry = Extract<
  Entry,
  { type: `stage.${string}` | `gate.${string}` | `alone.${string}` | 'plan.made' | 'decision.recorded' }
>;

/** How the stages went on, what was planned, who was asked, and what they said. */
export function stageSentence(entry: StageEntry, names: Names): Rich {
  switch (entry.type) {
    case 'stage.started':
      return say`Stage ${names.stage(entry.data.stage)} began.`;
    case 'stage.done':
      return say`Stage ${names.stage(entry.data.stage)} ended.`;
    case 'stage.warned':
      return say`Three quarters of the limit of stage ${names.stage(entry.data.stage)} have passed.`;
    case 'stage.overdue':
      return say`**Stage ${names.stage(entry.data.stage)} is past its limit.** The work goes on.`;
    case 'plan.made': {
      const title = entry.body === null ? prose(undefined) : prose(entry.body.plan.title);
      const back = entry.data.reversible ? 'can be taken back' : 'cannot be taken back';
      return say`Plan ${names.plan(entry.data.plan)}, choice ${entry.data.order}: ${title} (${back}).`;
    }
    case 'decision.recorded':
      return decided(entry, names);
    case 'alone.started':
    case 'alone.ended':
      return aloneSentence(entry, names);
    default:
      return gateSentence(entry, names);
  }
}

type GateEntry = Extract<StageEntry, { type: `gate.${string}` }>;

function gateSentence(entry: GateEntry, names: Names): Rich {
  switch (entry.type) {
    case 'gate.opened': {
      const plans = entry.data.plans.map(names.plan);
      const { asked } = entry.data;
      const first = asked === undefined ? '' : say` Asked first: ${peopleNamed(asked, names)}.`;
      return say`People were asked about ${counted(plans.length, 'plan')} (${listed(plans)}), until ${utc(entry.data.expiresAt)}.${first}`;
    }
    case 'gate.asked-again':
      return sentence(say`The asking was still open, so they were asked again: ${peopleNamed(entry.data.to, names)}`);
    case 'gate.passed-on':
      return sentence(say`The asking was still open, so others were asked as well: ${peopleNamed(entry.data.to, names)}`);
    case 'gate.unneeded':
      return say`No plan was on offer, so nobody was asked.`;
    case 'gate.closed':
      return say`The asking became void: what was asked is no longer so.`;
    case 'gate.expired':
      return say`The asking expired without enough answers.`;
    case 'gate.accepted':
      return acceptedSentence(entry, names);
    case 'gate.refused':
      return say`Every plan of the asking was refused.`;
  }
}

function decided({ data, body }: Extract<StageEntry, { type: 'decision.recorded' }>, names: Names): Rich {
  const said = {
    approve: say`said **yes** to`,
    reject: say`said **no** to`,
    alone: say`**asked to act alone** on`,
    undo: 'asked to take back',
  }[data.verdict];
  const reason = body?.reason === null ? '' : say`: ${prose(body?.reason)}`;
  return sentence(say`${names.person(data.person)} ${said} plan ${names.plan(data.plan)} (${vouchedWords(data)})${reason}`);
}
