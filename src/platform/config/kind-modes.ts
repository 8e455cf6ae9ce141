/** How far the bot goes with the credentials of one kind. */

/**
 * From the strictest to the freest:
 *
 * watch  it reads only; a person ends the credential by their own means
 * guide  it plans and asks, and shows the exact command; a person runs it, the bot proves it
 * ask    it plans, asks, strikes and proves
 * act    as `ask`, but a public leak is cut off at once where the playbook allows it, and people are told
 */
export const kindModes = ['watch', 'guide', 'ask', 'act'] as const;
export type KindMode = (typeof kindModes)[number];

/** Where nothing is said of a kind, and in records that are older than modes. */
export const usualMode: KindMode = 'ask';

/** What was pinned may be tightened later, and what is configured never loosens it. */
export function stricterMode(one: KindMode, other: KindMode): KindMode {
  return kindModes.indexOf(one) <= kindModes.indexOf(other) ? one : other;
}
