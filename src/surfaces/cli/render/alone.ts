/** Somebody acts alone: nobody may overlook it, and everybody is told how it is stopped. */
import type { GateView, View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { asSigner, incidentName, shortHash } from './command-line.ts';
import { cutTo, hang } from './measure.ts';
import type { Page } from './page.ts';
import { clockFace, since, timeOfDay } from './time-words.ts';

type Alone = NonNullable<GateView['alone']>;

/** What stands first on every card while a countdown runs; empty otherwise. */
export function aloneLines(view: View, page: Page): string[] {
  const alone = view.gate?.alone ?? null;
  if (alone === null) return [];
  const plan = view.plans.find(({ hash }) => hash === alone.plan);
  const back = plan === undefined ? '' : plan.reversible ? ', can be taken back' : ', CANNOT be taken back';
  const what = `${plan === undefined ? 'plan' : clean(plan.title)} (${shortHash(alone.plan)}${back})`;
  return [
    page.paint('bad', cutTo(`${clean(alone.person).toUpperCase()} ACTS ALONE: ${timeLeft(alone, page)}`, page.columns)),
    ...hang('  ', what, page.columns).map((line) => page.paint('strong', line)),
    ...hang('  why: ', clean(alone.reason ?? '[purged]'), page.columns),
    ...hang(
      '  ',
      `It is carried out at ${timeOfDay(alone.until, page.now)} unless somebody says no. Anyone may:`,
      page.columns,
    ),
    `    ${page.paint('strong', stopCommand(view, alone, page))}`,
    '',
  ];
}

/** The countdown in one line: "INC-7  ana acts alone: 00:42 left". */
export function countdownLine(view: View, alone: Alone, page: Page): string {
  const practice = view.practice ? 'PRACTICE ' : '';
  const line = `${practice}${incidentName(view)}  ${clean(alone.person)} acts alone on plan ${shortHash(alone.plan)}: ${timeLeft(alone, page)}`;
  return page.paint('bad', cutTo(line, page.columns));
}

/** The exact command that ends it. */
export function stopCommand(view: View, alone: Alone, page: Page): string {
  const others = view.waiting.find(({ kind }) => kind === 'alone')?.for.filter((id) => id !== alone.person) ?? [];
  return `${page.program} reject ${incidentName(view)} --plan ${shortHash(alone.plan)} --reason '…'${asSigner(view, others, page)}`;
}

function timeLeft({ until }: Alone, page: Page): string {
  const leftMs = -since(until, page.now);
  return leftMs <= 0 ? 'the countdown is over' : `${clockFace(leftMs + 999)} left to stop it`;
}
