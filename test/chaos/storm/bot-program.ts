/** One bot of a storm as its own process: it works, carries out commands that its parent sends, and is killed. */
import { startBot } from '../../../src/incident/bot.ts';
import type { Command } from '../../../src/incident/command.ts';
import { deskOf } from '../../../src/incident/desk-of.ts';
import { openDatabase } from '../../../src/platform/db/open.ts';
import { composed, type Shared } from './composition.ts';

const shared = JSON.parse(process.env.STORM ?? '') as Shared;
const report = (message: string) => void process.stderr.write(`${message}\n`);
const db = await openDatabase({ type: 'postgres', url: shared.databaseUrl, report });
let wake: () => void = () => undefined;
const engine = await composed(shared, db, () => wake());
await engine.desk.turn.values.learn(db.query);
await db.listen('staunch', () => wake());
const desk = deskOf(engine.desk);

process.on('message', (command: Command) => {
  desk.send(command).then(
    (sent) => process.send?.({ dedupe: command.dedupe, sent }),
    (error: Error) => process.send?.({ dedupe: command.dedupe, error: error.message }),
  );
});
// Nobody is left who could end it.
process.on('disconnect', () => process.exit(0));

if (process.env.STORM_IDLE === undefined) wake = startBot(engine.work).wake;
process.send?.({ running: true });
