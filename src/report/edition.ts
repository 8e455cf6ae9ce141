/** For whom a report is, and how it is written. */
export const formats = ['md', 'html', 'json'] as const;
export type Format = (typeof formats)[number];
/** `external`: for a customer or an auditor outside: no names, no places, no text that anybody wrote. */
export const audiences = ['internal', 'external'] as const;
export type Audience = (typeof audiences)[number];
export type Edition = { format: Format; audience: Audience };

/** One report in every format. */
export type Documents = Record<Format, string>;
