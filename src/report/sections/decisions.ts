import type { Verdict } from '../../timeline/decision.ts';
import type { EntryOf } from '../../timeline/entry.ts';
import { type Block, cards, heading, list, paragraph } from '../document/block.ts';
import { type Rich, type Said, say } from '../document/rich.ts';
import { aloneOutcome } from '../story/alone.ts';
import type { AskingEnd, AskingStory } from '../story/decisions.ts';
import { entriesOf } from '../story/pick.ts';
import type { Story } from '../story/story.ts';
import { aloneWords } from '../words/alone-words.ts';
import type { Names } from '../words/names.ts';
import { code, listed, prose } from '../words/prose.ts';
import { sinceDetection, utc } from '../words/time-words.ts';
import { vouchedWords } from '../words/vouched-words.ts';
import { answerLine } from './plan-calls.ts';

/** Who was asked what, what they said, what was taken back, left out, done or done by hand. */
export function decisions(story: Story, names: Names): Block[] {
  return [
    ...block('Askings', askings(story, names)),
    ...block('Decisions', decided(story, names)),
    ...block('Acting alone', alone(story, names)),
    ...block('Taken back', undone(story, names)),
    ...block('Skipped and done by hand', byPeople(story, names)),
  ];
}

function block(title: string, blocks: Block[]): Block[] {
  return blocks.length === 0 ? [] : [heading(title), ...blocks];
}

function askings({ askings: all, detectedAt }: Story, names: Names): Block[] {
  if (all.length === 0) return [];
  const rows = all.map((asking, index) => [
    say`${index + 1}: before ${names.stage(asking.stage)}`,
    listed(asking.plans.map(names.plan)),
    sinceDetection(detectedAt, asking.openedAt),
    repeated(asking, sinceDetection(detectedAt, asking.expiresAt)),
    ended(asking, detectedAt, names),
  ]);
  return [cards(['asking', 'plans', 'opened', 'asked until', 'how it ended'], rows)];
}

function ended({ end }: AskingStory, detectedAt: string | null, names: Names): Rich {
  if (end === null) return say`**still open**`;
  const at = sinceDetection(detectedAt, end.at);
  switch (end.how) {
    case 'agreed':
      return say`${agreedWords[end.by ?? 'people']} ${names.plan(end.plan ?? '')} at ${at}`;
    case 'refused':
      return say`every plan refused at ${at}`;
    case 'expired':
      return say`too few answers; expired at ${at}`;
    case 'void':
      return say`void at ${at}: what was asked was no longer so`;
    case 'by hand':
      return say`done by hand instead, ${at}`;
    case 'skipped':
      return say`skipped at ${at}`;
  }
}

/** What an auditor looks for first: who was not asked, or did not answer. */
const agreedWords: Record<NonNullable<AskingEnd['by']>, Said> = {
  people: 'agreed to',
  'one alone': say`**one person acted alone** on`,
  expiry: say`**nobody answered**, so the playbook acted on`,
  'public leak': say`**nobody was asked first**, since the leak is public: the playbook acted on`,
};

const verdictWords: Record<Exclude<Verdict, 'alone'>, Said> = {
  approve: say`**yes**`,
  reject: say`**no**`,
  undo: 'take it back',
};

function decided(story: Story, names: Names): Block[] {
  const { decisions: all, detectedAt } = story;
  if (all.length === 0) return [paragraph('Nobody decided anything.')];
  const rows = all.map((entry) => {
    const { data, body, at } = entry;
    const said = data.verdict === 'alone' ? aloneWords(aloneOutcome(story, entry), names.actor) : verdictWords[data.verdict];
    return [
      names.person(data.person),
      said,
      names.plan(data.plan),
      utc(at),
      sinceDetection(detectedAt, at),
      prose(body === null ? undefined : body.reason),
      vouchedWords(data),
    ];
  });
  return [cards(['who', 'said', 'plan', 'UTC', 'from detection', 'reason', 'vouched for'], rows)];
}

const repeated = ({ repeats }: AskingStory, until: string) =>
  repeats === 0 ? until : `${until}, asked again ${repeats === 1 ? 'once' : `${repeats} times`}`;

function alone({ askings, detectedAt, status }: Story, names: Names): Block[] {
  const rows = askings.flatMap((asking) =>
    asking.alone.map(({ entry: { data, at }, end }) => [
      names.person(data.person),
      names.plan(data.plan),
      sinceDetection(detectedAt, at),
      sinceDetection(detectedAt, data.until),
      end === null ? countdownEnd(asking, data.until, status.state === 'closed') : countdownStopped(end, names),
    ]),
  );
  return rows.length === 0 ? [] : [cards(['who', 'plan', 'began', 'anybody could stop it until', 'how it ended'], rows)];
}

const countdownStopped = ({ data, actor }: EntryOf<'alone.ended'>, names: Names): Said =>
  data.why === 'rejected' ? say`stopped by the no of ${names.actor(actor)}` : 'enough people said yes before';

function countdownEnd({ end }: AskingStory, until: string, isClosed: boolean): Said {
  if (end?.by === 'one alone') return say`**nobody said no**, so it was carried out`;
  return end === null && !isClosed ? `not over when this record ended (${utc(until)})` : 'the asking ended before';
}

function undone({ entries, calls, detectedAt }: Story, names: Names): Block[] {
  const lines = entriesOf(entries, 'credential.undone').map(
    ({ data, at }) =>
      say`Taken back at ${sinceDetection(detectedAt, at)}: what plan ${names.plan(data.plan)} did to ${names.credential(data.credential)}.`,
  );
  const made = calls
    .filter(({ plan }) => plan === null)
    .map((call) => say`Call ${code(call.call)} on ${prose(call.target)}: ${answerLine(call, detectedAt)}.`);
  return list([...lines, ...made]);
}

function byPeople({ byPeople: all, detectedAt }: Story, names: Names): Block[] {
  if (all.length === 0) return [];
  const rows = all.map((entry) => [
    names.step(entry.data.step, entry.data.credential),
    entry.type === 'step.skipped' ? say`**skipped**` : 'done by hand',
    entry.data.person === null ? names.actor(entry.actor) : names.person(entry.data.person),
    sinceDetection(detectedAt, entry.at),
    prose(entry.body === null ? undefined : entry.body.reason),
  ]);
  return [cards(['step', 'what', 'who', 'from detection', 'reason'], rows)];
}
