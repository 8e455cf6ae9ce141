import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ActionLog } from '../../../src/incident/action.ts';
import { createLog, type LogLevel } from '../../../src/platform/log/log.ts';
import { createRedactor } from '../../../src/platform/redact/redactor.ts';
import { mask } from '../../../src/platform/redact/spans.ts';

function logged(options: { secrets?: string[]; level?: LogLevel } = {}) {
  const redactor = createRedactor();
  for (const secret of options.secrets ?? []) redactor.know(secret);
  const lines: string[] = [];
  const log = createLog({
    destination: { write: (line) => lines.push(line) },
    level: options.level ?? 'info',
    redactor,
  });
  return { log, lines };
}

test('a line is one JSON object with level, time, fields and message', () => {
  const { log, lines } = logged();
  log.child({ incident: 'i1' }).child({ job: 7 }).warn({ attempt: 2 }, 'the target hangs');
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    incident: 'i1',
    job: 7,
    attempt: 2,
    msg: 'the target hangs',
  });
  expect(lines[0]).toMatch(/\}\n$/);
});

test('a known value is in no line: not in the message, a field, a key, an error or its cause', () => {
  const secret = 'tr0ub"4dor\\&3';
  const { log, lines } = logged({ secrets: [secret] });
  const error = new Error(`login failed with ${secret}`, { cause: new Error(`sent ${JSON.stringify({ secret })}`) });
  log.error({ error, [secret]: secret, nested: { list: [`x${secret}`] } }, `tried ${secret}`);
  const line = lines.join('');
  expect(line).not.toContain('tr0ub');
  expect(JSON.parse(line)).toMatchObject({ [mask]: mask, nested: { list: [`x${mask}`] }, msg: `tried ${mask}` });
});

test('what clients hang on their errors is not written', () => {
  const { log, lines } = logged();
  const error = Object.assign(new Error('403'), { code: 'ERR_BAD', config: { headers: { token: 'abc' } }, request: {} });
  log.error({ error, nested: { error } as never }, 'the call failed');
  const line = JSON.parse(lines[0] ?? '');
  expect(line.error).toEqual({ name: 'Error', message: '403', code: 'ERR_BAD', stack: expect.any(String) });
  expect(line.nested.error).toEqual(line.error);
  expect(lines[0]).not.toContain('headers');
});

test('objects that are more than data are named, not dumped', () => {
  class Client {
    token = 'abcdef';
    toJSON() {
      return { token: this.token };
    }
  }
  const { log, lines } = logged();
  const ring: { self?: unknown } = {};
  ring.self = ring;
  log.info({ client: new Client(), bytes: Buffer.from('abcdef'), ring } as never, 'hello');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ client: '[Client]', bytes: '[Buffer]' });
  expect(lines[0]).not.toContain('abcdef');
});

test.each(['","lev', 'level', '":"i', 'T00:', 'true', '2026'])(
  'a line stays JSON when the value %s is also its syntax',
  (secret) => {
    const { log, lines } = logged({ secrets: [secret] });
    log.info({ on: true, was: secret, at: '2026-11-24T00:00:00Z' }, `saw ${secret}`);
    const line = JSON.parse(lines[0] ?? '');
    expect(line.msg ?? line[mask]).toBe(`saw ${mask}`);
    expect(line.was).toBe(mask);
  },
);

test('a level below the chosen one is not written', () => {
  const { log, lines } = logged({ level: 'error' });
  log.info({}, 'no');
  log.warn({}, 'no');
  log.error({}, 'yes');
  expect(lines).toHaveLength(1);
});

test('a log file is private, is appended to, and is there at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'staunch-log-'));
  try {
    const file = join(folder, 'staunch.log');
    for (const message of ['one', 'two']) {
      createLog({ destination: file, level: 'info', redactor: createRedactor() }).info({}, message);
    }
    expect(readFileSync(file, 'utf8').trimEnd().split('\n')).toHaveLength(2);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('it is the log that an action expects', () => {
  const { log, lines } = logged();
  const forAction: ActionLog = log;
  forAction.info({ step: 's1' }, 'done');
  expect(lines).toHaveLength(1);
});
