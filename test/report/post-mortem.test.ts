import { describe, expect, test } from 'vitest';
import { entryTypes } from '../../src/timeline/entry.ts';
import { purgedOf, recordOf, said } from './record-builder.ts';
import { markdownOf, of, section } from './section.ts';
import {
  accepted,
  agreed,
  byHand,
  declaration,
  drifted,
  foundDead,
  identified,
  outlived,
  proven,
  rarities,
  refusedWhole,
  struck,
  stuck,
  twoCredentials,
  undone,
  whole,
} from './stories.ts';
import { alone, aloneStopped, mended, stopped } from './under-fire-stories.ts';

describe('a report', () => {
  test('is the same bytes for the same record, wherever it is made', () => {
    const zone = process.env.TZ;
    const first = markdownOf(recordOf(whole));
    process.env.TZ = 'Pacific/Chatham';
    const second = markdownOf(recordOf(whole));
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
    expect(second).toBe(first);
  });

  test('has its ten sections in order, and no two empty lines', () => {
    const report = markdownOf(recordOf(whole));
    expect(report.match(/^## .*$/gm)).toEqual([
      '## 1. Summary',
      '## 2. Exposure',
      '## 3. Scorecard',
      '## 4. Plan and decisions',
      '## 5. Proof',
      '## 6. What outlived it',
      '## 7. What is still open',
      '## 8. Timeline',
      '## 9. Written by people',
      '## 10. Record',
    ]);
    expect(report).not.toContain('\n\n\n');
    expect(report.endsWith('.\n')).toBe(true);
  });

  test('says PRACTICE in its title, at the top and at the bottom, and only in practice', () => {
    const lines = markdownOf(recordOf(declaration({ practice: true })))
      .trim()
      .split('\n');
    expect(lines[0]).toMatch(/^# PRACTICE INC-7: /);
    expect(lines[2]).toMatch(/^> \*\*PRACTICE\.\*\*/);
    expect(lines.at(-1)).toMatch(/^> \*\*PRACTICE\.\*\*/);
    expect(markdownOf(recordOf(whole))).not.toContain('PRACTICE');
  });

  test('shows ids where it knows no names', () => {
    expect(of(whole, 'Plan', { people: [] })).toContain('| ben | **yes** |');
  });

  test('never shows the nonce or the signature of a decision', () => {
    const report = markdownOf(recordOf(whole));
    expect(report).not.toContain('f00dcafe');
    expect(report).not.toContain('SIGNATURE');
  });
});

describe('the summary', () => {
  test('says what leaked, how fast it was cut off, how that is proven, and what is open', () => {
    expect(of(whole, 'Summary').split('\n')).toEqual([
      '- **How bad:** Leaked: app on main (postgres-password); detected at 2026-11-24 03:12:00 and declared 00:41 later by Ana Silva (ana).',
      '  - Exposed since 2026-11-24 02:12:00, **1:02:12** until it was cut off (1:00:00 before anybody noticed).',
      '  - Used by: **the bot has not looked**.',
      '- **What was done:** It was cut off **02:12** after detection, within the limit of 15 min.',
      '  - Proof: **by use** (the credential itself was tried: it opened before the strike, and was refused after it).',
      '- **What is open:** Nothing is open; it is closed.',
    ]);
  });

  test('puts alarms first, and stays short', () => {
    const lines = of(refusedWhole, 'Summary').split('\n');
    expect(lines[0]).toMatch(/^- \*\*Alarm:\*\* \*\*1 alarm:\*\* .*entry 19/);
    expect(lines.length).toBeLessThanOrEqual(10);
  });

  test('says that the leak is public', () => {
    expect(of(stuck, 'Summary')).toContain('Leaked **in public**: app on main');
  });

  test('says how long it has not been cut off, and that this is past the limit', () => {
    expect(of(stuck, 'Summary')).toContain(
      '**It is not cut off yet**, 15:02 after detection, which is past the limit of 15 min: app on main (it still works).',
    );
  });

  test('does not call it cut off while one of two still works', () => {
    const lines = of(twoCredentials, 'Summary');
    expect(lines).toContain('Leaked: app on main (postgres-password) and web on main (postgres-password)');
    expect(lines).toContain('**It is not cut off yet**');
    expect(lines).toContain('Proof: app on main **by use**');
  });

  test('says that a proof is void once the strike was taken back', () => {
    expect(of(undone, 'Summary')).toContain('The proof is void: what was done was taken back.');
    expect(of(undone, 'Summary')).toContain('**It is not cut off any more**');
  });
});

describe('the times', () => {
  test('count from detection, before it too', () => {
    const times = of(whole, 'Scorecard');
    expect(times).toContain('| exposed since | 2026-11-24 02:12:00 | -1:00:00 |');
    expect(times).toContain('| declared | 2026-11-24 03:12:41 | +00:41 |');
    expect(times).toContain('| first call that strikes answered | 2026-11-24 03:14:04 | +02:04 |');
    expect(times).toContain('| **every credential cut off** | 2026-11-24 03:14:12 | +02:12 |');
    expect(times).toContain('| closed | 2026-11-24 04:18:40 | +1:06:40 |');
  });

  test('say "not yet" for what has not come, and how many of several are there', () => {
    expect(of(stuck, 'Scorecard')).toContain('| **contained** | not yet | – |');
    expect(of(twoCredentials, 'Scorecard')).toContain('| **every credential cut off** | not yet (1 of 2) | – |');
  });

  test('say that nobody had to be asked when nothing was left to strike', () => {
    expect(of(foundDead, 'Scorecard')).toContain('| people first asked | not needed | – |');
    expect(of(foundDead, 'Plan')).toContain('Nothing was left to strike: no plan was needed.');
    expect(of(foundDead, 'Summary')).toContain('**found dead**');
  });
});

describe('the scorecard', () => {
  test('holds each stage against its limit, and the whole against the time to the last cut-off', () => {
    const card = of(whole, 'Scorecard');
    expect(card).toContain('| "Cut it off" | 5 min | 01:21 | within, 03:39 to spare | – |');
    expect(card).toContain('| **from detection to the last cut-off** | 15 min | **02:12** | within, 12:48 to spare | – |');
  });

  test('says over by how much, and who was warned when', () => {
    const card = of(stuck, 'Scorecard');
    expect(card).toContain('| "Cut it off" | 5 min | 14:11 so far | **OVER** by 09:11 | at 100 % (+15:02) |');
    expect(card).toContain('| 15:02 so far, not cut off | **OVER** by 00:02 | at 75 % (+12:56), at 100 % (+15:01) |');
  });

  test('shows a stage that was walked twice as two', () => {
    const card = of(drifted, 'Scorecard');
    expect(card).toContain('| "Find out what leaked", run 2 | 2 min |');
    expect(card).toContain('| "Cut it off" | 5 min | 01:19, then begun anew | – | – |');
  });
});

describe('plan and decisions', () => {
  test('show each planned call with what was answered, and what of the other plan was not made', () => {
    const text = of(whole, 'Plan');
    expect(text).toContain('### Plan `1a2b3c4d5e6f`: Cut now: app may not log in');
    expect(text).toContain(
      '1. Call `ALTER ROLE "app" NOLOGIN` on main/app (can be taken back): answered "ALTER ROLE" at +02:04.',
    );
    expect(text.slice(text.indexOf('998877665544`: New'))).toContain('(can be taken back): not made.');
  });

  test('show who said what, and who vouches for it', () => {
    const text = of(whole, 'Plan');
    expect(text).toContain('| the shop would be down for an hour | attested by the bot |');
    expect(text).toContain(
      '| Ben (ben) | **yes** | `1a2b3c4d5e6f` | 2026-11-24 03:14:00 | +02:00 | – | signed by the person |',
    );
  });

  test('show how each asking ended', () => {
    expect(of(whole, 'Plan')).toContain('agreed to `1a2b3c4d5e6f` at +02:00');
    const text = of(refusedWhole, 'Plan');
    expect(text).toContain('too few answers; expired at +03:51');
    expect(text).toContain('every plan refused at +04:00');
  });

  test('show what was taken back, with the call that did it', () => {
    const text = of(undone, 'Plan');
    expect(text).toContain('| Ben (ben) | take it back | `1a2b3c4d5e6f` |');
    expect(text).toContain('- Taken back at +08:23: what plan `1a2b3c4d5e6f` did to app on main.');
    expect(text).toContain('- Call `ALTER ROLE "app" LOGIN` on main/app: answered "ALTER ROLE" at +08:23.');
  });

  test('mark a call that no plan listed', () => {
    const rogue = { call: 'DROP ROLE app', target: 'main/app', answer: 'DROP ROLE' };
    const story = [
      ...declaration(),
      ...identified,
      ...agreed,
      said(
        124,
        'bot',
        'step.done',
        { step: 'strike', credential: 'c1', job: 'j', via: 'run' },
        { summary: 'cut', calls: [rogue] },
      ),
    ];
    const text = of(story, 'Plan');
    expect(text).toContain('Call `DROP ROLE app` on main/app, **not listed in the plan**');
    expect(text).toContain('Call `ALTER ROLE "app" NOLOGIN` on main/app (can be taken back): no answer is recorded.');
  });

  test('name who skipped a step or did it by hand, and why', () => {
    const text = of(whole, 'Plan');
    expect(text).toContain(
      '| "End the sessions and tokens made with it" | done by hand | Ana Silva (ana) | +07:00 | poolers restarted |',
    );
    expect(text).toContain('| "Write what no log knows" | **skipped** | Ben (ben) | +1:06:40 | a drill |');
  });

  test('list the commands that were refused', () => {
    expect(of(whole, 'Plan')).not.toContain('Refused commands');
    expect(of(whole, 'Timeline')).toContain(
      '| approve or reject | Ana Silva (ana) | +01:30 | This yes does not count: ana is not in the group "approvers". |',
    );
  });
});

describe('the proof', () => {
  test('is a pair of looks with times, answers and its grade', () => {
    const text = of(whole, 'Proof');
    expect(text).toContain('- Proof: **by use**');
    expect(text).toContain('| before | 2026-11-24 03:12:49 | +00:49 | it opens | logged in as app to shop |');
    expect(text).toContain(
      '| after | 2026-11-24 03:14:11 | +02:11 | refused | role "app" is not permitted to log in (28000) |',
    );
    expect(text).toContain('destroyed at 2026-11-24 03:14:12: the credential is proven dead');
  });

  test('shows a look after the strike that proved nothing', () => {
    const text = of(stuck, 'Proof');
    expect(text).toContain('| before | 2026-11-24 03:12:49 | +00:49 | it opens |');
    expect(text).toContain('| after | 2026-11-24 03:14:20 | +02:20 | it opens | it logged in |');
    expect(text).toContain('- Proof: **none yet**; the last look after the strike: it opens');
  });

  test('is named as void after an undo', () => {
    expect(of(undone, 'Proof')).toContain('**void since +08:23**');
  });

  test('by hand says that no look proves it', () => {
    expect(of(byHand, 'Proof')).toContain('**by hand** (a named person says so; no look of the bot proves it)');
    expect(of(byHand, 'What outlived it')).toBe('**Not looked for** by the bot: app on main.');
  });
});

describe('what outlived it', () => {
  test('is told apart from what nobody looked for', () => {
    expect(of(whole, 'What outlived it')).toBe('Looked for, and none found: app on main.');
    expect(of(stuck, 'What outlived it')).toBe('**Not looked for** by the bot: app on main.');
  });

  test('shows until when, what would end it, and who accepted it why', () => {
    const text = of([...outlived, ...accepted], 'What outlived it');
    expect(text).toContain('| app on main: c1-sessions | 2 open sessions of app | nothing ends it by itself |');
    expect(text).toContain('| Ana Silva (ana): the nightly export may finish | still there, accepted |');
    expect(text).toContain('| 2026-11-24 04:12:00 | – | – | still there, ends by itself |');
  });

  test('says when it was gone, and when its time is over', () => {
    expect(of(rarities, 'What outlived it')).toContain('gone since +00:51');
    const later = [...outlived, said(3_700, 'person:ana', 'note.added', { about: null }, { text: 'later' })];
    expect(of(later, 'What outlived it')).toContain('its time is over');
    expect(of(later, 'What is still open')).not.toContain('a session token');
  });
});

describe('what is still open', () => {
  test('names what is stuck, with the command that would do it by hand', () => {
    expect(of(stuck, 'What is still open')).toContain(
      '**Stuck** since +02:11: "Cut it off at its source" for app on main. The bot lacks a right on main. By hand: `ALTER ROLE "app" NOLOGIN;`, `SELECT 1;`',
    );
  });

  test('names loose residuals until somebody accepts them, and values that are still held', () => {
    const open = of(outlived, 'What is still open');
    expect(open).toContain(
      '**Still works after app on main:** 2 open sessions of app. End it (`SELECT pg_terminate_backend(7)`), or accept',
    );
    expect(open).toContain('The leaked value of app on main is still held, encrypted, until 2026-11-24 03:42:41');
    expect(of([...outlived, ...accepted], 'What is still open')).not.toContain('Still works after');
  });

  test('names the question that nobody has answered', () => {
    const asked = [...declaration(), ...identified];
    expect(of(asked, 'What is still open')).toContain(
      '**People are being asked**, and too few have answered: before "Cut it off", until +03:51.',
    );
    expect(of(refusedWhole, 'What is still open')).toContain('Every plan was refused before "Cut it off"');
    expect(of([...asked, ...agreed], 'What is still open')).not.toContain('asked');
  });

  test('names the steps that wait to be done by hand', () => {
    expect(of([...declaration(), ...identified, ...agreed, ...struck, ...proven], 'What is still open')).toContain(
      'To be done by hand by on-call: "End the sessions and tokens made with it", asked at +02:12.',
    );
  });

  test('forgets a stuck step when the plan is made anew', () => {
    expect(of(drifted, 'What is still open')).not.toContain('Stuck');
  });

  test('is nothing at the end, but what was skipped is still said', () => {
    expect(of(whole, 'What is still open')).toBe(
      'Nothing waits for a person.\n\nSkipped, so never done: "Write what no log knows".',
    );
  });
});

/** The rows of the timeline, without the commands that were refused. */
const rowsOf = (story: Parameters<typeof of>[0]) => (of(story, 'Timeline').split('\n\n')[0] ?? '').split('\n').slice(2);

describe('the timeline', () => {
  test('has a row for every entry, with its number and its offset', () => {
    const rows = rowsOf(whole);
    expect(rows).toHaveLength(whole.length);
    expect(rows[21]).toBe(
      '| 22 | 2026-11-24 03:14:00 | +02:00 | Ben (ben) | **Agreed:** enough people said yes to plan `1a2b3c4d5e6f`. |',
    );
  });

  test('has a sentence for every type of entry', () => {
    const stories = [
      whole,
      outlived,
      accepted,
      stuck,
      undone,
      refusedWhole,
      rarities,
      drifted,
      alone,
      aloneStopped,
      stopped,
      mended,
    ];
    const told = new Set(stories.flat().map(({ draft }) => draft.type));
    expect(Object.keys(entryTypes).filter((type) => !told.has(type as never))).toEqual([]);
    for (const story of stories) {
      for (const row of rowsOf(story)) expect(row).toMatch(/[.")*\]] \|$/);
    }
  });
});

describe('the parts for people and for auditors', () => {
  test('leave visible gaps for what no log knows', () => {
    const text = of(whole, 'Written by people');
    expect(text.match(/\*\*TODO:\*\*/g)).toHaveLength(5);
    expect(text).toContain('| TODO | TODO | TODO |');
    expect(text).toContain('| Skipped: "Write what no log knows". Do it, or say why it is not needed. | TODO | TODO |');
    expect(text).toContain('Notes taken on the way stand in the timeline: entry 37.');
  });

  test('say what the report was made from', () => {
    const text = of(whole, 'Record');
    expect(text).toContain(`- Entries: ${whole.length}, the last at 2026-11-24 04:18:40 UTC`);
    expect(text).toContain('`0b5ce0fb-1111-8222-9333-444455556666`');
    expect(text).toContain('`MCowBQYDK2VwAyEAexample`');
    expect(text).toContain('| Ben (ben) | on-call, approvers | listed |');
  });
});

describe('a record whose texts were purged', () => {
  const report = markdownOf(purgedOf(recordOf(whole)));

  test('still tells who decided what, and how it was proven', () => {
    expect(section(report, 'Plan')).toContain('| Ben (ben) | **yes** | `1a2b3c4d5e6f` |');
    expect(section(report, 'Summary')).toContain('It was cut off **02:12** after detection');
    expect(section(report, 'Proof')).toContain('| before | *[purged]* | – | it opens | *[purged]* |');
  });

  test('shows that text is gone instead of inventing any', () => {
    expect(report.split('\n')[0]).toBe('# INC-7: *[purged]*');
    expect(section(report, 'Scorecard')).toContain('| first call that strikes answered | *[purged]* | – |');
    expect(section(report, 'Record')).toContain('the text of 20 entries was removed on purpose');
    expect(report).not.toMatch(/undefined|null|NaN|\[object/);
  });

  test('cannot be faked by somebody who writes "[purged]"', () => {
    const faked = of(declaration({ title: '*[purged]*' }), 'Timeline');
    expect(faked).toContain('"\\*\\[purged\\]\\*"');
  });
});

test('an instant that is none is shown as it was written', () => {
  const input = recordOf(whole);
  const entries = input.entries.map((entry) =>
    entry.type === 'incident.declared' ? { ...entry, data: { ...entry.data, exposedSince: 'last | week' } } : entry,
  );
  expect(section(markdownOf({ ...input, entries }), 'Scorecard')).toContain('| exposed since | last \\| week | – |');
});
