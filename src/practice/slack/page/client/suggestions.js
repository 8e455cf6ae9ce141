/** What could be meant by what has been typed so far, and what is sent for it. Pure. */
import { encode } from './mrkdwn.js';

const mostOffers = 6;

/**
 * @param {string} text
 * @param {number} caret
 * @param {{ names: import('./names.js').Names, commands: { command: string, description: string, hint: string }[] }} known
 * @returns {{ offers: { label: string, hint: string, insert: string }[], usage: string | null }}
 */
export function suggestionsFor(text, caret, { names, commands }) {
  const before = text.slice(0, caret);
  if (commands.length > 0 && /^\/\S*$/.test(before)) {
    const fitting = commands.filter(({ command }) => command.startsWith(before));
    return {
      offers: fitting.slice(0, mostOffers).map(({ command, description, hint }) => ({
        label: command,
        hint: [hint, description].filter(Boolean).join(' · '),
        insert: `${command} `,
      })),
      usage: null,
    };
  }
  const called = commands.find(({ command }) => before.startsWith(`${command} `));
  const usage = called === undefined ? null : `${called.command} ${called.hint}`;
  const mark = /(?:^|\s)([@#])([^\s@#]*)$/.exec(before);
  if (mark === null) return { offers: [], usage };
  const word = mark[2].toLowerCase();
  const offers = mark[1] === '@' ? peopleLike(word, names) : channelsLike(word, names);
  return { offers: offers.slice(0, mostOffers), usage };
}

const peopleLike = (word, names) =>
  names.people
    .filter((person) => !person.deactivated && (person.name.startsWith(word) || person.realName.toLowerCase().includes(word)))
    .map((person) => ({ label: `@${person.name}`, hint: person.realName, insert: `@${person.name} ` }));

const channelsLike = (word, names) =>
  names.channels
    .filter((channel) => channel.kind !== 'dm' && channel.name.includes(word))
    .map((channel) => ({ label: `#${channel.name}`, hint: channel.topic, insert: `#${channel.name} ` }));

/** As Slack sends what somebody typed: signs escaped, so that a typed `<!channel>` calls nobody, known names as ids. */
export function outgoing(text, names) {
  return encode(text)
    .replace(/(^|[\s(])@([a-z0-9._-]+)/g, (whole, lead, name) => {
      const trimmed = name.replace(/[.]+$/, '');
      const person = names.people.find((each) => each.name === trimmed);
      return person === undefined ? whole : `${lead}<@${person.id}>${name.slice(trimmed.length)}`;
    })
    .replace(/(^|[\s(])#([\p{L}\p{N}_-]+)/gu, (whole, lead, name) => {
      const channel = names.channels.find((each) => each.kind !== 'dm' && each.name === name);
      return channel === undefined ? whole : `${lead}<#${channel.id}|${channel.name}>`;
    });
}
