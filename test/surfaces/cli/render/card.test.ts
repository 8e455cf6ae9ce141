import { describe, expect, test } from 'vitest';
import { renderCard, renderLiveCard, renderVerdict } from '../../../../src/surfaces/cli/render/card.ts';
import { renderChanges } from '../../../../src/surfaces/cli/render/changes.ts';
import { renderListLine } from '../../../../src/surfaces/cli/render/list.ts';
import { columnsOf } from '../../../../src/surfaces/cli/render/measure.ts';
import { colourPaint, type Page, plainPaint } from '../../../../src/surfaces/cli/render/page.ts';
import { renderPlans } from '../../../../src/surfaces/cli/render/plans.ts';
import { renderPractice } from '../../../../src/surfaces/cli/render/practice.ts';
import { renderTimelineLine } from '../../../../src/surfaces/cli/render/timeline.ts';
import { containedView, now, sampleCredential, sampleGate, samplePlan, sampleView } from '../sample-view.ts';

const page = (more: Partial<Page> = {}): Page => ({ columns: 80, paint: plainPaint, now, program: 'npx staunch', ...more });
const nasty = 'app\u001b[2J\u009b31m\u202egpj\nexe\u0000';

describe('the card at a glance', () => {
  test('how bad: title, state, and a clock to the second', () => {
    const [title, clock] = renderCard(sampleView(), page()).split('\n');
    expect(title).toMatch(/^INC-7 {2}Password of role app on main +OPEN$/);
    expect(clock).toMatch(/^04:12 of 15:00 since detection {2}█+░+ {2}10:48 left$/);
  });

  test('the clock stops at the last cut, and tells when it was too late', () => {
    expect(renderCard(containedView(), page({ now: new Date('2026-11-24T09:00:00Z') }))).toContain(
      'cut off after 04:59 of 15:00 since detection',
    );
    expect(renderCard(sampleView(), page({ now: new Date('2026-11-24T03:28:02Z') }))).toMatch(
      /16:02 of 15:00 since detection {2}█+ {2}01:02 over the limit/,
    );
  });

  test('what is wanted stands before everything else, with the command to type', () => {
    const card = renderCard(sampleView(), page());
    expect(card.indexOf('WANTED FROM YOU')).toBeLessThan(card.indexOf('WHAT LEAKED'));
    expect(card).toContain('\n    npx staunch approve INC-7 --plan 3f9a12bc\n');
    expect(renderCard(sampleView({ waiting: [] }), page())).not.toContain('WANTED');
  });

  test('a command of several lines stands as it is, at the margin: a shell finds its end only there', () => {
    const byHand = `curl --config - <<END\nurl = "https://acme.example.com/${'long/'.repeat(20)}"\nEND`;
    const stuck = sampleGate({ kind: 'stuck', step: 'prove', credential: 'c1', what: 'it still works', byHand });
    expect(renderCard(sampleView({ waiting: [stuck] }), page())).toContain(`\n${byHand}\n`);
  });

  test('a stuck step offers the value only where it is missing', () => {
    const stuck = sampleGate({ kind: 'stuck', step: 'probe', credential: 'c1', what: 'it cannot be tried' });
    expect(renderCard(sampleView({ waiting: [stuck] }), page())).not.toContain('hand-in');
    const without = sampleView({ waiting: [stuck], credentials: [sampleCredential({ held: false })] });
    expect(renderCard(without, page())).toContain('npx staunch hand-in INC-7 c1\n');
    const identify = { ...without, waiting: [{ ...stuck, step: 'identify' }] };
    expect(renderCard(identify, page())).not.toContain('hand-in');
  });

  test('a proof that found it alive offers another strike and another look, and no word by hand', () => {
    const stuck = sampleGate({ kind: 'stuck', step: 'prove', credential: 'c1', plan: null, what: 'it still opens' });
    const after = { result: 'alive', at: now.toISOString(), detail: 'login OK' } as const;
    const alive = sampleCredential({ proof: { grade: null, before: null, after } });
    const card = renderCard(sampleView({ credentials: [alive], waiting: [stuck] }), page());
    expect(card.match(/npx staunch (?:retry|by-hand) .*/g)).toEqual([
      'npx staunch retry INC-7 strike --credential c1',
      'npx staunch retry INC-7 prove --credential c1',
    ]);
    expect(renderCard(sampleView({ waiting: [stuck] }), page())).toContain('npx staunch by-hand INC-7 prove');
  });

  test('between strike and proof it neither works nor is cut off', () => {
    const open = sampleView();
    const steps = (prove: 'running' | 'stuck') =>
      ['strike', 'prove'].map(
        (id) => ({ id, title: id, by: 'bot', state: id === 'strike' ? 'done' : prove, summary: null }) as const,
      );
    const struck = (prove: 'running' | 'stuck') => ({
      ...open,
      stages: open.stages.map((each) => (each.id === 'contain' ? { ...each, steps: steps(prove) } : each)),
    });
    expect(renderCard(struck('running'), page())).toContain('STRUCK, being proven');
    expect(renderCard(struck('stuck'), page())).toContain('STILL WORKS');
    expect(renderChanges(open, struck('running'), page())).toContain('c1 app on main: STRUCK, being proven');
  });

  test('what is dead opens nothing any more; what else it did is another question', () => {
    const dead = containedView({ credentials: [sampleCredential({ state: 'dead' })] });
    expect(renderCard(dead, page())).toContain('DEAD, proven: it opens nothing any more');
  });

  test('the verdict at the end fits a screen: state, clock, proof, titles, and where all of it is', () => {
    const instructions = 'one\ntwo\nthree';
    const waiting = Array.from({ length: 12 }, (_, index) =>
      sampleGate({ kind: 'by-hand', step: `step-${index}`, plan: null, what: `Do ${index}`, instructions }),
    );
    const lines = renderVerdict(containedView({ waiting }), page(), 19).trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(19);
    expect(lines[0]).toMatch(/CONTAINED$/);
    expect(lines[1]).toContain('cut off after 04:59');
    expect(lines.join('\n')).toMatch(
      /CUT OFF, proven[\s\S]*refused: 28000[\s\S]*by-use[\s\S]*! step-0: Do 0[\s\S]*… and \d+ more/,
    );
    expect(lines.at(-1)).toBe('All of it: npx staunch status INC-7');
    expect(lines.join('\n')).not.toContain('two');
  });

  test('while it is watched, what is done by hand stands by its title', () => {
    const step = sampleGate({
      kind: 'by-hand',
      step: 'end-sessions',
      plan: null,
      what: 'End them',
      instructions: 'the long way',
    });
    const live = renderLiveCard(sampleView({ waiting: [sampleGate(), step] }), page(), 60);
    expect(live).toContain('! end-sessions: End them');
    expect(live).not.toContain('the long way');
    expect(live).toContain('npx staunch approve INC-7');
  });

  test('each plan that is asked for has its own yes and no', () => {
    const card = renderCard(sampleView(), page());
    expect(card.match(/npx staunch approve .*/g)).toEqual(
      ['3f9a12bc', '3f9a99dd'].map((hash) => `npx staunch approve INC-7 --plan ${hash}`),
    );
    expect(card.match(/npx staunch reject/g)).toHaveLength(2);
  });

  test('two residuals of one credential are offered once each', () => {
    const residuals = ['r1', 'r2'].map((id) => ({ id, what: 'a session', until: null, endedBy: null, acceptedBy: null }));
    const waiting = residuals.map(({ id }) =>
      sampleGate({ kind: 'residual', credential: 'c1', plan: null, residual: id, what: `${id}: a session still works` }),
    );
    const card = renderCard(sampleView({ credentials: [sampleCredential({ residuals })], waiting }), page());
    expect(card.match(/--residual r\d/g)).toEqual(['--residual r1', '--residual r2']);
  });

  test('a residual without an end asks to be accepted by its id', () => {
    const credential = sampleCredential({
      state: 'cut-off',
      residuals: [{ id: 'r2', what: 'a session', until: null, endedBy: 'a restart', acceptedBy: null }],
    });
    const card = renderCard(
      sampleView({
        credentials: [credential],
        waiting: [sampleGate({ kind: 'residual', credential: 'c1', residual: 'r2', what: 'Who answers for it?' })],
      }),
      page(),
    );
    expect(card).toContain("npx staunch accept INC-7 --residual r2 --reason '…'");
    expect(card.replace(/\s+/g, ' ')).toContain('still works, no end by itself; ended by: a restart');
  });

  test('credentials in the words of people, with the proof pair and what outlives it', () => {
    const card = renderCard(containedView(), page());
    expect(card).toContain('c1  app on main  (postgres-password)  CUT OFF, proven');
    expect(card).toContain('before      03:15:50Z  opens: login OK');
    expect(card).toContain('after       03:16:59Z  refused: 28000');
    expect(card).toContain('proof       by-use: tried it itself, before and after');
    expect(card).toContain('still works until 04:12:00Z');
  });

  test('stages with their marks and own clocks', () => {
    const card = renderCard(sampleView(), page());
    expect(card).toMatch(/✓ Identify +00:15\/02:00/);
    expect(card).toMatch(/▶ Contain +00:17\/05:00 {2}waits for you/);
    expect(card).toMatch(/· Notify +05:00/);
  });

  test('alarms cannot be missed', () => {
    expect(renderCard(sampleView({ alarms: [{ at: now.toISOString(), what: 'a forged row' }] }), page())).toContain(
      'ALARM\n! 03:16:12Z  a forged row',
    );
  });

  test('a live card fits the screen and says what is missing', () => {
    const lines = renderLiveCard(sampleView(), page(), 12).split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatch(/^… \d+ more lines: npx staunch status INC-7$/);
  });

  test('a command wider than the screen counts as the rows it takes', () => {
    const program = `npx staunch --data /a/long/path/${'x'.repeat(40)}`;
    const lines = renderLiveCard(sampleView(), page({ program }), 24).split('\n');
    expect(lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(columnsOf(line) / 80)), 0)).toBeLessThan(24);
    expect(lines[0]).toMatch(/^INC-7/);
    expect(lines.join('\n')).toContain('STILL WORKS');
  });

  test('a verdict that does not fit beside its credential stands below it', () => {
    const hint = 'reports_97f1_of_the_whole_company on practice-97f1';
    const lines = renderCard(sampleView({ credentials: [sampleCredential({ hint, state: 'dead' })] }), page()).split('\n');
    expect(lines).toContain('    DEAD, proven: it opens nothing any more');
  });

  test.each([60, 80, 120])('no line but a command is wider than %i columns', (columns) => {
    const wide = sampleView({
      title: '漏洩した秘密'.repeat(20),
      credentials: [sampleCredential({ breaks: ['x'.repeat(300)] })],
    });
    const text =
      renderCard(wide, page({ columns })) +
      renderPlans(wide, page({ columns })) +
      renderCard(containedView(), page({ columns }));
    const over = text.split('\n').filter((line) => columnsOf(line) > columns && !line.includes('npx staunch'));
    expect(over).toEqual([]);
  });
});

