/** What a trial of a credential found: for whoever writes a service file, or wants to know before the night comes. */
import { clean, cleanDocument } from './clean.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';

export type TrialPlan = {
  title: string;
  verb: string;
  reversible: boolean;
  breaks: string[];
  calls: { order: number; call: string; target: string; reversible: boolean }[];
  residuals: { what: string; until: string | null; endedBy: string | null }[];
  byHand: string;
};

/** `refused`: why nothing could be looked up; then there is no look and no plan. */
export type Trial = {
  kind: string;
  hint: string;
  target: string;
  identified: { ids: Record<string, string>; breaks: string[]; remarks: { severity: string; text: string }[] } | null;
  refused: { reason: string; byHand: string | null } | null;
  look: { result: 'alive' | 'refused' | 'could-not-tell'; detail: string } | null;
  plans: TrialPlan[];
};

const tones = { alive: 'good', refused: 'warn', 'could-not-tell': 'warn' } as const;

export function renderTrial(trial: Trial, page: Page): string {
  const lines = [page.paint('strong', `${clean(trial.hint)} (${trial.kind})`), ...lookedUp(trial, page), ...tried(trial, page)];
  const plans = trial.plans.flatMap((plan) => ['', ...planLines(plan, page)]);
  return `${[...lines, ...plans, '', 'Nothing was changed, and nothing was recorded.'].join('\n')}\n`;
}

function lookedUp({ identified, refused }: Trial, page: Page): string[] {
  if (refused !== null) {
    const byHand = refused.byHand === null ? [] : ['  By hand:', ...plainLines(refused.byHand)];
    return [...hang(`  ${page.paint('warn', 'not found ')} `, clean(refused.reason), page.columns), ...byHand];
  }
  if (identified === null) return [];
  const ids = Object.entries(identified.ids).map(([name, id]) => `${name} ${id}`);
  return [
    ...hang('  looked up  ', clean(ids.length === 0 ? 'needs no look-up' : ids.join(', ')), page.columns),
    ...identified.breaks.flatMap((text) => hang('  breaks     ', clean(text), page.columns)),
    ...identified.remarks.flatMap(({ severity, text }) => hang(`  ${severity.padEnd(9)}  `, clean(text), page.columns)),
  ];
}

function tried({ look }: Trial, page: Page): string[] {
  if (look === null) return [];
  return hang(
    `  tried      `,
    `${page.paint(tones[look.result], look.result.replaceAll('-', ' '))}: ${clean(look.detail)}`,
    page.columns,
  );
}

function planLines(plan: TrialPlan, page: Page): string[] {
  const back = plan.reversible ? 'can be taken back' : 'cannot be taken back';
  return [
    page.paint('strong', `  ${clean(plan.title)} (${plan.verb}, ${back})`),
    ...plan.calls.flatMap(({ order, call }) => hang(`    ${order}. `, clean(call), page.columns)),
    ...plan.breaks.flatMap((text) => hang('    breaks  ', clean(text), page.columns)),
    ...plan.residuals.flatMap(({ what, until }) =>
      hang('    left    ', `${clean(what)}${until === null ? '' : `, until ${until}`}`, page.columns),
    ),
    '    by hand, to be copied as it stands:',
    ...plainLines(plan.byHand),
  ];
}

/** A shell that reads to a mark at the margin must find it there. */
const plainLines = (text: string) => cleanDocument(text.trimEnd()).split('\n');
