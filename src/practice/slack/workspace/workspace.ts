/** The state of one practice workspace, in memory, and the clock, ids and listeners that all who change it share. */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Channel, Happening, InstalledApp, Message, OpenView, Person, Team, UploadedFile } from './model.ts';

export type Workspace = {
  clock: Clock;
  team: Team;
  app: InstalledApp;
  people: Map<string, Person>;
  channels: Map<string, Channel>;
  /** Of all channels, oldest first, those in threads among them. */
  messages: Message[];
  /** Open modals, of each person the topmost last. */
  modals: OpenView[];
  /** The home tab of each person, by person. */
  homes: Map<string, OpenView>;
  files: Map<string, UploadedFile>;
  /** A new time stamp: later than every one before. */
  ts(): string;
  /** A new id that begins with these letters. */
  id(prefix: string): string;
  /** Tells those who listen what has just been changed. */
  tell(happening: Happening): void;
  /** Calls `listener` at each happening, until the result is called. */
  listen(listener: (happening: Happening) => void): () => void;
};

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** Characters behind the letter, as Slack's ids have them. */
const idChars = 10;

export function createWorkspace(parts: { clock: Clock; team: Team; app: InstalledApp; people: readonly Person[] }): Workspace {
  const { clock, team, app } = parts;
  const listeners = new Set<(happening: Happening) => void>();
  let lastMicros = 0;
  return {
    clock,
    team,
    app,
    people: new Map(parts.people.map((person) => [person.id, person])),
    channels: new Map(),
    messages: [],
    modals: [],
    homes: new Map(),
    files: new Map(),
    ts() {
      lastMicros = Math.max(lastMicros + 1, clock.now().getTime() * 1_000);
      return `${Math.floor(lastMicros / 1_000_000)}.${String(lastMicros % 1_000_000).padStart(6, '0')}`;
    },
    id: (prefix) => prefix + Array.from(randomBytes(idChars), (byte) => idAlphabet[byte % idAlphabet.length]).join(''),
    tell(happening) {
      for (const listener of listeners) listener(happening);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
