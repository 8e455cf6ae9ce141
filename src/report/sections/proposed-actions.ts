import { type Rich, say } from '../document/rich.ts';
import { standingProof } from '../story/credentials.ts';
import { isOpen } from '../story/residuals.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { prose } from '../words/prose.ts';
import { clockFace, limitWords, utc } from '../words/time-words.ts';
import { overrunsOf } from './overruns.ts';

/** What the record itself says should have an owner: nobody has to remember these. */
export function proposedActions(story: Story, names: Names): Rich[] {
  const { alarms, askings, credentials, byPeople, stages } = story;
  const titles = new Map(stages.map(({ id, withinMs }) => [id, withinMs]));
  return [
    ...alarms.map(({ seq }) => say`Find out what raised the alarm of entry ${seq}, and close that way.`),
    ...credentials.flatMap((credential) =>
      credential.residuals.flatMap(({ id, what, until, accepted, goneAt }) => {
        if (goneAt !== null || accepted === null) return [];
        const end = until === null ? 'end it' : `see that it is over (${utc(until)} UTC)`;
        return [say`Accepted, so it lives on: ${prose(what)} (${prose(id)} of ${names.credential(credential.id)}); ${end}.`];
      }),
    ),
    ...credentials.flatMap((credential) =>
      credential.residuals.filter(isOpen).map(({ what }) => say`End what still works: ${prose(what)}.`),
    ),
    ...byPeople
      .filter(({ type }) => type === 'step.skipped')
      .map(({ data }) => say`Skipped: ${names.step(data.step, data.credential)}. Do it, or say why it is not needed.`),
    ...credentials
      .filter((credential) => standingProof(credential)?.data.grade === 'by-hand')
      .map(({ id }) => say`No look proves that ${names.credential(id)} is cut off: check it again with another pair of eyes.`),
    ...askings.flatMap(({ end }) => {
      if (end?.by === 'one alone')
        return [say`One person acted alone: look at it together, and find out why nobody else was there.`];
      return end?.by === 'expiry' ? [say`Nobody answered in time: find out whom the call did not reach, and mend it.`] : [];
    }),
    ...overrunsOf(story).map(({ stage, overMs }) => {
      const limit = limitWords(titles.get(stage) ?? 0);
      return say`Stage ${names.stage(stage)} took ${clockFace(overMs)} longer than its ${limit}: find out what would have made it faster.`;
    }),
  ];
}
