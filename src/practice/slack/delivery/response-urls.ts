/**
 * Addresses that payloads hold, for answers where the person stood: five within thirty minutes.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { deleteMessage, editMessage, postEphemeral, postMessage } from '../workspace/messages.ts';
import type { JsonObject, Message } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';

export const responseLifeMs = 30 * 60_000;
export const mostUses = 5;
const mostKept = 5_000;

/** Where an answer goes, and which message it may replace. `thread`: where that message stands. */
export type Place = { person: string; channel: string; original: { ts: string; ephemeralFor: string | null } | null };

export type Answered = { ok: true } | { ok: false; status: number; error: string };

export type ResponseUrls = {
  issue(place: Place, under: 'commands' | 'actions'): string;
  /** `path` of the request; `body` parsed. */
  answer(path: string, body: unknown): Answered;
};

type Issued = { place: Place; at: number; uses: number };
type BlockFaults = (blocks: unknown, where: 'message') => { pointer: string; message: string }[];

const bodySchema = z.object({
  text: z.string().optional(),
  blocks: z.array(z.record(z.string(), z.json())).optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  thread_ts: z.string().optional(),
});
export type Response = z.infer<typeof bodySchema>;

export function createResponseUrls(parts: { workspace: Workspace; origin(): string; blockFaults: BlockFaults }): ResponseUrls {
  const issued = new Map<string, Issued>();
  const { workspace } = parts;
  return {
    issue(place, under) {
      const path = `/${under}/${workspace.team.id}/${randomBytes(5).readUIntBE(0, 5)}/${randomBytes(16).toString('hex')}`;
      issued.set(path, { place, at: workspace.clock.now().getTime(), uses: 0 });
      const [oldest] = issued.keys();
      if (issued.size > mostKept && oldest !== undefined) issued.delete(oldest);
      return parts.origin() + path;
    },
    answer(path, body) {
      const known = issued.get(path);
      if (known === undefined || workspace.clock.now().getTime() - known.at > responseLifeMs)
        return refused(404, 'expired_url');
      if (known.uses >= mostUses) return refused(404, 'used_url');
      const read = readResponse(body, parts.blockFaults);
      if ('error' in read) return refused(read.error === 'invalid_payload' ? 400 : 200, read.error);
      known.uses += 1;
      return show(workspace, known.place, read.response);
    },
  };
}

/** Checks an answer, of an address or of an acknowledgement. */
export function readResponse(body: unknown, blockFaults: BlockFaults): { response: Response } | { error: string } {
  const read = bodySchema.safeParse(body);
  if (!read.success) return { error: 'invalid_payload' };
  const { text, blocks, delete_original } = read.data;
  if (blocks !== undefined && blockFaults(blocks, 'message').length > 0) return { error: 'invalid_blocks' };
  if (delete_original !== true && (text ?? '') === '' && (blocks ?? []).length === 0) return { error: 'no_text' };
  return { response: read.data };
}

/** Shows an answer to the person alone, or to all in the channel, or in place of the message that was acted on. */
export function show(workspace: Workspace, place: Place, response: Response): Answered {
  const original = originalOf(workspace, place);
  if (response.delete_original === true || response.replace_original === true) {
    if (original === null) return refused(404, 'message_not_found');
    if (response.delete_original === true) deleteMessage(workspace, original);
    else editMessage(workspace, original, { by: workspace.app.botUser, ...contentOf(response) });
    return { ok: true };
  }
  const channel = workspace.channels.get(place.channel);
  if (channel === undefined) return refused(404, 'channel_not_found');
  if (channel.archived) return refused(200, 'is_archived');
  const message = {
    channel: place.channel,
    user: workspace.app.botUser,
    byApp: true,
    ...contentOf(response),
    threadTs: response.thread_ts ?? null,
  };
  if (response.response_type === 'in_channel') postMessage(workspace, message);
  else postEphemeral(workspace, message, place.person);
  return { ok: true };
}

const contentOf = ({ text, blocks }: Response): { text: string; blocks: JsonObject[] } => ({
  text: text ?? '',
  blocks: blocks ?? [],
});

function originalOf(workspace: Workspace, { channel, original }: Place): Message | null {
  if (original === null) return null;
  const found = workspace.messages.findLast((message) => message.channel === channel && message.ts === original.ts);
  return found?.byApp === true && found.ephemeralFor === original.ephemeralFor ? found : null;
}

const refused = (status: number, error: string): Answered => ({ ok: false, status, error });
