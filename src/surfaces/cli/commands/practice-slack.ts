import { once } from 'node:events';
import { InvalidArgumentError } from 'commander';
import { exampleText } from '../help-text.ts';
import { jsonLine } from '../json-text.ts';
import type { RunningSlack } from '../terminal-composition.ts';
import { exitCodes } from '../terminal-error.ts';
import type { Turn } from '../turn.ts';
import type { Add } from './add.ts';

type Options = { port: number; manifest?: string; requestUrl?: string };

export const addPracticeSlack: Add = (program, turn, run) => {
  const practice = program.command('practice').description('stand-ins that run alone: practice slack');
  practice
    .command('slack')
    .description('a Slack workspace on this machine, for any Slack app: Web API, Socket Mode, page')
    .option('--port <number>', 'where it listens on 127.0.0.1; 0: any free port', portOf, 0)
    .option('--manifest <file>', "the app's manifest, YAML or JSON (default: that of Staunch)")
    .option('--request-url <url>', 'send payloads there, signed, instead of over Socket Mode')
    .addHelpText('after', exampleText(`${turn.composition.program} practice slack --port 4010 --json`))
    .action((options: Options) => run(() => serve(turn, options)));
};

async function serve({ io, composition, globals }: Turn, options: Options): Promise<number> {
  const running = await composition.practiceSlack({
    port: options.port,
    manifest: options.manifest ?? null,
    requestUrl: options.requestUrl ?? null,
  });
  const { url, api, botToken, appToken, signingSecret } = running;
  io.out(globals().json ? jsonLine({ url, api, botToken, appToken, signingSecret }) : wordsOf(running, options));
  if (!io.interrupted.aborted) await once(io.interrupted, 'abort');
  await running.stop();
  return exitCodes.yes;
}

function wordsOf({ url, api, botToken, appToken, signingSecret }: RunningSlack, { requestUrl }: Options): string {
  const way =
    requestUrl === undefined ? 'It listens for apps in Socket Mode.' : `Payloads are posted to ${requestUrl}, signed.`;
  return `PRACTICE: a Slack workspace on this machine. Open ${url}
${way} What an app needs, made up and good for nothing else:

  SLACK_API_URL=${api}
  SLACK_BOT_TOKEN=${botToken}
  SLACK_APP_TOKEN=${appToken}
  SLACK_SIGNING_SECRET=${signingSecret}

Ctrl-C ends it, and nothing of it is kept.
`;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
