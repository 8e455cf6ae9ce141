/**
 * What this process remembers of incidents, so that a turn need not read the whole record again. Whether a memory still
 * holds is seen by the head of the chain, which no two records share: another bot's turn, a rolled back one, and a restored
 * database all have another head.
 */
import type { Query } from '../platform/db/db.ts';
import type { Position } from '../timeline/chain.ts';
import { readScene, type Scene } from './scene.ts';

/** Incidents remembered at once: more than are open on a bad day, a few MB each at most. */
const mostScenes = 100;

export type Memory = {
  /** Runs `work` after every earlier one on this incident in this process: they would only wait for its lock. */
  inTurn<T>(incident: string, work: () => Promise<T>): Promise<T>;
  /** The scene at `position`, remembered or read; the caller holds the incident's lock and may change it. */
  recall(query: Query, position: Position): Promise<Scene>;
  /** Remembers a scene. Before its commit, too: the next to hold the lock sees by the head whether that came about. */
  keep(scene: Scene): void;
  forget(incident: string): void;
};

export function memory(): Memory {
  const scenes = new Map<string, Scene>();
  const lines = new Map<string, Promise<unknown>>();
  return {
    async inTurn(incident, work) {
      const before = lines.get(incident) ?? Promise.resolve();
      const mine = before.then(work, work);
      const ended = mine.then(
        () => undefined,
        () => undefined,
      );
      lines.set(incident, ended);
      try {
        return await mine;
      } finally {
        if (lines.get(incident) === ended) lines.delete(incident);
      }
    },
    async recall(query, position) {
      const known = scenes.get(position.incident);
      // Taken out: who works with it changes it.
      scenes.delete(position.incident);
      const holds = known !== undefined && known.position.seq === position.seq && known.position.head.equals(position.head);
      return holds ? known : readScene(query, position);
    },
    keep(scene) {
      const { incident } = scene.position;
      scenes.delete(incident);
      scenes.set(incident, scene);
      const [oldest] = scenes.keys();
      if (scenes.size > mostScenes && oldest !== undefined) scenes.delete(oldest);
    },
    forget: (incident) => void scenes.delete(incident),
  };
}
