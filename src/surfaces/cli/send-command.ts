import { randomUUID } from 'node:crypto';
import { type Command, type CommandType, commandSchemas, type Payload } from '../../incident/command.ts';
import type { Desk, Sent } from '../../incident/desk.ts';
import type { View } from '../../incident/view.ts';
import { actingPerson } from './acting-person.ts';
import { afterWork, atDesk, incidentId, viewOf } from './at-desk.ts';
import { renderCard } from './render/card.ts';
import { TerminalError } from './terminal-error.ts';
import { answer, pageOf, type Turn } from './turn.ts';

/** What the schema takes in, before defaults. */
type Typed<T extends CommandType> = { [K in keyof Payload<T>]: Payload<T>[K] | undefined };

/** Checks what was typed by the command's own schema; refuses (usage) with its sentences. Absent fields are left out. */
export function checkedPayload<T extends CommandType>(type: T, typed: Typed<T>): Payload<T> {
  const present = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const checked = commandSchemas[type].safeParse(present);
  if (checked.success) return checked.data as Payload<T>;
  throw new TerminalError('usage', checked.error.issues.map(({ message }) => message).join(' '));
}

/** A reason that was typed, checked before anything is shown, signed or sent; refuses (usage) as the command itself would. */
export function checkReason(reason: string | undefined): void {
  const checked = commandSchemas.undo.shape.reason.safeParse(reason);
  if (!checked.success) throw new TerminalError('usage', checked.error.issues.map(({ message }) => message).join(' '));
}

/** Sends it; a refusal becomes the error that ends the command with the refusal's exit code. */
export async function sendOrRefuse(desk: Desk, command: Command): Promise<Extract<Sent, { ok: true }>> {
  const sent = await desk.send(command);
  if (sent.ok) return sent;
  throw new TerminalError(sent.refusal.class, sent.refusal.message);
}

/** A command of this turn. `dedupe` is its natural key; without one, typing it again means doing it again. */
export function commandOf<T extends CommandType>(
  turn: Turn,
  said: { incident: string; type: T; person: string | null; payload: Payload<T>; dedupe?: string },
): Command {
  const { incident, type, person, payload } = said;
  const dedupe = said.dedupe ?? `${type}:${randomUUID()}`;
  const actor = { person, account: turn.composition.account } as const;
  // `type` and `payload` belong together by T; TypeScript cannot follow that into the union.
  return { incident, type, dedupe, actor, at: turn.io.clock.now(), payload } as unknown as Command;
}

/** The commands whose answer is the new status: find the incident, send, show. */
export async function sendAndShow<T extends CommandType>(
  turn: Turn,
  said: { reference: string; type: T; as: string | null; typed(view: View): Promise<Typed<T>> | Typed<T> },
): Promise<number> {
  const person = await actingPerson(turn, said.as);
  return atDesk(turn, async (opened) => {
    const incident = await incidentId(turn, opened.desk, said.reference);
    const payload = checkedPayload(said.type, await said.typed(await viewOf(opened.desk, incident)));
    const { view } = await sendOrRefuse(opened.desk, commandOf(turn, { incident, type: said.type, person, payload }));
    answer(turn, view, () => renderCard(view, pageOf(turn)));
    return afterWork(turn, opened);
  });
}
