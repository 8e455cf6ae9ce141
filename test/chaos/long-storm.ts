/**
 * A storm of any length, by hand: `node test/chaos/long-storm.ts [--kills 1000] [--incidents N] [--seed N] [--lease MS] [--minutes M]`.
 * Prints what it counted; ends with 1 when a promise was broken. It stops by itself.
 */
import { parseArgs } from 'node:util';
import { runStorm } from './storm/run-storm.ts';
import { verdictOn } from './storm/verdict.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    incidents: { type: 'string' },
    restarts: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lease: { type: 'string', default: '3000' },
    minutes: { type: 'string' },
  },
});
const kills = Number(values.kills);
/** A kill a second, and time for the rest. */
const minutes = Number(values.minutes ?? Math.ceil(kills / 40) + 5);
const say = (line: string) => void process.stdout.write(`${line}\n`);

const wish = {
  version: 18,
  seed: Number(values.seed),
  kills,
  incidents: Number(values.incidents ?? Math.max(100, kills)),
  databaseRestarts: Number(values.restarts ?? Math.max(2, Math.floor(kills / 50))),
  bots: 3,
  leaseMs: Number(values.lease),
  limitMs: minutes * 60_000,
  tell: say,
} as const;
say(JSON.stringify({ seed: wish.seed, kills, incidents: wish.incidents, databaseRestarts: wish.databaseRestarts, minutes }));
const storm = await runStorm(wish);
const verdict = verdictOn(storm);
const { refusals, faults, ...figures } = storm.figures;
const broken = [...storm.unfinished, ...faults, ...verdict.faults, ...storm.audit.faults];
say(
  JSON.stringify(
    {
      ...figures,
      refusals: refusals.length,
      ...verdict.figures,
      heldValues: storm.heldValues,
      bundlesVerified: storm.audit.verified,
      witnessLines: storm.audit.witnessLines,
      deadlocks: storm.deadlocks,
      faults: broken.length,
    },
    null,
    2,
  ),
);
for (const fault of broken.slice(0, 50)) say(fault);
if (broken.length > 0) for (const line of storm.said) say(line);
process.exit(broken.length === 0 ? 0 : 1);
