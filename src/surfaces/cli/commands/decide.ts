import type { Payload } from '../../../incident/command.ts';
import type { PlanView, View } from '../../../incident/view.ts';
import { afterWork, atDesk, incidentId, viewOf } from '../at-desk.ts';
import { type Attested, attested, deciderOf, mayApprove, maySayAlone } from '../attest.ts';
import { seeThrough } from '../countdown.ts';
import { exampleText } from '../help-text.ts';
import { type Asked, askedFor, planPrefix } from '../open-gate.ts';
import { incidentName, shortHash } from '../render/command-line.ts';
import type { Page } from '../render/page.ts';
import { acceptance, renderAgreement } from '../render/plans.ts';
import { closedWords } from '../render/title.ts';
import { checkedPayload, checkReason, commandOf } from '../send-command.ts';
import type { OpenedDesk } from '../terminal-composition.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, plainPageOf, programOf, type Turn, tell } from '../turn.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

type Options = { plan: string; signWith?: string; as?: string; reason?: string; alone?: boolean };
type Verdict = Payload<'decide'>['verdict'];

const signOption = [
  '--sign-with <file>',
  'private SSH key, or the .pub file of a key in the agent (default: your key in the agent)',
] as const;

export const addDecide: Add = (program, turn, run) => {
  const { program: name } = turn.composition;
  program
    .command('approve')
    .description('say yes to a plan, signed with your SSH key')
    .argument(...incidentArgument)
    .requiredOption('--plan <hash>', 'which plan: its hash, or the first 8 digits')
    .option(...signOption)
    .option(...asOption)
    .option('--reason <text>', 'why')
    .option('--alone', 'act alone where nobody else can be reached: 60 s in which anyone may stop it; needs --reason')
    .addHelpText(
      'after',
      exampleText(
        `${name} approve INC-7 --plan 3f9a12bc`,
        `${name} approve INC-7 --plan 3f9a12bc --sign-with ~/.ssh/id_ed25519`,
        `${name} approve INC-7 --plan 3f9a12bc --alone --reason "nobody answers the phone"`,
      ),
    )
    .action((reference: string, options: Options) =>
      run(() => decide(turn, reference, options.alone === true ? 'alone' : 'approve', options)),
    );
  program
    .command('reject')
    .description('say no to a plan, signed with your SSH key')
    .argument(...incidentArgument)
    .requiredOption('--plan <hash>', 'which plan: its hash, or the first 8 digits')
    .requiredOption('--reason <text>', 'why not')
    .option(...signOption)
    .option(...asOption)
    .addHelpText('after', exampleText(`${name} reject INC-7 --plan 3f9a12bc --reason "that role is not the leaked one"`))
    .action((reference: string, options: Options) => run(() => decide(turn, reference, 'reject', options)));
};

async function decide(turn: Turn, reference: string, verdict: Verdict, options: Options): Promise<number> {
  if (verdict === 'alone' && options.reason === undefined) {
    throw new TerminalError('usage', '--alone needs --reason TEXT: why nobody else is asked. Everybody reads it.');
  }
  checkReason(options.reason);
  const prefix = planPrefix(options.plan, programOf(turn));
  return atDesk(turn, async (opened) => {
    const incident = await incidentId(turn, opened.desk, reference);
    const asked = await askedFor(turn, opened, incident, prefix);
    if (asked.nonce === null) return alreadyAnswered(turn, asked, verdict);
    const decider = await deciderOf(turn, asked.view, { as: options.as ?? null, signWith: options.signWith ?? null });
    if (verdict === 'approve') mayApprove(asked.view, asked.plan, decider.person);
    if (verdict === 'alone') maySayAlone(asked.view, asked.plan, decider.person);
    turn.io.err(renderAgreement(asked.view, asked.plan, aboutTo[verdict], plainPageOf(turn)));
    const statement = { plan: asked.plan.hash, verdict, nonce: asked.nonce };
    const by = await attested(turn, asked.view, statement, decider);
    return send(turn, opened, { ...asked, nonce: asked.nonce }, verdict, by, options.reason);
  });
}

const aboutTo: Record<Verdict, string> = {
  approve: 'You are about to say YES to this:',
  reject: 'You are about to say NO to this:',
  alone: 'You are about to ACT ALONE on this. For 60 s anyone may stop it; everybody is told, and the report says it:',
};

async function send(
  turn: Turn,
  opened: OpenedDesk,
  asked: Asked & { nonce: string },
  verdict: Verdict,
  { person, attestation }: Attested,
  reason: string | undefined,
): Promise<number> {
  const { incident } = asked.view;
  const payload = checkedPayload('decide', { verdict, plan: asked.plan.hash, reason, attestation });
  // Typed again it is said again: one person's second yes is refused, and that stands in the timeline.
  const sent = await opened.desk.send(commandOf(turn, { incident, type: 'decide', person, payload }));
  if (!sent.ok) return refused(turn, opened, asked, sent.refusal);
  if (verdict === 'alone') return tellAlone(turn, opened, asked, sent.view);
  const plan = sent.view.plans.find(({ hash }) => hash === asked.plan.hash) ?? asked.plan;
  // A refusal may already have brought a new asking for the same plan: the answer to this one stays "refused".
  const state = verdict === 'reject' && sent.view.gate?.nonce !== asked.nonce ? 'refused' : plan.state;
  const code = tellDecision(turn, sent.view, { ...plan, state });
  return state === 'accepted' ? afterWork(turn, opened, code) : code;
}

