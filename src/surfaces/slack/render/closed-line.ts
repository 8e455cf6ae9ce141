import type { View } from '../../../incident/view.ts';
import { nameOf, type Shown } from './shown.ts';
import { escapeText, type Mrkdwn, md } from './text.ts';
import { at } from './time-words.ts';

/** Who closed it and why; nothing while it is not closed. */
export function closedLine(view: View, shown: Shown): Mrkdwn[] {
  if (view.closedAt === null) return [];
  const by = view.closed?.by == null ? md`` : md` by ${nameOf(view.closed.by, shown)}`;
  const why = escapeText(view.closed?.why ?? 'nobody said why');
  return [md`Closed ${at(view.closedAt, shown)}${by}: ${why}`];
}
