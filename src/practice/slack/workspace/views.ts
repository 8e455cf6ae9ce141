/** Changes of modals and home tabs. A person has one stack of modals: a new root closes the one before. */
import type { Json } from '../../../platform/canonical.ts';
import { withIds } from './ids-of-blocks.ts';
import type { JsonObject, OpenView } from './model.ts';
import type { Workspace } from './workspace.ts';

/** One over another. https://docs.slack.dev/surfaces/modals#view_stack */
export const mostModalsStacked = 3;

/** Opens a first modal for a person, in place of whatever was open. */
export function openModal(workspace: Workspace, person: string, view: JsonObject): OpenView {
  const id = workspace.id('V');
  const opened: OpenView = { id, hash: newHash(workspace), person, view: named(workspace, view), rootId: id, previousId: null };
  replaceStack(workspace, person, [opened]);
  return opened;
}

/** Lays a modal over the topmost one of this person; null when none is open, or three are. */
export function pushModal(workspace: Workspace, person: string, view: JsonObject): OpenView | null {
  const stack = modalsOf(workspace, person);
  const top = stack.at(-1);
  if (!top || stack.length >= mostModalsStacked) return null;
  const id = workspace.id('V');
  const pushed: OpenView = {
    id,
    hash: newHash(workspace),
    person,
    view: named(workspace, view),
    rootId: top.rootId,
    previousId: top.id,
  };
  replaceStack(workspace, person, [...stack, pushed]);
  return pushed;
}

/** Shows another content in an open modal or home tab, under a new hash. */
export function updateView(workspace: Workspace, opened: OpenView, view: JsonObject): OpenView {
  opened.view = named(workspace, view);
  opened.hash = newHash(workspace);
  workspace.tell({ type: 'view-changed', person: opened.person });
  return opened;
}

/** Closes this modal and those above it, as a person does who submits or dismisses it. */
export function closeModal(workspace: Workspace, opened: OpenView): void {
  const stack = modalsOf(workspace, opened.person);
  const at = stack.indexOf(opened);
  if (at >= 0) replaceStack(workspace, opened.person, stack.slice(0, at));
}

/** Closes every modal of a person: `response_action: clear`. */
export function closeAllModals(workspace: Workspace, person: string): void {
  replaceStack(workspace, person, []);
}

/** Shows a person's home tab; the first one gets an id that stays. */
export function publishHome(workspace: Workspace, person: string, view: JsonObject): OpenView {
  const known = workspace.homes.get(person);
  if (known) return updateView(workspace, known, view);
  const id = workspace.id('V');
  const home: OpenView = { id, hash: newHash(workspace), person, view: named(workspace, view), rootId: id, previousId: null };
  workspace.homes.set(person, home);
  workspace.tell({ type: 'view-changed', person });
  return home;
}

/** An open modal or a home tab, by its id. */
export function findView(workspace: Workspace, id: string): OpenView | null {
  return everyView(workspace).find((opened) => opened.id === id) ?? null;
}

/** An open modal or a home tab, by the name the app gave it. */
export function findViewByExternalId(workspace: Workspace, externalId: string): OpenView | null {
  return everyView(workspace).find((opened) => opened.view.external_id === externalId) ?? null;
}

/** Open modals of this person, the topmost last. */
export function modalsOf(workspace: Workspace, person: string): OpenView[] {
  return workspace.modals.filter((opened) => opened.person === person);
}

const everyView = (workspace: Workspace) => [...workspace.modals, ...workspace.homes.values()];

function replaceStack(workspace: Workspace, person: string, stack: readonly OpenView[]): void {
  workspace.modals = [...workspace.modals.filter((opened) => opened.person !== person), ...stack];
  workspace.tell({ type: 'view-changed', person });
}

function named(workspace: Workspace, view: JsonObject): JsonObject {
  if (!Array.isArray(view.blocks)) return view;
  return { ...view, blocks: withIds(view.blocks.filter(isBlock), () => workspace.id('b')) };
}

const isBlock = (block: Json): block is JsonObject => typeof block === 'object' && block !== null && !Array.isArray(block);

/** "1764060000.1a2b3c4d": the time in seconds and something that no other has. */
const newHash = (workspace: Workspace) =>
  `${Math.floor(workspace.clock.now().getTime() / 1_000)}.${workspace.id('').slice(0, 8).toLowerCase()}`;
