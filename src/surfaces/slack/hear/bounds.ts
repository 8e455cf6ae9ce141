/** How much of what Slack sends is read: Slack's own limits, so that whatever is longer is none of Slack's. */
import { z } from 'zod';

/** Text as a database takes it: no NUL, no half of a pair. */
const sound = (text: string) => text.toWellFormed().replaceAll('\0', '');

const bounded = (mostChars: number) => z.string().max(mostChars).transform(sound);

export const slackId = z.string().regex(/^[A-Z0-9]{2,32}$/);
export const timeStamp = z.string().regex(/^[0-9]{1,12}\.[0-9]{1,9}$/);
/** Ids of ours, and names that Slack makes. */
export const shortText = bounded(255);
/** A message, and what is typed behind a slash command. */
export const messageText = bounded(40_000);
/** What a text field holds, what a button or a view carries along. */
export const fieldText = bounded(3_000);
export const trigger = z.string().min(1).max(255);
export const slashCommand = z.string().regex(/^\/[^\s/]{1,31}$/);
