/** What a message is to say: text and blocks, and metadata beside it. Read and checked alike for posting, changing and showing to one person. */
import type { JsonObject } from '../../workspace/model.ts';
import { faultMessages } from '../faulty.ts';
import type { Call } from '../method.ts';
import type { Refusal } from '../reach.ts';
import { isObject, objectOf, textOf } from '../read-argument.ts';

export type Content = {
  /** Null: not given. */
  text: string | null;
  blocks: JsonObject[] | null;
};

/** Characters of text in all blocks together; Slack says no number, its maintainers do: bolt-js issue 2509. */
const mostBlockTextChars = 12_000;
/** Bytes of metadata as JSON. */
const mostMetadataBytes = 16 * 1024;
const mostAttachments = 100;

/** Refuses what Slack refuses; `no_text` is left to the caller, as a change may leave the text as it is. */
export function readContent(call: Call): { content: Content } | Refusal {
  const { args } = call;
  const markdown = textOf(args, 'markdown_text');
  if (markdown !== null && (args.text !== undefined || args.blocks !== undefined)) return { error: 'markdown_text_conflict' };
  const blocks = markdown === null ? readBlocks(call) : { blocks: [{ type: 'markdown', text: markdown }] };
  if ('error' in blocks) return blocks;
  const attachments = args.attachments;
  if (Array.isArray(attachments) && attachments.length > mostAttachments) return { error: 'too_many_attachments' };
  const text = markdown ?? textOf(args, 'text') ?? textOfAttachments(args);
  return { content: { text, blocks: blocks.blocks } };
}

/** It shows nothing at all. */
export const isEmpty = ({ text, blocks }: Content) => text === null && (blocks === null || blocks.length === 0);

function readBlocks(call: Call): { blocks: JsonObject[] | null } | Refusal {
  const given = call.args.blocks;
  if (given === undefined || given === '') return { blocks: null };
  if (!Array.isArray(given) || !given.every(isObject)) return { error: 'invalid_blocks_format' };
  const faults = call.strict.blockFaults(given, 'message');
  if (faults.length > 0) return { error: 'invalid_blocks', more: faultMessages(faults, '/blocks') };
  return { blocks: given };
}

/** Whether the blocks of a message to be posted are too much together. */
export function areBlocksTooLong(blocks: readonly JsonObject[] | null): boolean {
  let chars = 0;
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') chars += value.length;
    return value;
  });
  return chars > mostBlockTextChars;
}

/** Data for apps that goes with a message unseen; null: none is given. */
export function readMetadata(call: Call): { metadata: JsonObject | null } | Refusal {
  const given = call.args.metadata;
  if (given === undefined || given === '') return { metadata: null };
  const metadata = objectOf(call.args, 'metadata');
  if (!metadata) return { error: 'invalid_metadata_format' };
  if (typeof metadata.event_type !== 'string' || !isObject(metadata.event_payload ?? null))
    return { error: 'invalid_metadata_schema' };
  if (Buffer.byteLength(JSON.stringify(metadata)) > mostMetadataBytes) return { error: 'metadata_too_large' };
  return { metadata };
}

/** Attachments are not shown in practice: what stands in for them where Slack cannot show them, is. */
function textOfAttachments(args: JsonObject): string | null {
  if (!Array.isArray(args.attachments)) return null;
  const lines = args.attachments.filter(isObject).flatMap((each) => textOf(each, 'fallback') ?? textOf(each, 'text') ?? []);
  return lines.length > 0 ? lines.join('\n') : null;
}
