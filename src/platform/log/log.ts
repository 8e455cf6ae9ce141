import { pino } from 'pino';
import type { Json } from '../canonical.ts';
import type { Redactor } from '../redact/redactor.ts';
import { plain } from './plain.ts';

/** What is known beside the message. An error may stand in it: only its name, message, code, stack and causes are written. */
export type Fields = Record<string, Json | Error | Date | undefined>;

/** One JSON line an event. Everything is redacted as it is written. */
export type Log = {
  info(fields: Fields, message: string): void;
  warn(fields: Fields, message: string): void;
  error(fields: Fields, message: string): void;
  /** A log that adds `fields` to each of its lines. */
  child(fields: Fields): Log;
};

export type LogLevel = 'info' | 'warn' | 'error' | 'silent';

/** A file descriptor, a file's path (made with 0600, appended to), or anything that takes lines. */
export type LogDestination = number | string | { write(line: string): unknown };

/** A log of JSON lines: `{"level":"info","time":"2026-11-24T03:12:00.000Z",…fields,"msg":"…"}`. */
export function createLog(options: { destination: LogDestination; level: LogLevel; redactor: Redactor }): Log {
  const { redactor } = options;
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // The last stage: what comes out of here is what is written.
      hooks: { streamWrite: (line) => redactLine(line, redactor) },
    },
    opened(options.destination),
  );
  return logWith({}, (level, fields, message) => logger[level](plain(fields), message));
}

type Write = (level: 'info' | 'warn' | 'error', fields: Fields, message: string) => void;

function logWith(bound: Fields, write: Write): Log {
  return {
    info: (fields, message) => write('info', { ...bound, ...fields }, message),
    warn: (fields, message) => write('warn', { ...bound, ...fields }, message),
    error: (fields, message) => write('error', { ...bound, ...fields }, message),
    child: (fields) => logWith({ ...bound, ...fields }, write),
  };
}

function opened(destination: LogDestination): { write(line: string): unknown } {
  if (typeof destination === 'object') return destination;
  const to = typeof destination === 'number' ? { fd: destination } : { dest: destination, append: true, mode: 0o600 };
  // Written at once: the last lines before a SIGKILL are the ones somebody will want to read.
  const stream = pino.destination({ ...to, sync: true });
  // A full disk or a closed pipe costs log lines; it must not cost the incident.
  stream.on('error', () => {});
  return stream;
}

/** The line redacted, and still one line of JSON: a value such as `12:0` or `","a` also occurs in the line's own syntax. */
function redactLine(line: string, redactor: Redactor): string {
  const body = line.trimEnd();
  const redacted = redactor.text(body);
  if (redacted === body) return line;
  if (isJson(redacted)) return `${redacted}\n`;
  return `${JSON.stringify(redactor.json(JSON.parse(body)))}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
