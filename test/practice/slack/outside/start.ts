/** A practice Slack with the app of manifest.yml, and a stock app beside it. Both end with the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach } from 'vitest';
import { type PracticeSlack, startPracticeSlack } from '../../../../src/practice/slack/server.ts';

const manifest = readFileSync(resolve(import.meta.dirname, '../../../../manifest.yml'), 'utf8');
const boltApp = resolve(import.meta.dirname, 'stock-bolt-app.mjs');
/** An app that hangs is not left behind. */
const limitMs = 55_000;

const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end();
});

/** `appPort`: where the app listens for signed calls; without it the app comes by Socket Mode. */
export async function startSlack(appPort?: number): Promise<PracticeSlack> {
  const url = `http://127.0.0.1:${appPort}/slack/events`;
  const urls = { events: url, interactivity: url, commands: url };
  const slack = await startPracticeSlack({
    port: 0,
    clock: { now: () => new Date() },
    manifest,
    ...(appPort === undefined ? undefined : { transport: { http: urls } }),
  });
  endings.push(() => slack.stop());
  return slack;
}

export function startBoltApp(slack: PracticeSlack, port?: number): () => string {
  const app = spawn(process.execPath, [boltApp], {
    env: {
      PATH: process.env.PATH,
      SLACK_API_URL: slack.api,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      ...(port === undefined ? undefined : { PORT: String(port) }),
    },
    timeout: limitMs,
  });
  return endsWithTest(app);
}

/** What it says on both outputs, so far. */
export function endsWithTest(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (said += String(data)));
  endings.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill();
    await gone;
  });
  return () => said;
}
