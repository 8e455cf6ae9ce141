/** The sections of the edition for people outside. The story it is given holds no text that anybody wrote. */
import { type Block, cards, type Fact, list, log, paragraph, type Section, warning } from '../document/block.ts';
import { type Rich, type Said, say } from '../document/rich.ts';
import { scorecard } from '../sections/scorecard.ts';
import { withoutAgreement } from '../story/alone.ts';
import { lastCutOff } from '../story/credentials.ts';
import type { AskingEnd } from '../story/decisions.ts';
import { keyMoments } from '../story/key-moments.ts';
import type { Story } from '../story/story.ts';
import { aloneWords } from '../words/alone-words.ts';
import { timeCells, timeHead } from '../words/local-time.ts';
import type { Names } from '../words/names.ts';
import { code, counted, joined, listed, none, prose } from '../words/prose.ts';
import { gradeWords, lookWords, stateWords } from '../words/state-words.ts';
import { between, clockFace, limitWords, sinceDetection, utc } from '../words/time-words.ts';
import {
  type ExternalCredential,
  externalCredentials,
  externalDecisions,
  externalOpen,
  lookedWords,
  planName,
} from './external-story.ts';
import { happenings } from './happenings.ts';
import type { Roles } from './roles.ts';

export function externalSections(story: Story, names: Names, roles: Roles): Section[] {
  return [
    { title: 'Summary', blocks: summary(story, roles) },
    { title: 'Exposure', blocks: exposure(story, roles) },
    { title: 'Scorecard', blocks: [...scorecard(story, names), moments(story)] },
    { title: 'Plan and decisions', blocks: decided(story, roles) },
    { title: 'Proof', blocks: proofs(story) },
    { title: 'What outlived it', blocks: outlived(story) },
    { title: 'What is still open', blocks: open(story) },
    { title: 'Timeline', blocks: timeline(story, roles) },
    { title: 'Record', blocks: record(story) },
  ];
}

function summary(story: Story, roles: Roles): Block[] {
  const { declared, detectedAt, credentials, alarms, withinMs } = story;
  if (declared === null) return [paragraph('The record holds no declaration yet.')];
  const points = externalOpen(story);
  const where = declared.data.public ? say` **in public**` : '';
  const took = between(detectedAt, lastCutOff(credentials));
  const facts: Fact[] = [
    ...(alarms.length === 0
      ? []
      : [{ name: 'Alarm', lines: [say`**${counted(alarms.length, 'alarm')}** raised.`], tone: 'bad' as const }]),
    {
      name: 'How bad',
      lines: [
        say`Leaked${where}: ${kinds(story)}; detected at ${utc(detectedAt ?? '')} UTC, declared by ${roles.actor(declared.actor)}.`,
        exposedFor(story),
      ],
    },
    {
      name: 'What was done',
      lines: [
        took === null
          ? say`**It is not cut off.**`
          : say`It was cut off **${clockFace(took)}** after detection, ${took <= withinMs ? 'within' : say`**past**`} the limit of ${limitWords(withinMs)}.`,
        proven(story),
        ...unshared(story, roles),
      ],
    },
    {
      name: 'What is open',
      lines: points.length === 0 ? [say`Nothing.`] : points.map((point) => say`${point}`),
      ...(points.length > 0 ? { tone: 'warn' } : {}),
    },
  ];
  return [{ type: 'facts', facts }];
}

/** What was done without the agreement of several people. */
function unshared({ askings }: Story, roles: Roles): Rich[] {
  return withoutAgreement(askings).map(({ by, person }) => {
    if (by === 'expiry') return say`**Nobody answered in time**, so the playbook acted by itself.`;
    if (by === 'public leak') return say`**Nobody was asked first**, since the leak is public: the playbook acted by itself.`;
    return say`**One person acted alone:** ${person === null ? 'a responder' : roles.person(person)}; nobody said no before the countdown was over.`;
  });
}

function proven(story: Story): Rich {
  const grades = new Set(externalCredentials(story).flatMap(({ proof }) => (proof === null ? [] : [proof.grade])));
  return grades.size === 0
    ? say`Nothing is proven.`
    : say`Proof: ${joined(
        [...grades].map((grade) => gradeWords[grade]),
        '; ',
      )}.`;
}

function kinds({ credentials }: Story): Said {
  const counts = new Map<string, number>();
  for (const { kind } of credentials) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return 'a secret';
  return listed([...counts].map(([kind, count]) => say`${counted(count, 'credential')} of kind ${prose(kind)}`));
}

function exposedFor({ exposure: { since, until }, asOf }: Story) {
  const ms = between(since?.at ?? null, until ?? asOf);
  if (since === null || ms === null) return say`Since when it was exposed is not known.`;
  return say`Exposed since ${utc(since.at)} UTC: **${clockFace(ms)}** ${until === null ? 'so far' : 'until it was cut off'}.`;
}

