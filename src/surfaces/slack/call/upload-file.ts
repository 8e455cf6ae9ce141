/** A file for a channel, in Slack's three steps. https://docs.slack.dev/messaging/working-with-files#uploading_files */
import { z } from 'zod';
import type { Answer, Call } from './web-client.ts';

/** A report is some tens of kilobytes; the upload has as long as every other call. */
const uploadMs = 8_000;

const ticket = z.object({ upload_url: z.url(), file_id: z.string() });

export type NewFile = { channel: string; name: string; title: string; text: string; comment: string };

/** `redact` stands at this exit as at every other. Answers as a call does. */
export async function uploadFile(call: Call, redact: (text: string) => string, file: NewFile): Promise<Answer> {
  const bytes = Buffer.from(redact(file.text), 'utf8');
  const begun = await call('files.getUploadURLExternal', { filename: file.name, length: bytes.length });
  if (!begun.ok) return begun;
  const { upload_url, file_id } = ticket.parse(begun.answer);
  const sent = await send(upload_url, bytes);
  if (sent !== null) return sent;
  return call('files.completeUploadExternal', {
    files: [{ id: file_id, title: file.title }],
    channel_id: file.channel,
    initial_comment: file.comment,
  });
}

/** Null when it is there. The address came from Slack's own answer; nothing of ours but the file goes to it. */
async function send(url: string, bytes: Buffer<ArrayBuffer>): Promise<Answer | null> {
  try {
    const signal = AbortSignal.timeout(uploadMs);
    const response = await fetch(url, { method: 'POST', body: bytes, redirect: 'error', signal });
    await response.body?.cancel();
    if (response.ok) return null;
    return { ok: false, error: `http_${response.status}`, retryAfterMs: null, transient: response.status >= 500 };
  } catch {
    return { ok: false, error: 'unreachable', retryAfterMs: null, transient: true };
  }
}
