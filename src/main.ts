#!/usr/bin/env node
/** The `staunch` entry: reads the environment, puts the terminal together with the rest of the house, and ends. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { checkService } from './composition/check-service.ts';
import { checkConfig, lintPlaybook, playbookActions } from './composition/checks.ts';
import { inTerminalWords, inTerminalWordsNow } from './composition/failure.ts';
import { knownKinds, listKinds } from './composition/list-kinds.ts';
import { openDesk } from './composition/open-desk.ts';
import { drawPlaybook, walkPlaybook } from './composition/playbook-file.ts';
import { runPracticeSlack } from './composition/practice-slack.ts';
import { program } from './composition/program.ts';
import { runBot } from './composition/run-bot.ts';
import { runPractice } from './composition/run-practice.ts';
import { runPracticePage } from './composition/run-practice-page.ts';
import { readSettings } from './composition/settings.ts';
import { tryCredential } from './composition/try-credential.ts';
import { type Environment, EnvironmentError, readEnvironment } from './platform/config/environment.ts';
import { processIo } from './surfaces/cli/process-io.ts';
import { runTerminal } from './surfaces/cli/run-terminal.ts';
import type { StartOptions, TerminalComposition } from './surfaces/cli/terminal-composition.ts';
import { exitCodes } from './surfaces/cli/terminal-error.ts';
import type { TerminalIo } from './surfaces/cli/terminal-io.ts';

function composition(environment: Environment, io: TerminalIo): TerminalComposition {
  const account = userInfo().username;
  return {
    version: versionOf(),
    program,
    account,
    person: environment.person,
    kinds: (place) => inTerminalWordsNow(() => knownKinds(place, environment)),
    people: (place) => inTerminalWords(() => readSettings(place, environment, false).people),
    openDesk: (place) => inTerminalWords(() => openDesk(place, environment)),
    start: (options) => inTerminalWords(() => start(options, environment, io, account)),
    checkConfig: (place) => inTerminalWords(() => checkConfig(place, environment)),
    lintPlaybook: (file, place) => inTerminalWords(() => lintPlaybook(file, place, environment)),
    drawPlaybook: (file, detail) => inTerminalWords(() => drawPlaybook(file, detail)),
    walkPlaybook: (file, place) =>
      inTerminalWords(() => walkPlaybook(file, playbookActions(place, environment), () => performance.now())),
    listKinds: (place) => inTerminalWords(() => listKinds(place, environment)),
    checkService: (file, place) => inTerminalWords(() => checkService(file, place, environment)),
    tryCredential: (wish, place) => inTerminalWords(() => tryCredential(wish, place, environment, io.interrupted)),
    practiceSlack: (wish) => inTerminalWords(() => runPracticeSlack(wish, (sentence) => io.err(`${sentence}\n`))),
  };
}

function start(options: StartOptions, environment: Environment, io: TerminalIo, account: string): Promise<number> {
  const settings = readSettings(options, environment, options.practice);
  if (settings.mode === 'configured') return runBot(settings, environment, options, io);
  const practice = { settings, environment, options, io, program, account };
  return options.auto || options.terminal ? runPractice(practice) : runPracticePage(practice);
}

function versionOf(): string {
  const text = readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** SIGINT and SIGTERM end what is being watched or served; a second one ends the process. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(exitCodes.no);
      interrupted.abort();
    });
  }
  return interrupted.signal;
}

async function main(): Promise<number> {
  const io = processIo(interruption());
  try {
    const environment = readEnvironment();
    return await runTerminal(process.argv.slice(2), io, composition(environment, io));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

process.exitCode = await main();