describe('PRACTICE stands on every render', () => {
  const view = sampleView({ practice: true });
  test.each([
    ['card', () => renderCard(view, page())],
    ['plans', () => renderPlans(view, page())],
    ['list', () => renderListLine(view, page())],
    ['changes', () => renderChanges(null, view, page())],
    ['practice', () => renderPractice({ view, tickers: [], message: null, report: null, remains: [] }, page(), 60)],
  ])('%s', (_, render) => {
    expect(render()).toContain('PRACTICE');
  });

  test('and on nothing real', () => {
    const real = sampleView();
    expect(renderCard(real, page()) + renderPlans(real, page()) + renderListLine(real, page())).not.toContain('PRACTICE');
  });
});

describe('text from outside cannot move the cursor, paint or turn around', () => {
  const view = sampleView({
    title: nasty,
    requester: nasty,
    credentials: [
      sampleCredential({ hint: nasty, breaks: [nasty], remarks: [{ severity: 'warning', text: nasty, grant: nasty }] }),
    ],
    waiting: [sampleGate({ what: nasty, byHand: nasty, for: [nasty] })],
    plans: [samplePlan({ title: nasty, breaks: [nasty], expectedOutage: nasty })],
    alarms: [{ at: now.toISOString(), what: nasty }],
  });
  test.each([
    ['card', () => renderCard(view, page())],
    ['plans', () => renderPlans(view, page())],
    ['list', () => renderListLine(view, page())],
    ['changes', () => renderChanges(null, view, page())],
    [
      'timeline',
      () => renderTimelineLine({ seq: 1, at: now.toISOString(), type: nasty, actor: nasty, [nasty]: nasty }, page()),
    ],
    [
      'practice',
      () =>
        renderPractice(
          { view, tickers: [{ label: nasty, tone: 'bad', text: nasty }], message: nasty, report: nasty, remains: [nasty] },
          page(),
          60,
        ),
    ],
  ])('%s', (_, render) => {
    const text = render().replaceAll('\n', '');
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).not.toContain('gpj\nexe');
  });
});

