/** What must be true after a storm, read from the raw record and from what the provider counted. Pure. */
import { faultsOf, type Job, type Link, type Rows } from '../record.ts';
import { changingSteps, eachSteps, handSteps, onceSteps } from './playbook.ts';
import type { Call } from './provider.ts';

export type Evidence = {
  rows: Rows;
  calls: readonly Call[];
  effects: ReadonlyMap<string, number>;
  struck: ReadonlySet<string>;
};

export type Verdict = {
  /** Everything that is not as it must be; empty is the promise kept. */
  faults: string[];
  figures: {
    incidents: number;
    entries: number;
    jobs: number;
    stepsDone: number;
    /** Attempts after the first at one job: somebody else, or the same bot later, went on with it. */
    attemptsAfterFirst: number;
    doneByProbe: number;
    lateAnswers: number;
    timersFired: number;
    calls: number;
    runsThatChange: number;
    probes: number;
    secondCalls: number;
    secondCallsWithoutProbe: number;
    stepsNotRecordedOnce: number;
  };
};

/** The bots have the database's time, the provider this machine's; both read one clock, some way apart. */
const clockSlackMs = 250;

/** One entry as this file needs it. */
type Line = {
  seq: number;
  at: string;
  type: string;
  event: string | null;
  data: Record<string, unknown>;
  body: Record<string, unknown>;
};
type Story = { number: number; lines: Line[] };

export function verdictOn(evidence: Evidence): Verdict {
  const { rows, calls } = evidence;
  const stories = storiesOf(rows);
  const changes = calls.filter(({ action }) => action !== 'look');
  const steps = stories.flatMap(stepFaults);
  const second = secondCalls(changes);
  const started = new Map(
    stories.flatMap(({ lines }) => lines.filter(isType('step.started')).map((line) => [startKey(line.data), line] as const)),
  );
  const lines = stories.flatMap((story) => story.lines);
  const count = (type: string) => lines.filter(isType(type)).length;
  return {
    faults: [
      ...faultsOf(rows),
      ...steps,
      ...stories.flatMap(approvalFaults),
      ...stories.flatMap(endFaults),
      ...jobFaults(rows.jobs),
      ...changes.filter(({ kind }) => kind === 'run').flatMap((call) => unannounced(call, started)),
      ...stories.flatMap((story) => strikeFaults(story, evidence)),
      ...second.faults,
      ...doubleEffects(evidence),
    ],
    figures: {
      incidents: rows.incidents.length,
      entries: rows.links.length,
      jobs: rows.jobs.length,
      stepsDone: count('step.done'),
      attemptsAfterFirst: lines.filter(({ type, data }) => type === 'step.started' && Number(data.attempt) > 1).length,
      doneByProbe: lines.filter(({ type, data }) => type === 'step.done' && data.via === 'probe').length,
      lateAnswers: count('step.late'),
      timersFired: count('timer.fired'),
      calls: calls.length,
      runsThatChange: changes.filter(({ kind }) => kind === 'run').length,
      probes: changes.filter(({ kind }) => kind === 'probe').length,
      secondCalls: second.count,
      secondCallsWithoutProbe: second.faults.length,
      stepsNotRecordedOnce: steps.length,
    },
  };
}

const isType = (type: string) => (line: { type: string }) => line.type === type;
const startKey = (data: Record<string, unknown>) => `${data.job} ${data.attempt}`;

function storiesOf({ incidents, links }: Rows): Story[] {
  const byIncident = Map.groupBy(links, ({ incident }) => incident);
  return incidents.map(({ id, number }) => ({ number, lines: (byIncident.get(id) ?? []).map(lineOf) }));
}

function lineOf({ header, body }: Link): Line {
  const { seq, at, type, data, event } = JSON.parse(header);
  return { seq, at, type, data, event: event?.type ?? null, body: body === null ? {} : JSON.parse(body) };
}

/** What happened since everything was last planned anew: a credential that joins begins a round of its own. */
function lastRound(lines: Line[]): Line[] {
  return lines.slice(lines.findLastIndex(({ event }) => event === 'replan') + 1);
}

const partOf = ({ step, credential }: Record<string, unknown>) => (credential === null ? `${step}` : `${step} ${credential}`);

/** Each part of the playbook done exactly once in the last round; no job done twice in any. */
function stepFaults({ number, lines }: Story): string[] {
  const credentials = lines.filter(isType('credential.added')).map(({ data }) => String(data.credential));
  const expected = [...eachSteps.flatMap((step) => credentials.map((id) => `${step} ${id}`)), ...onceSteps];
  const done = lines.filter(isType('step.done'));
  const last = lastRound(lines)
    .filter(isType('step.done'))
    .map(({ data }) => partOf(data));
  const byHand = lines.filter(isType('step.by-hand')).map(({ data }) => String(data.step));
  const jobs = done.map(({ data }) => String(data.job));
  const unknown = done.map(({ data }) => partOf(data)).filter((part) => !expected.includes(part));
  return [
    ...notOnce(last, expected).map((fault) => `INC-${number}: ${fault}`),
    ...notOnce(byHand, handSteps).map((fault) => `INC-${number} by hand: ${fault}`),
    ...repeated(jobs).map((job) => `INC-${number}: the job ${job} is done twice`),
    ...unknown.map((part) => `INC-${number}: ${part} is done, which nobody asked for`),
  ];
}

