/** Files in three moves: an address is asked for, the bytes are sent there, the upload is completed and shared. */
import { fileShape } from '../shapes/file.ts';
import { completeFile, mostFileBytes, reserveFile } from '../workspace/files.ts';
import { postMessage } from '../workspace/messages.ts';
import type { Channel, JsonObject, UploadedFile } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { readContent } from './chat/content.ts';
import type { Answer, Call, Method } from './method.ts';
import { isMember, type Refusal, visibleChannel } from './reach.ts';
import { listOf, numberOf, objectsOf, textOf } from './read-argument.ts';

/** Channels that one call may share to. */
const mostChannels = 100;

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
export const getUploadUrl: Method = {
  name: 'files.getUploadURLExternal',
  token: 'bot',
  tier: 4,
  scopes: [['files:write']],
  run(call): Answer {
    const { workspace, args } = call;
    const name = textOf(args, 'filename');
    const length = numberOf(args, 'length');
    if (name === null || length === null || length < 1) return { error: 'missing_argument' };
    if (length > mostFileBytes) return { error: 'file_upload_size_restricted' };
    const file = reserveFile(workspace, { name, user: workspace.app.botUser });
    return { ok: { upload_url: `${call.origin()}/upload/${file.id}`, file_id: file.id } };
  },
};

/** What is sent to the address of a file that waits for its bytes; a second time replaces the first. */
export function receiveUpload(workspace: Workspace, fileId: string, bytes: Buffer): Answer {
  const file = workspace.files.get(fileId);
  if (!file || file.completed) return { error: 'file_not_found' };
  if (bytes.length > mostFileBytes) return { error: 'file_upload_size_restricted' };
  file.bytes = bytes;
  return { ok: {} };
}

/** https://docs.slack.dev/reference/methods/files.completeUploadExternal */
export const completeUpload: Method = {
  name: 'files.completeUploadExternal',
  token: 'bot',
  tier: 4,
  scopes: [['files:write']],
  run(call): Answer {
    const { workspace, args } = call;
    const named = namedFiles(call);
    if ('error' in named) return named;
    const reached = namedChannels(call);
    if ('error' in reached) return reached;
    const read = readContent({ ...call, args: contentArgs(args) });
    if ('error' in read) return { error: 'invalid_blocks', ...(read.more ? { more: read.more } : undefined) };
    const channels = reached.channels.map(({ id }) => id);
    for (const { file, title } of named.files) completeFile(file, { title, channels });
    for (const channel of channels) {
      postMessage(workspace, {
        channel,
        user: workspace.app.botUser,
        byApp: true,
        text: textOf(args, 'initial_comment') ?? '',
        blocks: read.content.blocks ?? [],
        threadTs: textOf(args, 'thread_ts'),
        files: named.files.map(({ file }) => file.id),
      });
    }
    return { ok: { files: named.files.map(({ file }) => fileShape(workspace, file, call.origin())) } };
  },
};

/** https://docs.slack.dev/reference/methods/files.info */
export const info: Method = {
  name: 'files.info',
  token: 'bot',
  tier: 4,
  scopes: [['files:read']],
  run(call): Answer {
    const { workspace, args } = call;
    const file = workspace.files.get(textOf(args, 'file') ?? '');
    if (!file?.completed) return { error: 'file_not_found' };
    const paging = { count: 100, total: 0, page: 1, pages: 0 };
    return { ok: { file: fileShape(workspace, file, call.origin()), comments: [], paging } };
  },
};

function namedFiles(call: Call): { files: { file: UploadedFile; title: string | null }[] } | Refusal {
  const files = (objectsOf(call.args, 'files') ?? []).map((named) => ({
    file: call.workspace.files.get(textOf(named, 'id') ?? ''),
    title: textOf(named, 'title'),
  }));
  const ready = files.flatMap(({ file, title }) => (file && !file.completed && file.bytes.length > 0 ? [{ file, title }] : []));
  return ready.length === 0 || ready.length < files.length ? { error: 'file_not_found' } : { files: ready };
}

function namedChannels(call: Call): { channels: Channel[] } | Refusal {
  const ids = [...new Set([...listOf(call.args, 'channel_id'), ...listOf(call.args, 'channels')])];
  if (ids.length > mostChannels) return { error: 'channels_limit_exceeded' };
  const channels: Channel[] = [];
  for (const id of ids) {
    const channel = visibleChannel(call, id);
    if (!channel) return { error: 'channel_not_found' };
    if (!isMember(call, channel)) return { error: 'not_in_channel' };
    if (channel.archived) return { error: 'posting_to_channel_denied' };
    channels.push(channel);
  }
  return { channels };
}

const contentArgs = (args: JsonObject): JsonObject => (args.blocks === undefined ? {} : { blocks: args.blocks });
