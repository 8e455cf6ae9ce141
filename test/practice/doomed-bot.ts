/** Stands in for a bot that will be killed: starts practice in the folder it is told, says which processes it has, waits. */
import { systemClock } from '../../src/platform/clock.ts';
import { PracticeUnavailable } from '../../src/practice/server.ts';
import { startPractice } from '../../src/practice/world.ts';
import { testEveryMs } from './every-ms.ts';

const silent = { info: () => undefined, warn: () => undefined };

process.once('message', async (folder: string) => {
  try {
    const world = await startPractice({ folder, clock: systemClock, log: silent, everyMs: testEveryMs });
    const stopListening = world.onEvent((event) => {
      if (event.what !== 'session' || event.state !== 'ok') return;
      stopListening();
      process.send?.({ pids: world.pids });
    });
  } catch (error) {
    if (!(error instanceof PracticeUnavailable)) throw error;
    process.send?.({ unavailable: error.reason });
  }
});
