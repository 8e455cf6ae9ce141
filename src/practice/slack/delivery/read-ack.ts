import { z } from 'zod';
import type { JsonObject } from '../workspace/model.ts';

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });
const objectSchema = z.record(z.string(), z.json());

/** What the app sent back on a socket; null when it is no acknowledgement, which Slack passes over in silence. */
export function readAck(text: string): { envelopeId: string; payload: JsonObject | null } | null {
  const ack = ackSchema.safeParse(parsed(text));
  if (!ack.success) return null;
  return { envelopeId: ack.data.envelope_id, payload: answerOf(ack.data.payload) };
}

/** An answer in an acknowledgement: an object, or text, which stands for a message of that text. Null when there is none. */
export function answerOf(payload: unknown): JsonObject | null {
  if (typeof payload === 'string') return payload.trim() === '' ? null : { text: payload };
  const object = objectSchema.safeParse(payload);
  return object.success && Object.keys(object.data).length > 0 ? object.data : null;
}

/** The same of a body of an HTTP answer: JSON when it is some, else text. */
export function answerInBody(body: string): JsonObject | null {
  const json = parsed(body);
  return json !== null && typeof json === 'object' ? answerOf(json) : answerOf(body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