test('colour paints, and changes no letter', () => {
  const painted = renderCard(containedView({ practice: true }), page({ paint: colourPaint }));
  expect(painted).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what colour is made of.
  expect(painted.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderCard(containedView({ practice: true }), page()));
});

test('a plan card says what breaks, what can be taken back, who may say yes, and its short hash last', () => {
  const text = renderPlans(sampleView(), page());
  for (const part of [
    'WHAT WILL HAPPEN 1 of 2',
    '4 sessions of shop',
    'can be taken back',
    '1 of on-call (ana, ben)',
    '1. ALTER ROLE "app" NOLOGIN  on main',
  ]) {
    expect(text).toContain(part);
  }
  expect(text.indexOf('3f9a12bc')).toBeGreaterThan(text.indexOf('who says yes'));
});

test('changes are told once', () => {
  expect(renderChanges(sampleView(), sampleView(), page())).toBe('');
  expect(renderChanges(sampleView(), containedView(), page())).toContain('INC-7  c1 app on main: CUT OFF, proven\n');
});

describe('the practice screen', () => {
  const tickers = [
    { label: 'attacker', tone: 'bad', text: 'login OK' },
    { label: 'shop', tone: 'good', text: 'OK' },
  ] as const;

  test('shows both clients, the clock and one key for each plan', () => {
    const text = renderPractice(
      { view: sampleView({ practice: true }), tickers: [...tickers], message: null, report: null, remains: [] },
      page(),
      60,
    );
    expect(text).toContain('● attacker  login OK');
    expect(text).toContain('● shop      OK');
    expect(text).toContain('04:12 of 15:00');
    expect(text).toContain('[1] Cut now');
    expect(text).toContain('[2] New password');
  });

  test('afterwards the proof pair, the report and what remains', () => {
    const text = renderPractice(
      {
        view: containedView({ practice: true }),
        tickers: [...tickers],
        message: null,
        report: '/d/INC-7.md',
        remains: ['tell the owners'],
      },
      page(),
      60,
    );
    for (const part of ['CUT OFF, proven', 'opens: login OK', 'refused: 28000', '/d/INC-7.md', '· tell the owners'])
      expect(text).toContain(part);
    expect(text).not.toContain('[1]');
  });
});

