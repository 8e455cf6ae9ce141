/** Says to a screen reader what has just been written where this person looks, or what mentions them elsewhere. */
import { h } from './dom.js';
import { plainOf } from './inline.js';

const longestChars = 240;

export function createAnnouncer() {
  const node = h('div.unseen', {
    'aria-live': 'polite',
    role: 'log',
    'aria-label': 'New messages',
    data: { testid: 'announcer' },
  });
  let seen = '';
  let person = '';
  return {
    node,
    /** @param {import('../protocol.ts').Snapshot} snapshot @param {import('./names.js').Names} names @param {string | null} here */
    update(snapshot, names, here) {
      const fresh = Object.values(snapshot.messages)
        .flat()
        .filter((message) => message.ts > seen && message.user !== snapshot.me);
      const first = person !== snapshot.me;
      person = snapshot.me;
      for (const { ts } of fresh) if (ts > seen) seen = ts;
      if (first) return;
      const heard = fresh.filter((message) => message.channel === here || message.text.includes(`<@${snapshot.me}>`));
      if (heard.length === 0) return;
      node.replaceChildren(...heard.slice(-3).map((message) => h('p', null, sentence(message, names, here))));
    },
  };
}

function sentence(message, names, here) {
  const place = message.channel === here ? '' : ` in ${names.channelName(message.channel)}`;
  return `${names.nameOf(message.user)}${place}: ${plainOf(message.text, names).slice(0, longestChars)}`;
}
