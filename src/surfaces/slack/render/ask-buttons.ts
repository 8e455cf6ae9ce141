/** The buttons under a plan. They name the asking and the plan by nonce and hash: a click answers what was shown, or nothing. */
import type { ConfirmationDialog } from '@slack/types';
import type { PlanView, View } from '../../../incident/view.ts';
import { type ButtonPlan, confirmation } from './blocks.ts';
import { cut, escapeText, md } from './text.ts';

/** Slack shows about thirty characters of a button. */
const mostLabelChars = 24;

/** Empty unless this plan is asked for now. `place`: where it stands among the alternatives. */
export function askButtons(view: View, plan: PlanView, place: number): ButtonPlan[] {
  const { gate } = view;
  if (gate === null || plan.state !== 'waiting') return [];
  const value = { incident: view.incident, nonce: gate.nonce, plan: plan.hash };
  const confirm = confirmed(plan);
  return [
    {
      verb: 'approve',
      place,
      label: yesTo(view, plan),
      value,
      style: plan.reversible ? 'primary' : 'danger',
      ...(confirm === null ? {} : { confirm }),
    },
    { verb: 'reject', place, label: 'No', value },
    ...(gate.mayActAlone.length === 0 || gate.alone !== null
      ? []
      : [{ verb: 'alone', place, label: 'I am alone', value } as const]),
  ];
}

/** A long message shows its buttons without their plan: the yes itself says to which. */
function yesTo({ plans }: View, { title }: PlanView): string {
  if (plans.length === 1) return 'Yes, do this';
  const beginning = title.split(':', 1)[0] ?? title;
  return `Yes: ${cut(beginning, mostLabelChars)}`;
}

/** More than one yes: the ladder treats it as one that touches many. */
const takesMany = ({ needs }: PlanView) => needs.people > 1;

/** One tap is enough for what can be taken back. */
function confirmed(plan: PlanView): ConfirmationDialog | null {
  if (plan.reversible && !takesMany(plan)) return null;
  const warning = plan.reversible ? md`It touches many at once.` : md`It cannot be taken back.`;
  const outage = md`Outage: ${escapeText(plan.expectedOutage, 80)}.`;
  return confirmation('Are you sure?', md`${escapeText(plan.title, 120)}. ${warning} ${outage}`, 'Yes, do this', 'danger');
}
