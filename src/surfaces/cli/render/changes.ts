import type { View } from '../../../incident/view.ts';
import { clean } from './clean.ts';
import { incidentName } from './command-line.ts';
import type { Page } from './page.ts';
import { credentialWord } from './state-words.ts';
import { timeOfDay } from './time-words.ts';

/** What became different between two looks, one line each; the first look tells where things stand. */
export function renderChanges(before: View | null, after: View, page: Page): string {
  const told = new Set(before === null ? [] : statements(before));
  const fresh = statements(after).filter((statement) => !told.has(statement));
  const start = `${timeOfDay(page.now.toISOString(), page.now)}  ${after.practice ? 'PRACTICE ' : ''}${incidentName(after)}  `;
  return fresh.map((statement) => `${start}${statement}\n`).join('');
}

function statements(view: View): string[] {
  return [
    view.state,
    ...view.credentials.map(
      (credential) => `${clean(credential.id)} ${clean(credential.hint)}: ${credentialWord(view, credential).text}`,
    ),
    ...view.stages.filter(({ state }) => state !== 'pending').map(({ title, state }) => `${clean(title)}: ${state}`),
    ...view.waiting.map(({ what }) => `wanted: ${clean(what)}`),
    ...(view.gate?.asked ?? [])
      .filter(({ how }) => how !== 'first')
      .map(({ how, to }) => `${how === 'again' ? 'asked again' : 'passed on to'}: ${clean(to.join(', '))}`),
    ...view.stopped.map(
      ({ provider, by, reason }) =>
        `STOPPED${provider === null ? '' : ` (${clean(provider)})`} by ${clean(by)}: ${clean(reason)}`,
    ),
    ...view.alarms.map(({ what }) => `ALARM: ${clean(what)}`),
  ];
}