describe('the practice screen on a low terminal', () => {
  const tickers = ['attacker logs in', 'his open session', 'the shop'].map(
    (label) => ({ label, tone: 'bad', text: 'x'.repeat(90) }) as const,
  );
  const frame = { tickers, message: null, report: null, remains: [] };
  const choosing = sampleView({ practice: true });
  const sizes = [60, 80].flatMap((columns) => [12, 16, 24, 40].map((rows) => [columns, rows] as const));

  test.each(sizes)('%i x %i: banner, tickers, clock and keys stay, and nothing is above the edge', (columns, rows) => {
    const many = sampleView({
      practice: true,
      plans: choosing.plans.map((plan) => ({ ...plan, breaks: Array(9).fill('4 sessions of shop') })),
    });
    for (const view of [choosing, many]) {
      const lines = renderPractice({ ...frame, view, message: 'Too late.' }, page({ columns }), rows).split('\n');
      expect(lines.length).toBeLessThan(rows);
      expect(lines.filter((line) => columnsOf(line) > columns)).toEqual([]);
      const text = lines.join('\n');
      for (const part of [
        'PRACTICE',
        'attacker logs in',
        'his open session',
        'the shop',
        'of 15:00',
        'Press a key',
        '[1] Cut now',
        '[2] New',
        '[q]',
      ])
        expect(text).toContain(part);
    }
  });

  test('the calls give way first, then what breaks', () => {
    const at = (rows: number) => renderPractice({ ...frame, view: choosing }, page(), rows);
    expect(at(40)).toContain('NOLOGIN');
    expect(at(20)).not.toContain('NOLOGIN');
    expect(at(20)).toContain('outage: until replaced');
    expect(at(13)).not.toContain('outage');
  });

  test.each(sizes)('%i x %i: afterwards the verdict, the report and the way out stay', (columns, rows) => {
    const remains = [...Array(6).fill('a long thing to do '.repeat(6)), 'Take it back: npx staunch undo INC-7 --credential c1'];
    const view = containedView({ practice: true });
    const text = renderPractice({ ...frame, view, report: '/d/INC-7.md', remains }, page({ columns }), rows);
    expect(text.split('\n').length).toBeLessThan(rows);
    for (const part of ['PRACTICE', 'the shop', 'CUT OFF, proven', '[q]']) expect(text).toContain(part);
    expect(text.split('\n').filter((line) => columnsOf(line) > columns && !line.includes('npx staunch'))).toEqual([]);
    if (rows >= 24) for (const part of ['refused: 28000', '/d/INC-7.md', 'undo INC-7']) expect(text).toContain(part);
  });
});

test('plans that were all refused say so, and how to be asked anew', () => {
  const plans = sampleView().plans.map((plan) => ({ ...plan, state: 'refused' }) as const);
  const stuck = sampleGate({ kind: 'stuck', step: 'contain.gate', plan: null, what: 'Every plan was refused.' });
  const text = renderPlans(sampleView({ plans, gate: null, waiting: [stuck] }), page());
  expect(text).toContain('EVERY PLAN WAS REFUSED');
  expect(text).toContain('npx staunch retry INC-7 contain.gate');
  expect(text).not.toContain('WHAT WILL HAPPEN');
});

test('instructions keep their lines: what belongs to a number stays under it', () => {
  const instructions = 'Do this first.\n1. One thing,\n   and what goes with it.\n2. Another.';
  const step = sampleGate({ kind: 'by-hand', step: 'end-sessions', plan: null, what: 'End the sessions', instructions });
  expect(renderCard(sampleView({ waiting: [step] }), page())).toContain(
    '    Do this first.\n    1. One thing,\n       and what goes with it.\n    2. Another.\n',
  );
});
