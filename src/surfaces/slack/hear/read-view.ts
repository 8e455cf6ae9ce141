/** What a modal or the home tab holds, as Slack sends it. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
import { z } from 'zod';
import { fieldText, shortText } from './bounds.ts';
import type { SlackView, ViewInput, ViewState } from './payload.ts';

/** A modal has at most 100 blocks; an actions block 25 elements. */
const mostBlocks = 100;
const mostInputs = 25;
/** A menu offers at most 100 choices. */
const mostChosen = 100;

const option = z.object({ value: fieldText.optional() }).nullish();
const ids = z.array(shortText).max(mostChosen).nullish();

/** An element that people fill in: each kind keeps what they chose under another name. */
export const filledShape = {
  type: shortText,
  value: fieldText.nullish(),
  selected_option: option,
  selected_options: z.array(option).max(mostChosen).nullish(),
  selected_date: shortText.nullish(),
  selected_time: shortText.nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: shortText.nullish(),
  selected_users: ids,
  selected_conversation: shortText.nullish(),
  selected_conversations: ids,
  selected_channel: shortText.nullish(),
  selected_channels: ids,
};
const filledSchema = z.object(filledShape);

export function inputOf(filled: z.output<typeof filledSchema>): ViewInput {
  const { type } = filled;
  const many =
    filled.selected_options?.flatMap((chosen) => chosen?.value ?? []) ??
    filled.selected_users ??
    filled.selected_conversations ??
    filled.selected_channels;
  if (many != null) return { type, value: many[0] ?? null, values: many };
  const one = [
    filled.value,
    filled.selected_option?.value,
    filled.selected_date,
    filled.selected_time,
    filled.selected_date_time?.toString(),
    filled.selected_user,
    filled.selected_conversation,
    filled.selected_channel,
  ].find((value) => value != null && value !== '');
  return { type, value: one ?? null, values: one == null ? [] : [one] };
}

const fewKeys = (most: number) => (held: object) => Object.keys(held).length <= most;

const stateSchema = z
  .record(shortText, z.record(shortText, filledSchema.transform(inputOf)).refine(fewKeys(mostInputs)))
  .refine(fewKeys(mostBlocks))
  .transform((state): ViewState => state);

export const viewSchema = z
  .object({
    id: shortText,
    hash: shortText,
    callback_id: shortText,
    private_metadata: fieldText.default(''),
    state: z.object({ values: stateSchema.default({}) }).nullish(),
    blocks: z
      .array(z.object({ type: shortText, block_id: shortText.optional() }))
      .max(mostBlocks)
      .default([]),
  })
  .transform(
    (view): SlackView => ({
      id: view.id,
      hash: view.hash,
      callbackId: view.callback_id,
      privateMetadata: view.private_metadata,
      state: view.state?.values ?? {},
      inputs: view.blocks.flatMap(({ type, block_id }) => (type === 'input' && block_id !== undefined ? [block_id] : [])),
    }),
  );
