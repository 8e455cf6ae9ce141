/** `npm run bench -- engine|contain|slack-ack [--json] [--small]`: figures on standard output, progress on standard error. */
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { benchContain, containSize, smallContainSize } from './contain.ts';
import { benchEngine, engineSize, smallEngineSize } from './engine.ts';
import type { Row } from './row.ts';
import { type BenchServer, startServer } from './server.ts';
import { asJson, asTable } from './show.ts';
import { benchSlackAck, slackLoad, smallSlackLoad } from './slack-ack.ts';

type Run = (server: BenchServer, small: boolean, tell: (line: string) => void) => Promise<Row[]>;

const benches: Record<string, Run> = {
  engine: (server, small, tell) => benchEngine(server, small ? smallEngineSize : engineSize, tell),
  contain: (server, small, tell) => benchContain(server, small ? smallContainSize : containSize, tell),
  'slack-ack': (server, small, tell) => benchSlackAck(server, small ? smallSlackLoad : slackLoad, tell),
};
const usage = `npm run bench -- ${Object.keys(benches).join('|')} [--json] [--small]
  --json   one JSON object on standard output
  --small  tiny counts: shows that it runs, says nothing about speed
`;

/** Answers the exit code: 0, or 2 for wrong usage. */
async function main(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, small: { type: 'boolean', default: false } },
  });
  const [name = '', ...more] = positionals;
  const run = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (run === undefined || more.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  const at = new Date().toISOString();
  const load = loadavg()[0] ?? 0;
  const server = await startServer();
  try {
    const rows = await run(server, values.small, (line) => void process.stderr.write(`${line}\n`));
    const machine = { cpus: availableParallelism(), node: process.version.slice(1), postgres: server.version, load };
    const shown = { bench: name, at, rows, machine };
    process.stdout.write(values.json ? asJson(shown) : asTable(shown));
    return 0;
  } finally {
    await server.stop();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}
