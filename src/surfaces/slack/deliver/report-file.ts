/** The report as a file in the channel: as soon as it is contained, and whole once it is closed. */
import type { Delivered } from '../../../incident/surface.ts';
import { uploadFile } from '../call/upload-file.ts';
import { channelOf, type DeliverParts, type Delivery, noChannel, undelivered } from './delivery.ts';

export async function postReport(
  parts: DeliverParts & { redact(text: string): string },
  delivery: Delivery,
): Promise<Delivered> {
  const channel = channelOf(delivery);
  if (channel === null) return noChannel;
  const { view } = delivery;
  const text = await parts.report(view.incident);
  if (text === null) return { dropped: 'there is no report of it' };
  const practice = view.practice ? 'PRACTICE ' : '';
  const soFar = view.state === 'closed' ? '' : ' so far';
  const answer = await uploadFile(parts.call, parts.redact, {
    channel,
    name: `INC-${view.number}.md`,
    title: `${practice}Report of INC-${view.number}${soFar}`,
    text,
    comment: `${practice}The report of INC-${view.number}${soFar}: what happened, what was proven, what people still have to write.`,
  });
  return answer.ok ? { done: true } : undelivered('files.completeUploadExternal', answer);
}