function notOnce(found: readonly string[], expected: readonly string[]): string[] {
  return expected.flatMap((part) => {
    const count = found.filter((other) => other === part).length;
    return count === 1 ? [] : [`${part} is recorded ${count} times`];
  });
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
}

/** One asking, one answer: nobody's yes counts twice, and an asking is accepted once. */
function approvalFaults({ number, lines }: Story): string[] {
  const decisions = lines.filter(isType('decision.recorded'));
  const accepted = lines.filter(isType('gate.accepted'));
  const asked = new Set(lines.filter(isType('gate.opened')).map(({ data }) => data.nonce));
  const said = repeated(decisions.map(({ data }) => `${data.person} ${data.nonce}`));
  const accepts = repeated(accepted.map(({ data }) => String(data.nonce)));
  const unasked = decisions.filter(({ data }) => !asked.has(data.nonce));
  const inLastRound = lastRound(lines).filter(isType('gate.accepted')).length;
  return [
    ...said.map((who) => `INC-${number}: ${who} is recorded twice`),
    ...accepts.map((nonce) => `INC-${number}: the asking ${nonce} is accepted twice`),
    ...unasked.map(({ seq }) => `INC-${number}: the decision in entry ${seq} answers nothing that was asked`),
    ...(inLastRound === 1 ? [] : [`INC-${number}: the last round was accepted ${inLastRound} times`]),
  ];
}

/** Contained, closed once, nothing raised, every credential proven cut off. */
function endFaults({ number, lines }: Story): string[] {
  const count = (type: string) => lines.filter(isType(type)).length;
  const alarms = lines.filter(isType('alarm.raised')).map(({ data, body }) => `${data.code}: ${body.text}`);
  const proved = new Set(lines.filter(isType('credential.proved')).map(({ data }) => data.credential));
  const unproved = lines.filter(isType('credential.added')).filter(({ data }) => !proved.has(data.credential));
  return [
    ...(count('incident.closed') === 1 ? [] : [`INC-${number} is closed ${count('incident.closed')} times`]),
    ...(count('incident.contained') === count('incident.reopened') + 1 ? [] : [`INC-${number} was not contained`]),
    ...alarms.map((alarm) => `INC-${number} raised an alarm: ${alarm}`),
    ...unproved.map(({ data }) => `INC-${number}: ${data.credential} was never proven`),
  ];
}

/** Nothing is left to do: each job came to an end, and each timer fired or was cancelled. */
function jobFaults(jobs: readonly Job[]): string[] {
  return jobs
    .filter(({ status }) => status !== 'done' && status !== 'cancelled')
    .map(({ incident, kind, ref, status }) => `${kind} ${ref} of ${incident} is ${status}`);
}

/** Every call that changes something was in the record before it was made. */
function unannounced(call: Call, started: ReadonlyMap<string, Line>): string[] {
  const entry = started.get(`${call.key} ${call.attempt}`);
  if (entry === undefined) return [`a call under ${call.key}, attempt ${call.attempt}, is not in the record`];
  return Date.parse(entry.at) <= call.at + clockSlackMs ? [] : [`the call under ${call.key} came before its entry`];
}

/** Every strike that is told to be done took effect under its own key, and a probe that found it done was answered so. */
function strikeFaults({ number, lines }: Story, { calls, effects, struck }: Evidence): string[] {
  const told = lines.filter(({ type, data }) => type === 'step.done' && changingSteps.some((step) => step === data.step));
  const withCalls = told.filter(({ body }) => (body.calls as unknown[]).length > 0);
  const missing = withCalls.flatMap(({ data }) => {
    const found = calls.some(
      ({ key, kind, said, heard }) => key === data.job && kind === data.via && heard && said?.done === true,
    );
    return effects.has(String(data.job)) && found ? [] : [`INC-${number}: ${partOf(data)} is told, but nothing answered so`];
  });
  const targets = lines.filter(isType('credential.added')).map(({ body }) => (body.locator as { role: string }).role);
  return [
    ...missing,
    ...targets.filter((target) => !struck.has(target)).map((target) => `INC-${number}: ${target} still works`),
  ];
}

/** A call is made again only after a probe that was answered "not done", in a later attempt, and never after an answer. */
function secondCalls(changes: readonly Call[]): { count: number; faults: string[] } {
  const again = [...Map.groupBy(changes, (call) => call.key).values()].flatMap(repeats);
  return {
    count: again.length,
    faults: again
      .filter(({ call, earlier, looks }) => {
        const looked = looks.some(({ heard, said }) => heard && said?.done === false);
        return !looked || call.attempt < 2 || earlier.heard;
      })
      .map(({ call }) => `a second ${call.action} under ${call.key}, attempt ${call.attempt}, without need or without a look`),
  };
}

/** The runs under one key after the first, each with the one before it and the probes between. */
function repeats(calls: readonly Call[]): { call: Call; earlier: Call; looks: readonly Call[] }[] {
  const runs = calls.flatMap((call, place) => (call.kind === 'run' ? [{ call, place }] : []));
  return runs.slice(1).map(({ call, place }, nth) => {
    const earlier = runs[nth] as { call: Call; place: number };
    return { call, earlier: earlier.call, looks: calls.slice(earlier.place + 1, place) };
  });
}

/** What must not happen twice did not; by a key that the provider knows, nothing does. */
function doubleEffects({ effects }: Evidence): string[] {
  return [...effects]
    .filter(([, count]) => count > 1)
    .map(([key, count]) => `the call under ${key} took effect ${count} times`);
}
