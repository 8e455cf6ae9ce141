/** What stands beside the practice workspace: attacker and shop, what there is to copy, the tour, and what its buttons did. */
import type { View } from '../incident/view.ts';
import type { PageAside, PageTicker } from '../practice/slack/page/protocol.ts';
import type { PracticeEvent, PracticeState } from '../practice/world.ts';
import type { Tampered } from './practice-tamper.ts';
import { tourOf } from './practice-tour.ts';

export type AsideState = {
  /** What is being started; null once all of it runs. */
  starting: string | null;
  world: PracticeState | null;
  leaked: { role: string; value: string; target: string } | null;
  view: View | null;
  skipped: boolean;
  tampering: boolean;
  tampered: Tampered | null;
};

export function asideOf(state: AsideState): PageAside {
  const { starting, leaked, view, skipped, tampering, tampered } = state;
  const mayTamper = view !== null && view.state !== 'open';
  return {
    starting,
    tickers: tickersOf(state.world),
    facts:
      leaked === null
        ? []
        : [
            { label: 'Role whose password leaked', value: leaked.role, secret: false },
            { label: 'The leaked password (made up)', value: leaked.value, secret: true },
          ],
    tour: skipped ? null : { steps: tourOf(view, { tampered: tampered !== null }), skipped },
    buttons: mayTamper ? [{ id: 'tamper', label: 'Tamper with the record', busy: tampering }] : [],
    results: tampered === null ? [] : resultsOf(tampered),
  };
}

const resultsOf = ({ done, found, whole, command, caught }: Tampered): PageAside['results'] => [
  { tone: 'bad', title: 'Tampered with', lines: [done] },
  { tone: caught ? 'good' : 'bad', title: caught ? 'Caught' : 'Not caught', lines: [found, whole] },
  { tone: 'neutral', title: 'See for yourself', lines: [command] },
];

/** The attacker who gets in is bad news; one who is turned away is good. */
export function tickersOf(world: PracticeState | null): PageTicker[] {
  return [
    { label: 'attacker', ...seen(world?.attacker.login ?? null, 'bad') },
    { label: 'his session', ...seen(world?.attacker.session ?? null, 'bad') },
    { label: 'the shop', ...seen(world?.shop.order ?? null, 'good') },
  ];
}

function seen(event: PracticeEvent | null, ok: 'bad' | 'good'): Pick<PageTicker, 'tone' | 'text'> {
  if (event === null) return { tone: 'neutral', text: '…' };
  const text = event.text.trim();
  if (event.state === 'ok') return { tone: ok, text };
  return { tone: ok === 'bad' ? 'good' : 'bad', text };
}
