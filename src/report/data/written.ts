/** Text of the record in JSON: what was purged is an object, so that nobody can fake it by writing the same words. */
export type Written = string | null | { purged: true };

export const written = (text: string | null | undefined): Written => (text === undefined ? { purged: true } : text);
