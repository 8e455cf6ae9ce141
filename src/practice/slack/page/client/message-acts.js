/** What can be done with a message: its buttons and menus, a reply, the app's shortcuts, deleting one's own. */
import { askConfirm } from './confirm.js';
import { createForm } from './form.js';
import { openMenu } from './menu.js';

/** @typedef {ReturnType<typeof createMessageActs>} MessageActs */

/**
 * @param {{ me(): string, snapshot(): import('../protocol.ts').Snapshot | null, send(act: any): Promise<import('../protocol.ts').Done>,
 *   pending: ReturnType<typeof import('./pending.js').createPending>, openThread(channel: string, ts: string): void }} parts
 */
export function createMessageActs({ me, snapshot, send, pending, openThread }) {
  /** @type {Map<string, import('./form.js').Form>} */
  const forms = new Map();
  const keyOf = (message) => `message ${me()} ${message.channel} ${message.ts} `;
  const formOf = (message) => {
    const key = keyOf(message);
    const form = forms.get(key) ?? createForm();
    forms.set(key, form);
    return form;
  };
  const root = (message) => message.threadTs ?? message.ts;
  return {
    busyKeys: (message) => pending.within(keyOf(message)),
    openThread: (message) => openThread(message.channel, root(message)),
    /** @returns {import('./blocks/blocks.js').Stand} */
    stand(message, names) {
      const form = formOf(message);
      const { channel, ts } = message;
      return {
        names,
        form,
        errors: {},
        busy: (blockId, actionId) => pending.has(`${keyOf(message)}${blockId}/${actionId}`),
        press: (blockId, actionId, value) =>
          void pending.while(`${keyOf(message)}${blockId}/${actionId}`, () =>
            send({ as: me(), act: 'press', channel, ts, blockId, actionId, value, state: form.valuesOf(message.blocks) }),
          ),
        confirm: (dialog) => askConfirm(dialog, names),
        menu: openMenu,
      };
    },
    openActions(message, anchor, inThread) {
      const now = snapshot();
      if (now === null) return;
      const reply = { id: 'reply', label: 'Reply in thread', run: () => openThread(message.channel, root(message)) };
      const items = [
        ...(inThread || message.onlyMe ? [] : [reply]),
        ...(message.onlyMe ? [] : shortcutItems(message, now, send)),
        { id: 'copy-text', label: 'Copy text', run: () => void navigator.clipboard?.writeText(message.text) },
        ...(message.user === now.me || message.onlyMe ? [deleteItem(message, now.me, send)] : []),
      ];
      openMenu(anchor, 'This message', items);
    },
  };
}

const shortcutItems = ({ channel, ts }, now, send) =>
  now.shortcuts
    .filter(({ type }) => type === 'message')
    .map(({ name, callbackId }) => ({
      id: `shortcut-${callbackId}`,
      label: name,
      hint: now.app.name,
      run: () => void send({ as: now.me, act: 'shortcut', callbackId, message: { channel, ts } }),
    }));

const deleteItem = ({ channel, ts, onlyMe }, as, send) => ({
  id: 'delete',
  label: onlyMe ? 'Dismiss message' : 'Delete message',
  danger: true,
  run: () => void send({ as, act: 'delete', channel, ts }),
});
