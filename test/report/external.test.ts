import { describe, expect, test } from 'vitest';
import { audiences, type Edition, formats } from '../../src/report/edition.ts';
import { postMortem } from '../../src/report/post-mortem.ts';
import type { ReportInput } from '../../src/report/story/report-input.ts';
import { notHandedOver } from './half-done-stories.ts';
import { recordOf, said } from './record-builder.ts';
import { retold } from './retold.ts';
import { section } from './section.ts';
import { accepted, byHand, outlived, rarities, refusedWhole, stuck, twoCredentials, undone, whole } from './stories.ts';
import { alone, aloneAgreed, aloneStopped, byExpiry, closedEarly, mended, stopped } from './under-fire-stories.ts';

const stories = {
  whole,
  stuck,
  undone,
  refusedWhole,
  rarities,
  alone,
  aloneStopped,
  aloneAgreed,
  closedEarly,
  byExpiry,
  stopped,
  mended,
  notHandedOver,
  byHand,
};
const all = Object.entries({ ...stories, twoCredentials, outlived: [...outlived, ...accepted] });

const externalOf = (input: ReportInput, format: Edition['format'] = 'md') =>
  postMortem(input, { format, audience: 'external' });

/** Every word that anybody wrote is a canary; stage titles are the playbook's, and stay. */
function withCanaries(input: ReportInput): ReportInput {
  let count = 0;
  const told = retold(input, () => {
    count += 1;
    return `canary${count}`;
  });
  expect(count).toBeGreaterThan(10);
  return { ...told, stages: told.stages.map((stage, index) => ({ ...stage, title: input.stages[index]?.title ?? '' })) };
}

