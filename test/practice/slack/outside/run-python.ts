/** Runs the script that knows Slack by Slack's own client for Python. */
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { pythonProgram } from '../../../servers/installed.ts';

const script = resolve(import.meta.dirname, 'stock_client.py');
/** It makes fifty calls; a machine with one core has other things to do, too. */
const limitMs = 50_000;

export type Given = { api: string; botToken: string; appToken: string; person: string };

export function startPython(what: 'web' | 'socket', given: Given): ChildProcess {
  const env = {
    PATH: process.env.PATH,
    SLACK_API_URL: given.api,
    SLACK_BOT_TOKEN: given.botToken,
    SLACK_APP_TOKEN: given.appToken,
    SLACK_PERSON: given.person,
  };
  return spawn(pythonProgram, ['-B', '-W', 'ignore', script, what], { env, timeout: limitMs, stdio: 'pipe' });
}
