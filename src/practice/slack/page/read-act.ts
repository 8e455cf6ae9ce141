import { z } from 'zod';
import type { Act } from './protocol.ts';

/** Characters of what a person writes at once. */
const mostTextChars = 12_000;
const id = z.string().min(1).max(40);
const name = z.string().max(255);
const object = z.record(z.string(), z.json());
const state = z.record(name, z.record(name, object));
const by = { as: id };

const actSchema = z.discriminatedUnion('act', [
  z.object({ ...by, act: z.literal('say'), channel: id, text: z.string().max(mostTextChars), threadTs: id.nullable() }),
  z.object({ ...by, act: z.literal('slash'), channel: id, command: name, text: z.string().max(mostTextChars) }),
  z.object({ ...by, act: z.literal('press'), channel: id, ts: id, blockId: name, actionId: name, value: object, state }),
  z.object({ ...by, act: z.literal('press-view'), view: id, blockId: name, actionId: name, value: object, state }),
  z.object({ ...by, act: z.literal('submit'), view: id, state }),
  z.object({ ...by, act: z.literal('dismiss'), view: id }),
  z.object({ ...by, act: z.literal('shortcut'), callbackId: name, message: z.object({ channel: id, ts: id }).nullable() }),
  z.object({ ...by, act: z.literal('open-home') }),
  z.object({ ...by, act: z.literal('seen'), channel: id, ts: id }),
  z.object({ ...by, act: z.literal('delete'), channel: id, ts: id }),
  z.object({ ...by, act: z.literal('aside'), button: name }),
]);

/** What the page sent; null when it is nothing that a person can do. */
export function readAct(body: string): Act | null {
  try {
    const read = actSchema.safeParse(JSON.parse(body));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
