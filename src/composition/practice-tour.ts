/** The guided tour of a practice in the browser: six steps, each done by what really happened. Pure. */
import type { View } from '../incident/view.ts';

export type TourStep = { title: string; text: string; done: boolean };

/** `view`: the practice incident as it stands; null before it is declared. */
export function tourOf(view: View | null, { tampered }: { tampered: boolean }): TourStep[] {
  const [credential] = view?.credentials ?? [];
  const isCut = credential !== undefined && credential.cutOffAt !== null;
  const accepted = view?.plans.some(({ acceptedBy }) => acceptedBy !== null) ?? false;
  const contained = view !== null && view.state !== 'open';
  const steps = [
    {
      title: 'A password has leaked. Declare it.',
      text: 'The attacker on top logs in with it every second. Type /leak in any channel, press Enter, and say which role it is of (copy it from here). Never type the password.',
      done: view !== null,
    },
    {
      title: 'Hand in the leaked value.',
      text: 'The bot shows you a link that only you see. On its page, paste the leaked password (copy it from here): with it the bot can prove that it is dead.',
      done: credential !== undefined && (credential.proof.before?.result === 'alive' || isCut),
    },
    {
      title: 'Say yes to a plan.',
      text: 'Open the channel of the incident. Each plan says what it breaks. You may say yes yourself, or become Sam (top right) and answer what Sam was asked.',
      done: accepted,
    },
    {
      title: 'Watch it die.',
      text: 'The attacker is refused and thrown out; the shop stays green. The pinned card shows the proof: alive before, refused after.',
      done: isCut,
    },
    {
      title: 'Read what is left.',
      text: 'The report stands in the channel as a file. The card says what people still have to do; anything can be skipped with a reason.',
      done: contained,
    },
    {
      title: 'Tamper with the record.',
      text: 'Press the button below: entry 1 is rewritten in the database, as its owner could. Then see what the check says.',
      done: tampered,
    },
  ];
  // Whoever got further did what came before, or did not need it.
  const last = steps.findLastIndex(({ done }) => done);
  return steps.map((step, index) => ({ ...step, done: step.done || index < last }));
}