describe('the edition for people outside', () => {
  test.each(all)('holds nothing that anybody wrote, in any format: %s', (_name, story) => {
    const input = withCanaries(recordOf(story));
    for (const format of formats) {
      expect(externalOf(input, format)).not.toMatch(/canary/i);
      expect(postMortem(input, { format, audience: 'internal' })).toMatch(/canary/);
    }
  });

  test.each(all)('names no person, group, credential, plan or nonce of the record: %s', (_name, story) => {
    for (const format of formats) {
      const text = externalOf(recordOf(story), format);
      expect(text).not.toMatch(/\bana\b|\bben\b|Ana Silva/i);
      expect(text).not.toMatch(/\bapp\b|main\/|10\.0\.0\.5|pg_stat_activity|ALTER ROLE/);
      expect(text).not.toMatch(/1a2b3c4d5e6f|998877665544|f00dcafe|SIGNATURE/);
      expect(text).not.toContain('"c1"');
    }
  });

  test('says that it is that edition, above and below, and in its data', () => {
    const text = externalOf(recordOf(whole));
    expect(text.match(/^> \*\*External edition\.\*\*/gm)).toHaveLength(2);
    expect(externalOf(recordOf(whole), 'html').match(/<strong>External edition\.<\/strong>/g)).toHaveLength(2);
    expect(JSON.parse(externalOf(recordOf(whole), 'json'))).toMatchObject({ v: 1, audience: 'external' });
    expect(text.split('\n')[0]).toBe('# INC-7: report for people outside');
  });

  test('tells times, stages, what was done by whom, and how that is proven', () => {
    const text = externalOf(recordOf(whole));
    expect(section(text, 'Summary')).toContain('1 credential of kind postgres-password');
    expect(section(text, 'Scorecard')).toContain('| "Cut it off" | 5 min | 01:21 | within, 03:39 to spare |');
    expect(section(text, 'Plan')).toContain(
      '| an approver (person 2) | yes | plan 1 | 2026-11-24 03:14:00 | +02:00 | signed by the person |',
    );
    expect(section(text, 'Plan')).toContain('| an on-call engineer (person 1) | no | plan 2 |');
    expect(section(text, 'Proof')).toContain('| credential 1 (postgres-password) | dead, nothing of it is left | **by use**');
    expect(section(text, 'Timeline')).toContain('An approver (person 2) said yes to plan 1.');
    expect(section(text, 'Record')).toContain('c0ffee');
  });

  test('tells what is open by its sort, and what outlived it by its end', () => {
    expect(section(externalOf(recordOf(stuck)), 'What is still open').split('\n')).toEqual([
      '- A credential is not proven cut off.',
      '- A step is stuck and waits for a person.',
    ]);
    const left = section(externalOf(recordOf([...outlived, ...accepted])), 'What outlived it');
    expect(left).toContain('| credential 1 | nothing ends it by itself | by a named person, with a reason | accepted |');
    expect(left).toContain('| credential 1 | 2026-11-24 04:12:00 | – | ends by itself |');
  });

  test('says in its summary that one person cut it off alone, or that nobody answered', () => {
    expect(section(externalOf(recordOf(alone)), 'Summary')).toContain(
      '**One person acted alone:** an on-call engineer (person 1); nobody said no',
    );
    expect(section(externalOf(recordOf(alone)), 'Plan')).toContain('carried out by one person alone');
    expect(section(externalOf(recordOf(byExpiry)), 'Summary')).toContain('**Nobody answered in time**');
    expect(externalOf(recordOf(whole))).not.toContain('alone');
  });

  test('does not call it acting alone where a no stopped it, or others agreed', () => {
    const stoppedText = externalOf(recordOf(aloneStopped));
    expect(stoppedText).toContain('| asked to act alone; stopped by the no of an approver (person 2) | plan 1 |');
    expect(stoppedText).not.toMatch(/acted alone/i);
    const agreedText = externalOf(recordOf(aloneAgreed));
    expect(agreedText).toContain('| asked to act alone; others agreed meanwhile | plan 1 |');
    expect(agreedText).not.toMatch(/acted alone/i);
    expect(JSON.parse(externalOf(recordOf(aloneStopped), 'json')).decisions[0]).toMatchObject({
      said: 'alone',
      alone: { how: 'stopped', by: 'an approver (person 2)' },
    });
  });

  test('shows no time zone: it tells where somebody lives', () => {
    for (const format of formats) {
      const text = externalOf(recordOf(mended, { zone: 'Asia/Kathmandu' }), format);
      expect(text).not.toContain('Kathmandu');
      expect(text).toBe(externalOf(recordOf(mended), format));
    }
  });

  test('counts looks and uses as people do', () => {
    const looked = (count: number) =>
      said(4_100, 'bot', 'usage.recorded', { credential: 'c1', source: 'x', count, digest: 'ee'.repeat(32), leftOut: 0 });
    const exposureOf = (...counts: number[]) => section(externalOf(recordOf([...whole, ...counts.map(looked)])), 'Exposure');
    expect(exposureOf(0)).toContain('Who used it: the bot looked once and saw no use of it.');
    expect(exposureOf(1, 0)).toContain('the bot looked twice and saw 1 use of it; rightful ones may be among them.');
    expect(exposureOf(2, 0, 0)).toContain('looked 3 times and saw 2 uses of it');
  });

  test('says what was left undone when it was closed', () => {
    expect(section(externalOf(recordOf(closedEarly)), 'What is still open')).toBe(
      '- A step was left undone when it was closed.',
    );
  });

  test('shows no name of a group that only this house knows', () => {
    const input = recordOf(whole);
    const entries = input.entries.map((entry) =>
      entry.type === 'incident.declared'
        ? { ...entry, data: { ...entry.data, people: [{ id: 'ben', groups: ['acme-payments'], ssh: null }] } }
        : entry,
    );
    const text = externalOf({ ...input, entries });
    expect(text).not.toContain('acme');
    expect(text).toContain('a responder (person 1)');
  });

  test('is the same for a record whose texts were purged', () => {
    const input = recordOf(whole);
    const purged = { ...input, entries: input.entries.map((entry) => ({ ...entry, body: null })) } as ReportInput;
    for (const format of formats) expect(externalOf(purged, format)).toBe(externalOf(input, format));
  });
});

test('every audience has every format', () => {
  for (const audience of audiences) {
    for (const format of formats) expect(postMortem(recordOf(whole), { format, audience }).endsWith('\n')).toBe(true);
  }
});
