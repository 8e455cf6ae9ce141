/** Ids of the record as the words that people know them by, ready to stand in Markdown. */

import { type Rich, say } from '../document/rich.ts';
import { undoStep } from '../story/calls.ts';
import { entriesOf } from '../story/pick.ts';
import type { ReportInput } from '../story/report-input.ts';
import { code, prose, purged } from './prose.ts';

export type Names = {
  person(id: string): Rich;
  /** "bot", "person:ana" or "account:root", as entries name who acted. */
  actor(actor: string): Rich;
  stage(id: string): Rich;
  /** A step, and for which credential. */
  step(id: string, credential: string | null): Rich;
  credential(id: string): Rich;
  plan(hash: string): Rich;
};

/** Enough of a hash to tell it from every other in one incident; the whole stands in the record. */
const shownHashDigits = 12;

export function namesOf(input: Pick<ReportInput, 'people' | 'stages' | 'entries'>): Names {
  const people = new Map(input.people.map(({ id, name }) => [id, name]));
  const stages = new Map(input.stages.map(({ id, title }) => [id, title]));
  const steps = new Map(input.stages.flatMap((stage) => stage.steps.map(({ id, title }) => [id, title])));
  const hints = new Map(entriesOf(input.entries, 'credential.added').map(({ data, body }) => [data.credential, body?.hint]));

  const person = (id: string) => {
    const name = people.get(id) ?? id;
    return name === id ? prose(id) : say`${prose(name)} (${prose(id)})`;
  };
  const stage = (id: string) => say`"${prose(stages.get(id) ?? id)}"`;
  const credential = (id: string) => {
    const hint = hints.get(id);
    return hint === undefined ? say`${prose(id)} (${hints.has(id) ? purged : 'not known'})` : prose(hint);
  };
  const stepName = (id: string) => {
    if (id === undoStep) return say`taking it back`;
    const gated = /^(.+)\.gate$/.exec(id)?.[1];
    return gated !== undefined && stages.has(gated)
      ? say`the asking before ${stage(gated)}`
      : say`"${prose(steps.get(id) ?? id)}"`;
  };
  return {
    person,
    stage,
    credential,
    step: (id, of) => (of === null ? stepName(id) : say`${stepName(id)} for ${credential(of)}`),
    plan: planName,
    actor(actor) {
      const [who, name] = split(actor);
      if (who === 'person') return person(name);
      return who === 'account' ? say`account ${prose(name)}` : prose(actor);
    },
  };
}

/** Only what is a hash goes into a code span: anything else could end the table cell that it stands in. */
function planName(hash: string): Rich {
  const shown = hash.slice(0, shownHashDigits);
  return /^[0-9a-f]+$/.test(shown) ? code(shown) : prose(shown);
}

function split(actor: string): [who: string, name: string] {
  const colon = actor.indexOf(':');
  return colon < 0 ? [actor, ''] : [actor.slice(0, colon), actor.slice(colon + 1)];
}
