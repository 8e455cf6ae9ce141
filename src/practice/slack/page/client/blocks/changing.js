/** What every element with a state does when it changes. */
import { actionIdOf, initialState } from '../form.js';

/**
 * @returns {{ actionId: string, focus: string, state: any, change(state: any): Promise<boolean> }} `change` gives false where a
 *   confirm dialog was declined and the old state holds
 */
export function stateOf(element, stand, blockId, place) {
  const actionId = actionIdOf(element);
  const state = stand.form.get(blockId, actionId) ?? initialState(element);
  return {
    actionId,
    focus: `${blockId}/${actionId}`,
    state,
    async change(partial) {
      if (place.dispatches && element.confirm !== undefined && !(await stand.confirm(element.confirm))) return false;
      const next = { type: element.type, ...partial };
      stand.form.set(blockId, actionId, next);
      if (place.dispatches) stand.press(blockId, actionId, next);
      return true;
    },
  };
}

export const labelsOf = (element, place) => ({
  'aria-labelledby': place.labelledBy ?? null,
  'aria-describedby': place.describedBy ?? null,
  'aria-label': place.labelledBy === undefined ? (element.placeholder?.text ?? element.type.replaceAll('_', ' ')) : null,
});