function exposure(story: Story, roles: Roles): Block[] {
  const { exposure: window, detectedAt, zone, declared } = story;
  const row = (what: Said, at: string | null, evidence: Said): Said[] => [
    what,
    ...timeCells(at, zone),
    at === null ? none : sinceDetection(detectedAt, at),
    evidence,
  ];
  const { since } = window;
  const grades = new Map(externalCredentials(story).map(({ proof }, index) => [index, proof?.grade ?? null]));
  const rows = [
    since === null
      ? row('exposed since', null, 'Not known: nobody has said.')
      : row('exposed since', since.at, `${since.basis} by ${roles.actor(since.by)} (entry ${since.seq})`),
    ...(declared === null ? [] : [row('detected', detectedAt, `declared (entry ${declared.seq})`)]),
    ...window.ends.map(({ at, proof }, index) => {
      const grade = grades.get(index) ?? null;
      const evidence = grade === null || proof === null ? 'No proof ends it.' : say`${gradeWords[grade]}, entry ${proof.seq}`;
      return row(at === null ? `credential ${index + 1}: not cut off` : `credential ${index + 1}: cut off`, at, evidence);
    }),
  ];
  const looked = story.uses.length;
  return [
    cards(['what', ...timeHead(zone), 'from detection', 'on what that rests'], rows),
    looked === 0
      ? warning('Who used it: the bot has not looked. That does not say that nobody came in.')
      : paragraph(
          `Who used it: ${lookedWords(
            looked,
            story.uses.reduce((sum, { count, leftOut }) => sum + count + leftOut, 0),
          )}.`,
        ),
  ];
}

function moments(story: Story): Block {
  const { detectedAt, zone } = story;
  const rows = keyMoments(story).map(({ what, at }) => [
    what,
    ...timeCells(at, zone),
    at === null ? 'not in this record' : sinceDetection(detectedAt, at),
  ]);
  return cards(['what', ...timeHead(zone), 'from detection'], rows);
}

const agreedWords: Record<NonNullable<AskingEnd['by']>, string> = {
  people: 'agreed to',
  'one alone': 'carried out by one person alone',
  expiry: 'carried out since nobody answered in time',
  'public leak': 'carried out at once, since the leak is public',
};

function decided(story: Story, roles: Roles): Block[] {
  const { plans, askings, detectedAt } = story;
  const agreed = new Map(
    askings.flatMap(({ end }) => (end?.plan == null ? [] : [[end.plan, agreedWords[end.by ?? 'people']] as const])),
  );
  const offered = plans.map(
    ({ hash, reversible }) =>
      `${planName(story, hash)}: what it does ${reversible ? 'can' : 'cannot'} be taken back; ${agreed.get(hash) ?? 'not agreed to'}.`,
  );
  const verbs = { approve: 'yes', reject: 'no', alone: 'act alone', undo: 'take it back' };
  const rows = externalDecisions(story, roles).map(({ at, by, said, plan, vouched, alone }) => [
    by,
    alone === null ? verbs[said] : aloneWords(alone, (role) => role),
    plan,
    utc(at),
    sinceDetection(detectedAt, at),
    vouched,
  ]);
  return [
    ...(offered.length === 0 ? [paragraph('No plan was made.')] : list(offered)),
    rows.length === 0
      ? paragraph('Nobody decided anything.')
      : cards(['who', 'said', 'plan', 'UTC', 'from detection', 'vouched for'], rows),
  ];
}

function proofs(story: Story): Block[] {
  const rows = externalCredentials(story).map(({ name, kind, state, proof }) => [
    say`${name} (${prose(kind)})`,
    stateWords[state],
    proof === null ? 'none stands' : gradeWords[proof.grade],
    proof === null ? none : proof.before === null ? 'no look' : lookWords[proof.before],
    proof === null ? none : lookWords[proof.after],
    proof === null ? none : utc(proof.at),
  ]);
  if (rows.length === 0) return [paragraph('No credential is in the record yet.')];
  return [cards(['credential', 'state', 'proof', 'look before', 'look after', 'UTC'], rows)];
}

function outlived(story: Story): Block[] {
  const rows = externalCredentials(story).flatMap(({ name, outlived: all }) =>
    all.map((one) => [
      name,
      one.until === null ? 'nothing ends it by itself' : utc(one.until),
      one.accepted ? 'by a named person, with a reason' : none,
      standing(one),
    ]),
  );
  if (rows.length === 0) return [paragraph('The record names nothing that outlived it.')];
  return [cards(['opened with', 'works until', 'accepted', 'now'], rows)];
}

function standing({ goneAt, open: isLoose, ending, until }: ExternalCredential['outlived'][number]): Said {
  if (goneAt !== null) return 'gone';
  if (isLoose) return say`**open**`;
  if (ending) return 'ends by itself';
  return until === null ? 'accepted' : 'its time is over';
}

function open(story: Story): Block[] {
  const points = externalOpen(story);
  return points.length === 0 ? [paragraph('Nothing is open.')] : list(points);
}

function timeline(story: Story, roles: Roles): Block[] {
  const rows = happenings(story, roles).map(({ seq, at, by, what }) => [
    String(seq),
    ...timeCells(at, story.zone),
    sinceDetection(story.detectedAt, at),
    by,
    what,
  ]);
  if (rows.length === 0) return [paragraph('The record is empty.')];
  return [log(['#', ...timeHead(story.zone), 'from detection', 'who', 'what happened'], rows)];
}

function record({ entries, declared, head }: Story): Block[] {
  return [
    ...list([
      `Entries: ${entries.length}`,
      ...(head === null ? [] : [say`Head: ${code(head)} (hash of the last entry)`]),
      ...(declared === null
        ? []
        : [
            say`Incident: ${code(declared.incident)}`,
            say`Playbook: ${code(declared.data.playbook)} (SHA-256 of its text), compiler ${declared.data.compiler}`,
            say`Record key, public half: ${code(declared.data.recordKey)}`,
          ]),
    ]),
    paragraph('This report repeats what the record says and checks no signature. The signed record can be checked without us.'),
  ];
}
