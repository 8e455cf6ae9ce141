import type { PlanView, View } from '../../../incident/view.ts';
import { aloneLines } from './alone.ts';
import { clean } from './clean.ts';
import { asSigner, asSomeone, incidentName, shortHash } from './command-line.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { roughly, since, timeOfDay } from './time-words.ts';
import { clockLine, titleLine } from './title.ts';

/** What will happen, one card an alternative, each ending with the command that agrees to it. */
export function renderPlans(view: View, page: Page): string {
  const head = [titleLine(view, page), ...aloneLines(view, page), clockLine(view, page), '', ...refusedLines(view, page)];
  const cards = view.plans.flatMap((plan, index) => [
    ...planLines(view, plan, index + 1, page),
    ...answerLines(view, plan, page),
    '',
  ]);
  return `${[...head, ...cards].join('\n').trimEnd()}\n`;
}

/** When every plan was refused nothing of it will happen: what was refused, and how to be asked anew. */
function refusedLines(view: View, page: Page): string[] {
  if (view.plans.length === 0 || !view.plans.every(({ state }) => state === 'refused')) return [];
  const gate = view.waiting.find(({ kind, step }) => kind === 'stuck' && step?.endsWith('.gate') === true);
  const again = `${page.program} retry ${incidentName(view)} ${gate?.step ?? 'contain.gate'}${asSomeone(view, gate?.for ?? [], page)}`;
  return [
    page.paint('bad', 'EVERY PLAN WAS REFUSED: nothing of this will happen'),
    `  To be asked anew: ${page.paint('strong', again)}`,
    '',
  ];
}

/** One alternative as the person who signs it sees it first; always plain what it is for. */
export function renderAgreement(view: View, plan: PlanView, verb: string, page: Page): string {
  const index = view.plans.indexOf(plan) + 1;
  return `${[titleLine(view, page), page.paint('strong', verb), ...planLines(view, plan, index, page)].join('\n')}\n`;
}

const choiceColumns = 14;

export function planLines(view: View, plan: PlanView, number: number, page: Page): string[] {
  const field = (label: string, text: string): string[] => hang(`  ${label.padEnd(choiceColumns)}`, clean(text), page.columns);
  const back = plan.reversible ? page.paint('good', 'can be taken back') : page.paint('bad', 'CANNOT be taken back');
  const alternatives = view.plans.length > 1 ? ` ${number} of ${view.plans.length}` : '';
  const breaks = plan.breaks.length === 0 ? ['nothing that is known'] : plan.breaks;
  return [
    page.paint('heading', `${headings[plan.state]}${alternatives}`),
    ...hang('  ', clean(plan.title), page.columns).map((line) => page.paint('strong', line)),
    `  ${'on the whole'.padEnd(choiceColumns)}${back}`,
    ...field('outage', plan.expectedOutage),
    ...breaks.flatMap((text, index) => field(index === 0 ? 'what breaks' : '', text)),
    ...plan.calls.flatMap((call, index) => callLines(call, index, page)),
    ...plan.residuals.flatMap((residual, index) => field(index === 0 ? 'left over' : '', leftOver(residual, page))),
    ...handsLines(view, plan).flatMap((text) => field('mode', text)),
    ...field('who says yes', consent(view, plan)),
    `  ${'plan'.padEnd(choiceColumns)}${shortHash(plan.hash)}`,
  ];
}

/** Where the bot does not do it as usual, once people agreed. */
function handsLines({ credentials }: View, { calls }: PlanView): string[] {
  const planned = new Set(calls.map(({ credential }) => credential));
  return credentials.flatMap(({ id, mode }) => {
    if (mode === 'watch') return [`${id} is only watched: a person ends it by their own means`];
    return mode === 'guide' && planned.has(id) ? [`${id} is guided: once agreed, a person runs the command that is shown`] : [];
  });
}

const headings: Record<PlanView['state'], string> = {
  waiting: 'WHAT WILL HAPPEN',
  accepted: 'WHAT WAS AGREED TO',
  refused: 'WHAT WAS REFUSED',
  expired: 'WHAT WAS NOT AGREED TO',
};

function callLines(call: PlanView['calls'][number], index: number, page: Page): string[] {
  const label = `  ${(index === 0 ? 'calls' : '').padEnd(choiceColumns)}${call.order}. `;
  const kept = call.reversible ? '' : '  (cannot be taken back)';
  return hang(label, `${clean(call.call)}  on ${clean(call.target)}${kept}`, page.columns);
}

function leftOver(residual: PlanView['residuals'][number], page: Page): string {
  const until = residual.until === null ? 'no end by itself' : `still works until ${timeOfDay(residual.until, page.now)}`;
  return `${residual.what}: ${until}${residual.endedBy === null ? '' : `; ended by: ${residual.endedBy}`}`;
}

/** "1 of on-call, not whoever declared it; ana said yes". */
function consent(view: View, plan: PlanView): string {
  const who = `${plan.needs.people} of ${plan.needs.from}${plan.needs.notRequester ? ', not whoever declared it' : ''}`;
  const people = mayAnswer(view, plan);
  const may = people.length === 0 ? '' : ` (${people.join(', ')})`;
  const said = plan.have.length === 0 ? '' : `; yes so far from ${plan.have.join(', ')}`;
  return `${who}${may}${said}`;
}

/** Whose yes is still missing for this plan. */
function mayAnswer(view: View, plan: PlanView): string[] {
  return (
    view.waiting.find((waiting) => waiting.kind === 'gate' && (waiting.plan === null || waiting.plan === plan.hash))?.for ?? []
  );
}

function answerLines(view: View, plan: PlanView, page: Page): string[] {
  if (plan.state === 'accepted') return [`  ${page.paint('dim', acceptance[plan.acceptedBy ?? 'people'])}`];
  if (plan.state !== 'waiting') return [`  ${page.paint('dim', answered[plan.state])}`];
  const people = mayAnswer(view, plan);
  const command = `${page.program} approve ${incidentName(view)} --plan ${shortHash(plan.hash)}${asSigner(view, people, page)}`;
  const until =
    view.gate === null ? '' : `  (asked for ${roughly(-since(view.gate.expiresAt, page.now))} more, then asked anew)`;
  return [`  ${page.paint('strong', command)}${page.paint('dim', until)}`];
}

/** What an acceptance rested on. */
export const acceptance: Record<NonNullable<PlanView['acceptedBy']>, string> = {
  people: 'agreed',
  alone: 'one person acted alone, and nobody said no',
  expiry: 'nobody answered in time, and the playbook says to act then',
  'public-leak': 'nobody was asked first: the leak is public, and the playbook says to act then',
};

const answered: Record<Exclude<PlanView['state'], 'waiting' | 'accepted'>, string> = {
  refused: 'refused',
  expired: 'the asking is over, and nobody agreed in time',
};
