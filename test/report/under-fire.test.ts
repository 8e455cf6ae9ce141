import { describe, expect, test } from 'vitest';
import { recordOf } from './record-builder.ts';
import { markdownOf, of, section } from './section.ts';
import { outlived, stuck, whole } from './stories.ts';
import { alone, aloneAgreed, aloneStopped, byExpiry, closedEarly, mended, mendedUsage, stopped } from './under-fire-stories.ts';

describe('an agreement that several people did not make', () => {
  test('by one person alone stands in the summary, with the countdown and why', () => {
    expect(of(alone, 'Summary')).toContain('**One person acted alone:** Ana Silva (ana).');
    const text = of(alone, 'Plan');
    expect(text).toContain('**one person acted alone** on `1a2b3c4d5e6f` at +04:00');
    expect(text).toContain('| +03:51, asked again 2 times |');
    expect(text).toContain('| Ana Silva (ana) | **acted alone** | `1a2b3c4d5e6f` |');
    expect(text).toContain('| nobody is awake | attested by the bot |');
    expect(text).toContain('| +03:00 | +04:00 | **nobody said no**, so it was carried out |');
    expect(of(alone, 'Written by people')).toContain('One person acted alone: look at it together');
  });

  test('shows a countdown that somebody stopped', () => {
    expect(of(aloneStopped, 'Plan')).toContain('| stopped by the no of Ben (ben) |');
    expect(of(aloneStopped, 'Plan')).toContain(
      '| Ana Silva (ana) | asked to act alone; stopped by the no of Ben (ben) | `1a2b3c4d5e6f` |',
    );
    expect(of(aloneStopped, 'Timeline')).toContain('Ana Silva (ana) **asked to act alone** on plan `1a2b3c4d5e6f`');
    expect(markdownOf(recordOf(aloneStopped))).not.toMatch(/acts alone|acted alone/);
  });

  test('says who agreed while one person was about to act alone', () => {
    expect(of(aloneAgreed, 'Plan')).toContain('| Ana Silva (ana) | asked to act alone; others agreed meanwhile |');
    expect(markdownOf(recordOf(aloneAgreed))).not.toContain('acted alone');
  });

  test('does not take a countdown that still runs for an act', () => {
    expect(of(alone.slice(0, -1), 'Plan')).toContain(
      '| asked to act alone; the countdown was not over when this record ended |',
    );
  });

  test('by expiry says that nobody answered', () => {
    expect(of(byExpiry, 'Plan')).toContain('**nobody answered**, so the playbook acted on `1a2b3c4d5e6f`');
    expect(of(byExpiry, 'Summary')).toContain('**Nobody answered in time**');
  });
});

test('a stop that nobody ended is the first open point', () => {
  const [first] = of(stopped, 'What is still open').split('\n');
  expect(first).toContain('**Every call that changes anything is stopped** since +01:20 by Ben (ben)');
  expect(of(stopped, 'What is still open')).not.toContain('main that changes');
});

test('closing ends what waited: it was left undone, and is not to be done any more', () => {
  const open = of(closedEarly, 'What is still open');
  expect(open).toContain('Left undone when it was closed; it was to be done by hand by on-call: "End the sessions');
  expect(open).not.toContain('To be done by hand');
  expect(of(closedEarly, 'Summary')).toContain('**1 point was left open when it was closed:** see section 7.');
  expect(of(closedEarly, 'Summary')).not.toContain('still open');
});

describe('the exposure', () => {
  const input = recordOf(mended, { usage: mendedUsage });
  const text = section(markdownOf(input), 'Exposure');

  test('rests on who said since when, and on the proof that ended it', () => {
    const said = of(whole, 'Exposure');
    expect(said).toContain(
      '| **exposed since** | 2026-11-24 02:12:00 | -1:00:00 | Ana Silva (ana) said so when declaring it (entry 1). |',
    );
    expect(said).toContain('| **cut off:** app on main | 2026-11-24 03:14:12 | +02:12 | Proof: **by use**');
    expect(said).toContain('It was exposed for **1:02:12**');
  });

  test('follows the last correction, and shows what was said before', () => {
    expect(text).toContain('| **exposed since** | 2026-11-24 01:12:00 | -2:00:00 | Ana Silva (ana) corrected it');
    expect(text).toContain('| said as well | 2026-11-24 02:12:00 |');
    expect(text).toContain('It was exposed for **2:02:12**');
  });

  test('shows who was seen using it, and how many were not kept', () => {
    expect(text).toContain('**2 uses seen** of app on main by pg_stat_activity (entry 47); 3 more were seen and not kept.');
    expect(text).toContain('| 2026-11-24 02:57:00 | 203.0.113.9 | app | SELECT \\* FROM customers | – |');
    expect(text).toContain('| first use seen | 2026-11-24 01:48:40 |');
  });

  test('says that rows were purged, instead of that there were none', () => {
    expect(of(mended, 'Exposure')).toContain('The rows: *[purged]*');
  });

  test('does not take "nobody looked" for "nobody came in"', () => {
    expect(of(whole, 'Exposure')).toContain('**The bot has not looked.**');
  });

  test('is not over while a credential still works', () => {
    expect(of(stuck, 'Exposure')).toContain('**It is exposed still**: for 1:15:02');
    expect(of(stuck, 'Exposure')).toContain('| **not cut off:** app on main | – | – | No proof ends it. |');
  });
});

