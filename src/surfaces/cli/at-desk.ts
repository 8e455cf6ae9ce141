import type { Desk } from '../../incident/desk.ts';
import type { View } from '../../incident/view.ts';
import { clean } from './render/clean.ts';
import type { OpenedDesk } from './terminal-composition.ts';
import { exitCodes, TerminalError } from './terminal-error.ts';
import { programOf, type Turn, tell } from './turn.ts';

/**
 * Opens the desk, does `body`, lets go of it whatever happened, and says what is left to do. `idle`: no work is begun before
 * `body`. `opens`: where there is no record yet one is begun; all others say that there is none.
 */
export async function atDesk(
  turn: Turn,
  body: (opened: OpenedDesk) => Promise<number>,
  { idle = false, opens = false }: { idle?: boolean; opens?: boolean } = {},
): Promise<number> {
  const { config, data, work } = turn.globals();
  const opened = await turn.composition.openDesk({ config, data, work, idle, opens });
  let code: number;
  try {
    code = await body(opened);
  } catch (error) {
    // The first error is the one to tell; what closing adds would hide it.
    await opened.finish().catch(() => null);
    throw error;
  }
  const left = await opened.finish();
  if (left !== null) tell(turn, left);
  return code;
}

/** The id of an incident as people call it; refuses (missing) what does not exist or is ambiguous. */
export async function incidentId(turn: Turn, desk: Desk, reference: string): Promise<string> {
  const id = await desk.find(reference);
  if (id !== null) return id;
  throw new TerminalError('missing', `There is no incident "${clean(reference)}". Those there are: ${programOf(turn)} list`);
}

export async function viewOf(desk: Desk, id: string): Promise<View> {
  const view = await desk.view(id);
  if (view === null) throw new TerminalError('missing', `There is no incident ${id} any more.`);
  return view;
}

/** The exit code of a command that was recorded and asks for work: 5 with a sentence when nobody is there to do it. */
export function afterWork(turn: Turn, opened: Pick<OpenedDesk, 'botAlive'>, code: number = exitCodes.yes): number {
  if (opened.botAlive || code !== exitCodes.yes) return code;
  tell(
    turn,
    `It is recorded, but no bot has shown a sign of life for 10 s, so nothing is done about it. Start one (${programOf(turn)} start), or add --work to let this command do it.`,
  );
  return exitCodes.unreachable;
}
