import { expect, test } from 'vitest';
import { openEmbedded } from '../../../src/platform/db/embedded.ts';
import { databaseContract } from './contract.ts';

databaseContract('the embedded database', () => openEmbedded(null));

test('the embedded database lets timers have their turn between transactions', async () => {
  const db = await openEmbedded(null);
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 1);
  for (let round = 0; round < 40; round += 1) await db.transaction((query) => query('select pg_sleep(0.002)'));
  clearInterval(ticking);
  await db.close();
  expect(ticks).toBeGreaterThan(10);
});
