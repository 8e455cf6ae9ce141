/** From each credential's alternatives to the alternatives of the whole containment. Pure. */
import type { Plan, StrikeVerb } from '../../timeline/plan.ts';
import type { PlanOption } from '../credentials/kind.ts';

/** What can be done about one credential, the gentlest first; never empty. */
export type Offered = { hint: string; options: [PlanOption, ...PlanOption[]] };

function distinct(texts: string[]): string {
  return [...new Set(texts)].join('; ');
}

function planOf(verb: StrikeVerb, offered: Offered[]): Plan {
  const chosen = offered.map(({ hint, options }) => ({
    hint,
    // A credential that does not offer this verb gets its gentlest alternative.
    option: options.find((option) => option.target.verb === verb) ?? options[0],
  }));
  const several = chosen.length > 1;
  return {
    title: distinct(chosen.map(({ hint, option }) => (several ? `${hint}: ${option.title}` : option.title))),
    targets: chosen.map(({ option }) => option.target),
    reversible: chosen.every(({ option }) => option.reversible),
    mass: several || chosen.some(({ option }) => option.mass === true),
    expectedOutage: distinct(chosen.map(({ option }) => option.expectedOutage)),
    outageRank: Math.max(...chosen.map(({ option }) => option.outageRank)),
    breaks: chosen.flatMap(({ hint, option }) => option.breaks.map((text) => (several ? `${hint}: ${text}` : text))),
    residuals: chosen.flatMap(({ option }) => option.residuals),
  };
}

/** One plan a verb, reversible ones first, then by outage. Empty when no credential is to be struck. */
export function mergePlans(offered: Offered[]): Plan[] {
  const verbs = new Set(offered.flatMap(({ options }) => options.map((option) => option.target.verb)));
  const plans = [...verbs].map((verb) => planOf(verb, offered));
  return plans.sort((a, b) => Number(b.reversible) - Number(a.reversible) || a.outageRank - b.outageRank);
}
