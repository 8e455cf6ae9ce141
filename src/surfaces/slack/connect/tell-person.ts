import type { Log } from '../../../platform/log/log.ts';
import type { Call } from '../call/web-client.ts';

/** Says a sentence that only this person sees: beside the message it is about, else in their direct messages. Never throws. */
export type Tell = (to: { user: string; channel: string | null }, text: string) => Promise<void>;

export function createTell(call: Call, log: Pick<Log, 'warn'>): Tell {
  return async ({ user, channel }, text) => {
    const still = { text, unfurl_links: false, unfurl_media: false };
    const beside = channel === null ? null : await call('chat.postEphemeral', { channel, user, text });
    if (beside?.ok === true) return;
    const direct = await call('chat.postMessage', { channel: user, ...still });
    if (!direct.ok) log.warn({ user, error: direct.error }, 'somebody could not be told in Slack that something did not work');
  };
}
