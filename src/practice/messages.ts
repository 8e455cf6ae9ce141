/**
 * What practice and its processes tell each other over IPC.
 * A process gets one assignment, then only reports. There is no "stop": it ends when the channel closes,
 * so it ends in the same way whether practice is stopped or killed.
 */
import { z } from 'zod';

/** Passwords travel here and nowhere else: an argument or a variable could be read by other processes. */
export const serverAssignment = z.object({
  /** An empty folder that the server owns and removes; its data lie in `data`. */
  folder: z.string(),
  port: z.int(),
  superuser: z.string(),
  password: z.string(),
});
export type ServerAssignment = z.infer<typeof serverAssignment>;

export const serverReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), postmasterPid: z.int() }),
  /** `reason` and `advice` are sentences for people; `portTaken`: another port may work. */
  z.object({ type: z.literal('failed'), reason: z.string(), advice: z.string(), portTaken: z.boolean() }),
]);
export type ServerReport = z.infer<typeof serverReport>;

const place = z.object({ host: z.string(), port: z.int(), database: z.string() });

/** `everyMs`: pause between two turns. */
export const attackerAssignment = place.extend({ role: z.string(), password: z.string(), everyMs: z.int().positive() });
export type AttackerAssignment = z.infer<typeof attackerAssignment>;

/** `credential`: the file that the shop reads at each connect, as its operator would have it: JSON with `user` and `password`. */
export const shopAssignment = place.extend({ credential: z.string(), everyMs: z.int().positive() });
export type ShopAssignment = z.infer<typeof shopAssignment>;

/** Where an actor logs in, and as whom. */
export type ActorLogin = z.infer<typeof place> & { role: string; password: string };

/**
 * ok       it worked            refused  the server refused the login (SQLSTATE class 28)
 * ended    the server ended it  failed   anything else, so nothing is known
 */
export const actorReport = z.object({
  what: z.enum(['login', 'session', 'order']),
  state: z.enum(['ok', 'refused', 'ended', 'failed']),
  /** One line for people: "login OK", "session ended by the server (57P01)". */
  text: z.string(),
});
export type ActorReport = z.infer<typeof actorReport>;
