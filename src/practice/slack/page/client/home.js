/** The app's home tab of this person, and the tabs between it and the messages with the app. */
import { blockNodes } from './blocks/blocks.js';
import { askConfirm } from './confirm.js';
import { h } from './dom.js';
import { createForm } from './form.js';
import { openMenu } from './menu.js';
import { picture } from './picture.js';
import { region } from './region.js';

/** @param {'home' | 'messages'} active @param {(tab: 'home' | 'messages') => void} go */
export function appTabs(active, go) {
  const tab = (id, label) =>
    h(
      'button.tab',
      {
        type: 'button',
        'aria-current': id === active ? 'page' : null,
        data: { testid: `tab-${id}` },
        on: { click: () => go(id) },
      },
      label,
    );
  return h('div.tabs', { role: 'navigation', 'aria-label': 'App' }, tab('home', 'Home'), tab('messages', 'Messages'));
}

/**
 * @param {{ me(): string, send(act: any): Promise<import('../protocol.ts').Done>,
 *   pending: ReturnType<typeof import('./pending.js').createPending>, tabs(active: 'home' | 'messages'): Node }} parts
 */
export function createHome({ me, send, pending, tabs }) {
  const body = h('div.home-body');
  const head = h('div.channel-head');
  const node = h(
    'section.channel',
    { 'aria-label': 'App home', data: { testid: 'home' } },
    head,
    h('div.scroller.home-scroller', { tabIndex: 0 }, body),
  );
  const drawHead = region(head);
  const draw = region(body);
  let form = createForm();
  let person = '';
  return {
    node,
    /** @param {import('../protocol.ts').Snapshot} snapshot @param {import('./names.js').Names} names @param {unknown} context */
    update(snapshot, names, context) {
      if (person !== snapshot.me) form = createForm();
      person = snapshot.me;
      const app = names.person(snapshot.app.user);
      drawHead([snapshot.app, context], () => [
        h(
          'div.head-main',
          null,
          h('h1.head-name', null, picture(app, 'small'), h('span', null, snapshot.app.name)),
          h('span.tag', null, 'app'),
        ),
        tabs('home'),
      ]);
      const view = /** @type {any} */ (snapshot.home);
      const blocks = view?.blocks ?? view?.view?.blocks ?? [];
      const id = String(view?.id ?? 'home');
      draw([snapshot.me, snapshot.home, context, pending.within('home ')], () =>
        blocks.length === 0
          ? [h('p.quiet.home-empty', null, `${snapshot.app.name} has put nothing here yet.`)]
          : blockNodes(blocks, stand(id, blocks, names)),
      );
    },
  };
  function stand(id, blocks, names) {
    return {
      names,
      form,
      errors: {},
      busy: (blockId, actionId) => pending.has(`home ${blockId}/${actionId}`),
      press: (blockId, actionId, value) =>
        void pending.while(`home ${blockId}/${actionId}`, () =>
          send({ as: me(), act: 'press-view', view: id, blockId, actionId, value, state: form.valuesOf(blocks) }),
        ),
      confirm: (dialog) => askConfirm(dialog, names),
      menu: openMenu,
    };
  }
}
