/** Who and what the ids of a snapshot stand for. */

/**
 * @typedef {{ me: string, person(id: string): import('../protocol.ts').PagePerson | undefined, nameOf(id: string): string,
 *   channel(id: string): import('../protocol.ts').PageChannel | undefined, channelName(id: string): string, openChannel(id: string): void,
 *   people: import('../protocol.ts').PagePerson[], channels: import('../protocol.ts').PageChannel[] }} Names
 */

/**
 * @param {import('../protocol.ts').Snapshot} snapshot
 * @param {(id: string) => void} openChannel
 * @returns {Names}
 */
export function namesOf(snapshot, openChannel) {
  const people = new Map(snapshot.people.map((person) => [person.id, person]));
  const channels = new Map(snapshot.channels.map((channel) => [channel.id, channel]));
  const nameOf = (id) => shownName(people.get(id)) ?? id;
  return {
    me: snapshot.me,
    people: snapshot.people,
    channels: snapshot.channels,
    person: (id) => people.get(id),
    nameOf,
    channel: (id) => channels.get(id),
    channelName(id) {
      const channel = channels.get(id);
      if (channel === undefined) return 'a private channel';
      return channel.kind === 'dm' ? nameOf(channel.with ?? '') : channel.name;
    },
    openChannel,
  };
}

const shownName = (person) => (person === undefined ? undefined : person.realName || person.name);

/** What is to be said about this person before one trusts a click of theirs; null for a plain member. */
export function standing(person) {
  if (person.deactivated) return 'deactivated';
  if (person.stranger) return 'another company';
  if (person.guest) return 'guest';
  return person.bot ? 'app' : null;
}
