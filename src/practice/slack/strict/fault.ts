/** What is wrong with something given to Slack, and where: a JSON pointer (RFC 6901), and words as Slack has them. */
export type Fault = { pointer: string; message: string };

/** One part of a pointer. */
export const pointerPart = (name: string | number): string => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
