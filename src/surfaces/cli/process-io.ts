import { setTimeout as delay } from 'node:timers/promises';
import { createLogUpdate } from 'log-update';
import { systemClock } from '../../platform/clock.ts';
import { readHiddenLine } from './input/hidden-line.ts';
import type { LiveScreen, TerminalIo } from './terminal-io.ts';

/** Width when the output is no terminal. */
const plainColumns = 100;

/**
 * The real terminal: this process's standard streams. A reader that goes away (`| head`) ends the output, not the command.
 * Colour follows NO_COLOR, FORCE_COLOR and TERM as Node reads them.
 */
export function processIo(interrupted: AbortSignal): TerminalIo {
  const { stdin, stdout, stderr } = process;
  return {
    out: quietWhenBroken(stdout),
    err: quietWhenBroken(stderr),
    input: {
      keyboard: stdin.isTTY === true,
      bytes: () => stdin,
      askHidden: (question) => readHiddenLine(stdin, (text) => stderr.write(text), question),
    },
    screen: {
      columns: () => stdout.columns ?? plainColumns,
      colour: stdout.isTTY === true && stdout.hasColors(),
      live: stdout.isTTY === true ? liveScreen(stdout) : null,
    },
    clock: systemClock,
    sleep: async (ms) => {
      await delay(ms, undefined, { signal: interrupted }).catch(() => undefined);
    },
    interrupted,
  };
}

function quietWhenBroken(stream: NodeJS.WriteStream): (text: string) => void {
  let broken = false;
  stream.on('error', () => {
    broken = true;
  });
  return (text) => {
    if (!broken) stream.write(text);
  };
}

/** ED 2 and CUP (ECMA-48): erase the screen, then stand at its upper left. */
const wholeScreen = '\u001b[2J\u001b[H';

function liveScreen(stdout: NodeJS.WriteStream): LiveScreen {
  const update = createLogUpdate(stdout);
  let drawn = false;
  // Another width wraps the old frame anew: how many lines it takes is not known any more, so all of the screen goes.
  stdout.on('resize', () => {
    if (!drawn) return;
    update.clear();
    stdout.write(wholeScreen);
  });
  return {
    rows: () => stdout.rows ?? 24,
    draw(frame) {
      drawn = true;
      update(frame);
    },
    clear: () => update.clear(),
    done() {
      drawn = false;
      update.done();
    },
  };
}