/** Stays until the countdown is over. */
async function tellAlone(turn: Turn, opened: OpenedDesk, asked: Asked, started: View): Promise<number> {
  const alone = started.gate?.alone ?? null;
  const plan = await seeThrough(turn, opened, started, asked.plan);
  const now = await viewOf(opened.desk, started.incident);
  const code = tellDecision(turn, now, plan, alone === null ? {} : { alone: { person: alone.person, until: alone.until } });
  return afterWork(turn, opened, code);
}

/** A "no" to a decision that came too late still answers with how the plan stands. */
async function refused(
  turn: Turn,
  opened: OpenedDesk,
  asked: Asked,
  refusal: { class: 'usage' | 'missing' | 'forbidden' | 'no'; message: string },
): Promise<number> {
  const view = await viewOf(opened.desk, asked.view.incident);
  const plan = view.plans.find(({ hash }) => hash === asked.plan.hash);
  if (plan === undefined || plan.state === 'accepted') throw new TerminalError(refusal.class, refusal.message);
  if (view.state === 'closed') return tellDecision(turn, view, notAsked(plan));
  const asksAnew = plan.state === 'waiting' && view.gate !== null && view.gate.nonce !== asked.nonce;
  // What is still asked was not too late: the refusal says what was wrong with it.
  const stillAsked = plan.state === 'waiting' && !asksAnew && !isOver(view, turn.io.clock.now());
  if (stillAsked || (refusal.class !== 'no' && !asksAnew)) throw new TerminalError(refusal.class, refusal.message);
  if (!asksAnew) tell(turn, refusal.message);
  return tellDecision(turn, view, notAsked(plan));
}

/** Nobody waits for an answer, or its time is over, and a countdown does not hold it open. */
const isOver = ({ gate }: View, now: Date): boolean =>
  gate === null || (gate.alone === null && Date.parse(gate.expiresAt) <= now.getTime());

/** The asking that somebody answered is over, though the same plan may be on offer again. */
const notAsked = (plan: PlanView): PlanView => (plan.state === 'waiting' ? { ...plan, state: 'expired' } : plan);

function alreadyAnswered(turn: Turn, { view, plan }: Asked, verdict: Verdict): number {
  const code = tellDecision(turn, view, notAsked(plan));
  if (verdict !== 'reject' || plan.state !== 'accepted') return code;
  tell(
    turn,
    `It is too late to say no: plan ${shortHash(plan.hash)} was agreed to. What was done can be taken back with undo, where the status offers it.`,
  );
  return exitCodes.no;
}

function tellDecision(turn: Turn, view: View, plan: PlanView, more: object = {}): number {
  const { incident, practice } = view;
  const json = {
    incident,
    plan: plan.hash,
    have: plan.have.length,
    need: plan.needs.people,
    state: plan.state,
    by: plan.have,
    practice,
    ...more,
  };
  answer(turn, json, () => decisionSentence(turn, view, plan));
  return plan.state === 'refused' || plan.state === 'expired' ? exitCodes.no : exitCodes.yes;
}

function decisionSentence(turn: Turn, view: View, plan: PlanView): string {
  const page = pageOf(turn);
  const name = incidentName(view);
  const start = `${view.practice ? page.paint('practice', ' PRACTICE ') : ''}${view.practice ? ' ' : ''}${name}  plan ${shortHash(plan.hash)}: `;
  const closed = closedWords(view, page.now);
  const count = `${plan.have.length} of ${plan.needs.people} (${plan.have.join(', ')})`;
  switch (plan.state) {
    case 'accepted':
      return `${start}${page.paint('good', plan.acceptedBy === 'people' ? `agreed, ${count}` : acceptance[plan.acceptedBy ?? 'people'])}${closed === null ? '' : `; ${name} is ${closed}`}\nNext: ${page.paint('strong', `${page.program} ${closed === null ? `wait ${name} --for cut-off` : `status ${name}`}`)}\n`;
    case 'waiting':
      if (view.gate?.alone?.plan === plan.hash)
        return `${start}${page.paint('warn', `${view.gate.alone.person} acts alone, and the countdown runs until ${view.gate.alone.until}`)}\n`;
      return `${start}${page.paint('warn', `${count} said yes`)}; needs ${plan.needs.people - plan.have.length} more of ${plan.needs.from}\n`;
    case 'refused':
      return `${start}${page.paint('bad', 'refused')}; nothing was done${closed === null ? '' : `; ${name} is ${closed}`}\nNext: ${page.paint('strong', `${page.program} status ${name}`)}\n`;
    case 'expired':
      return start + overWords(view, page);
  }
}

/** Why no answer is taken, as far as the view knows; what it waits for now stands in the status. */
function overWords(view: View, page: Page): string {
  const name = incidentName(view);
  const closed = closedWords(view, page.now);
  const next = (command: string): string => `\nNext: ${page.paint('strong', `${page.program} ${command} ${name}`)}\n`;
  if (closed !== null) return `${page.paint('bad', `${name} is ${closed}`)}; nobody is asked any more${next('status')}`;
  return view.gate === null
    ? `${page.paint('bad', 'the asking is over')}; this plan was not agreed to${next('status')}`
    : `${page.paint('bad', 'the asking that you answered is over')}; it is asked anew${next('plan')}`;
}