describe('what was mended afterwards', () => {
  test('stands beside the entry that it corrects', () => {
    const rows = of(mended, 'Timeline').split('\n');
    expect(rows[2]).toContain('| 1 | 2026-11-24 03:12:41 |');
    expect(rows[2]).toContain(
      '**Corrected** at 2026-11-24 04:22:00 by Ana Silva (ana) (entry 48): "the log was public two hours before"',
    );
  });

  test('names each purge, who ordered it and why', () => {
    expect(of(mended, 'Record')).toContain(
      'Entry 49: Ben (ben) had the text of entry 37 deleted at 2026-11-24 04:23:40 UTC: "it named a customer"',
    );
  });

  test('a late note has its own time and the one that it speaks of', () => {
    expect(of(whole, 'Timeline')).toContain(
      '| 37 | 2026-11-24 03:18:40 | +06:40 | Ana Silva (ana) | Note about 2026-11-24 03:13:00:',
    );
  });
});

describe('local time', () => {
  const zoned = (zone: string) => section(markdownOf(recordOf(whole, { zone })), 'Timeline').split('\n');

  test('stands beside UTC where whoever reads lives elsewhere', () => {
    expect(zoned('America/New_York')[2]).toContain('| 1 | 2026-11-24 03:12:41 | 2026-11-23 22:12:41 | +00:41 |');
    expect(zoned('Asia/Kathmandu')[0]).toBe('| # | UTC | Asia/Kathmandu | from detection | who | what happened |');
  });

  test('is left out in UTC, and for a zone that nobody knows', () => {
    expect(zoned('UTC')[0]).toBe('| # | UTC | from detection | who | what happened |');
    expect(zoned('Mars/Olympus')[0]).toBe('| # | UTC | from detection | who | what happened |');
  });
});

describe('the proposed actions', () => {
  test('come from what was accepted and what took too long', () => {
    const accepted = of([...outlived], 'Written by people');
    expect(accepted).toContain('| End what still works: 2 open sessions of app. | TODO | TODO |');
    expect(of(stuck, 'Written by people')).toContain('Stage "Cut it off" took 09:11 longer than its 5 min');
  });

  test('leave rows to fill in', () => {
    expect(of(whole, 'Written by people').match(/^\| TODO \| TODO \| TODO \|$/gm)).toHaveLength(3);
  });
});

describe('the drawing', () => {
  const drawn = (story: Parameters<typeof of>[0]) => of(story, 'Scorecard').match(/```text\n[\s\S]*?\n```/g) ?? [];

  test('holds moments and stages against the limit, in 80 columns', () => {
    const [whole_ = ''] = drawn(whole);
    for (const line of whole_.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(whole_).toMatch(/^cut off +\* +\| +\+02:12$/m);
    expect(whole_).toMatch(/^Cut it off +=+ +! +\| +01:21 of 5 min$/m);
    expect(whole_).toMatch(/^Write it down .*=>.*59:40 of 72 h$/m);
  });

  test('enlarges what went fast, and only that', () => {
    expect(drawn(whole)).toHaveLength(2);
    expect(drawn(whole)[1]).toContain('The first 02:12, enlarged');
    expect(drawn(stuck)).toHaveLength(1);
  });

  test('of an incident that goes on for days ends after four limits, where what matters can still be seen', () => {
    const late = [...stuck.slice(0, 20), ...stuck.slice(20).map((one) => ({ ...one, seconds: one.seconds + 1_000_000 }))];
    expect(drawn(late)[0]).toMatch(/ 1 h$/m);
  });
});
