/** The card and the topic wait for the channel, which other posts make. */
import { expect, it } from 'vitest';
import type { Delivered } from '../../../../src/incident/surface.ts';
import { setTopic, updateCard } from '../../../../src/surfaces/slack/deliver/card.ts';
import type { DeliverParts, Delivery } from '../../../../src/surfaces/slack/deliver/delivery.ts';
import { openView, shown } from '../render/slack-sample.ts';

const parts: DeliverParts = {
  call: async () => {
    throw new Error('Slack is not asked where there is no channel.');
  },
  people: [],
  shown: () => shown,
  declaredBy: async () => null,
  report: async () => null,
  handInLink: async () => null,
};
const delivery = (attempts: number): Delivery => ({
  post: { id: 'p', incident: 'i', lane: 'card', kind: 'update-card', ref: 'card', attempts },
  view: openView(),
  places: new Map(),
  entries: async () => [],
});

it.each([
  { what: 'the card', make: updateCard },
  { what: 'the topic', make: setTopic },
])('$what waits through an hour without Slack, and not for ever', async ({ make }) => {
  let waitedMs = 0;
  let attempts = 0;
  let delivered: Delivered;
  do {
    attempts += 1;
    delivered = await make(parts, delivery(attempts));
    if ('again' in delivered) waitedMs += delivered.again.inMs;
  } while ('again' in delivered);
  expect(delivered).toHaveProperty('dropped');
  expect(waitedMs).toBeGreaterThan(3_600_000);
  expect(attempts).toBeLessThan(1_000);
});
