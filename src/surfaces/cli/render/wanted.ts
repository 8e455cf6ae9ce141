import type { CredentialView, View, Waiting } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { asSomeone, incidentName, shellWord, shortHash } from './command-line.ts';
import { hang } from './measure.ts';
import type { Page } from './page.ts';
import { roughly, since } from './time-words.ts';

/** What people must do, each with the exact command to type. Empty when nobody is wanted. */
export function wantedLines(view: View, page: Page): string[] {
  if (view.waiting.length === 0) return [];
  const items = view.waiting.flatMap((waiting) => item(view, waiting, page));
  return [page.paint('heading', 'WANTED FROM YOU'), ...items, ''];
}

function item(view: View, waiting: Waiting, page: Page): string[] {
  const tone = waiting.kind === 'stuck' ? 'bad' : 'warn';
  const where = [waiting.step, waiting.credential].filter((part) => part !== null).join(' · ');
  const who = waiting.for.length === 0 ? '' : ` From: ${waiting.for.join(', ')}.`;
  const place = where === '' ? '' : `${clean(where)}: `;
  const text = `${place}${clean(waiting.what)}${clean(who)} (for ${roughly(since(waiting.since, page.now))})`;
  const lines = hang('  ', text, page.columns).map((line, index) =>
    index === 0 ? page.paint(tone, line.replace(/^ {2}/, '! ')) : line,
  );
  if (waiting.byHand !== null) lines.push(...hang('    by hand:  ', clean(waiting.byHand), page.columns));
  for (const command of nextCommands(view, waiting)) lines.push(`    ${page.paint('strong', `${page.program} ${command}`)}`);
  return lines;
}

/** The commands that answer it, the likeliest first. They are not wrapped, so that they can be copied. */
export function nextCommands(view: View, waiting: Waiting): string[] {
  const name = incidentName(view);
  const as = asSomeone(view, waiting.for);
  const step = waiting.step === null ? 'STEP' : shellWord(waiting.step);
  const only = waiting.credential === null ? '' : ` --credential ${shellWord(waiting.credential)}`;
  switch (waiting.kind) {
    case 'gate':
      return gateCommands(view, waiting, as);
    case 'stuck':
      return [
        ...handIn(view, waiting, as),
        `retry ${name} ${step}${only}${as}`,
        `by-hand ${name} ${step}${only} --reason 'what you did'${as}`,
        `skip ${name} ${step}${only} --reason 'why it may be left out'${as}`,
      ];
    case 'by-hand':
      return [`by-hand ${name} ${step}${only} --reason 'what you did'${as}`];
    case 'residual':
      return openResiduals(view, waiting).map(
        (id) => `accept ${name} --residual ${shellWord(id)} --reason 'why it may stay'${as}`,
      );
  }
}

function gateCommands(view: View, waiting: Waiting, as: string): string[] {
  const name = incidentName(view);
  const asked = view.plans.filter(({ hash, state }) => state === 'waiting' && (waiting.plan === null || hash === waiting.plan));
  const offered = view.plans.filter(({ state }) => state === 'waiting');
  const first = (asked.length > 0 ? offered : view.plans)[0];
  if (first === undefined) return [`plan ${name}`];
  return [
    ...offered.map(({ hash }) => `approve ${name} --plan ${shortHash(hash)}${as}`),
    `reject ${name} --plan ${shortHash(first.hash)} --reason 'why not'${as}`,
  ];
}

/** Handing the value in helps only where it is not held. */
function handIn(view: View, waiting: Waiting, as: string): string[] {
  const credential = credentialOf(view, waiting);
  return credential === undefined || credential.held ? [] : [`hand-in ${incidentName(view)} ${shellWord(credential.id)}${as}`];
}

function openResiduals(view: View, waiting: Waiting): string[] {
  const credentials =
    waiting.credential === null ? view.credentials : view.credentials.filter(({ id }) => id === waiting.credential);
  return credentials.flatMap(({ residuals }) =>
    residuals.filter(({ acceptedBy, until }) => acceptedBy === null && until === null).map(({ id }) => id),
  );
}

function credentialOf(view: View, waiting: Waiting): CredentialView | undefined {
  return view.credentials.find(({ id }) => id === waiting.credential);
}
