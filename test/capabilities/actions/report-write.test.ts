import { expect, test } from 'vitest';
import { reportWrite } from '../../../src/capabilities/actions/report-write.ts';
import { recordOf } from '../../report/record-builder.ts';
import { whole } from '../../report/stories.ts';
import { contextFor, doneOutput, inputFor } from './stage.ts';

const context = contextFor(undefined, { record: async () => recordOf(whole) });

test('the report of the record so far is written down, and the step says where', async () => {
  const written: unknown[] = [];
  const action = reportWrite(async (incident, { md, html, json }) => {
    written.push(incident, md.split('\n')[0], html.split('\n')[0], JSON.parse(json).incident.number);
    return '/data/reports/INC-1.md';
  });
  const output = doneOutput(await action.run(inputFor(null), context));
  expect(written).toEqual([{ id: 'i1', number: 1 }, '# INC-7: Password of app in a public log', '<!doctype html>', 7]);
  expect(output).toEqual({
    summary: 'written to /data/reports/INC-1.md, with .html and .json beside it; its parts marked TODO are for people',
  });
});

test('a disk without room is told in words, and the record goes on without the files', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const result = await reportWrite(() => Promise.reject(full)).run(inputFor(null), context);
  expect(result).toMatchObject({ kind: 'failed', failure: { class: 'retryable' } });
  expect(JSON.stringify(result)).toContain('ENOSPC: no space left on device, write. Only the files are missing');
});

test('it needs no decision, since nothing outside is touched', () => {
  const { name, effect, gives } = reportWrite(async () => '');
  expect({ name, effect, gives }).toEqual({ name: 'report.write', effect: 'read', gives: 'document' });
});
