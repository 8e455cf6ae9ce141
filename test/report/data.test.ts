import { describe, expect, test } from 'vitest';
import { postMortem } from '../../src/report/post-mortem.ts';
import { nasty } from './nasty.ts';
import { at, detectedAt, headHash, purgedOf, recordOf } from './record-builder.ts';
import { retold } from './retold.ts';
import { accepted, outlived, stuck, undone, whole } from './stories.ts';
import { mended, mendedUsage } from './under-fire-stories.ts';

const jsonOf = (input: Parameters<typeof postMortem>[0]) => postMortem(input, { format: 'json', audience: 'internal' });
const dataOf = (input: Parameters<typeof postMortem>[0]) => JSON.parse(jsonOf(input));

describe('the report as JSON', () => {
  test('says what happened, when, and whether it was in time', () => {
    expect(dataOf(recordOf(whole)).incident).toMatchObject({
      number: 7,
      state: 'closed',
      detectedAt,
      declaredAt: at(41),
      cutOffAfterSeconds: 132,
      withinSeconds: 900,
      inTime: true,
    });
    expect(dataOf(recordOf(stuck)).incident).toMatchObject({ state: 'open', cutOffAfterSeconds: null, inTime: null });
  });

  test('has proofs, decisions, residuals and the timeline, each bound to its entry', () => {
    const data = dataOf(recordOf([...outlived, ...accepted]));
    expect(data.credentials[0].proofs[0]).toMatchObject({ grade: 'by-provider', before: { result: 'alive' } });
    expect(data.credentials[0].residuals[0].accepted).toMatchObject({ person: 'ana', reason: 'the nightly export may finish' });
    expect(data.decisions.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['reject', 'approve']);
    expect(data.timeline).toHaveLength(outlived.length + accepted.length);
    expect(data.record).toMatchObject({ entries: data.timeline.length, head: headHash, purged: [] });
  });

  test('has every use that was seen, and which entries were corrected', () => {
    const data = dataOf(recordOf(mended, { usage: mendedUsage }));
    expect(data.exposure.uses[0]).toMatchObject({ source: 'pg_stat_activity', count: 2, leftOut: 3 });
    expect(data.exposure.uses[0].rows[1]).toMatchObject({ from: '203.0.113.9', as: 'app' });
    expect(data.exposure.since).toMatchObject({ at: at(-7_200), basis: 'corrected' });
    expect(data.timeline[0].correctedBy).toEqual([whole.length + 2]);
  });

  test('tells purged text from text that says "[purged]"', () => {
    const data = dataOf(purgedOf(recordOf(undone)));
    expect(data.incident.title).toEqual({ purged: true });
    expect(dataOf(retold(recordOf(undone), () => '[purged]')).incident.title).toBe('[purged]');
    expect(data.record.purged.length).toBeGreaterThan(5);
  });

  test('never shows the nonce or the signature of a decision', () => {
    expect(jsonOf(recordOf(whole))).not.toMatch(/f00dcafe|SIGNATURE/);
  });

  test.each(nasty.map((text) => [text.slice(0, 40), text]))(
    'gives any text back, and shows no character that is obeyed: %j',
    (_name, text) => {
      const json = jsonOf(retold(recordOf(whole), () => text));
      expect(JSON.parse(json).incident.title).toBe(text);
      expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    },
  );
});
