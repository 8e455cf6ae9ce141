import type { JsonObject } from '../workspace/model.ts';
import type { Fault } from './method.ts';

/** Sentences of one answer: Slack cuts such lists, too. */
const mostMessages = 20;

/** `response_metadata.messages` in Slack's wording: what is wrong, and a JSON pointer to where. */
export function faultMessages(faults: readonly Fault[], under: string): JsonObject {
  return errorMessages(faults.map(({ pointer, message }) => `${message} [json-pointer:${under}${pointer}]`));
}

export function errorMessages(sentences: readonly string[]): JsonObject {
  return { response_metadata: { messages: sentences.slice(0, mostMessages).map((sentence) => `[ERROR] ${sentence}`) } };
}
