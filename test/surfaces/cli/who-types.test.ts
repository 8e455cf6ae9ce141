/** A command that is shown can be typed as it stands: where nobody is known to type, it names a person. */
import { describe, expect, test } from 'vitest';
import { fakeDesk, type } from './fake-terminal.ts';
import { containedView, sampleGate, sampleView } from './sample-view.ts';

const everything = { provider: null, by: 'ben', at: '2026-11-24T03:14:00.000Z', reason: 'the wrong role' };
const stranger = { account: 'nobody-here' };
const stuck = sampleGate({ kind: 'stuck', step: 'probe', credential: 'c1', plan: null, for: ['ana', 'ben'] });
const residual = sampleGate({
  kind: 'residual',
  step: null,
  credential: 'c1',
  plan: null,
  residual: 'r1',
  for: ['ben', 'ana'],
});
const status = (view: ReturnType<typeof sampleView>, composition: object) =>
  type(['status', '7'], { desk: fakeDesk({ views: [view] }), composition });

describe('where neither account nor STAUNCH_PERSON says who types', () => {
  test('after stop --as PERSON, resume names the same person', async () => {
    const { out } = await type(['stop', '--reason', 'x', '--as', 'ben'], { composition: stranger });
    expect(out).toContain('Go on: npx staunch resume --as ben\n');
  });

  test('status names the first who may', async () => {
    const { out } = await status(sampleView({ waiting: [stuck, residual], stopped: [everything] }), stranger);
    expect(out).toContain('npx staunch resume --as ben\n');
    expect(out).toContain('npx staunch retry INC-7 probe --credential c1 --as ana\n');
    expect(out).toContain("npx staunch by-hand INC-7 probe --credential c1 --reason '…' --as ana\n");
    expect(out).toContain("npx staunch skip INC-7 probe --credential c1 --reason '…' --as ana\n");
    expect(out).toContain("npx staunch accept INC-7 --residual r1 --reason '…' --as ben\n");
  });

  test('whoever acts now is named, if they may', async () => {
    const desk = fakeDesk({ views: [sampleView({ waiting: [stuck] })] });
    const { out } = await type(['retry', '7', 'probe', '--as', 'ben'], { desk, composition: stranger });
    expect(out).toContain('npx staunch retry INC-7 probe --credential c1 --as ben\n');
  });

  test('what is signed names nobody but who was named: the key says who it is', async () => {
    expect((await status(sampleView(), stranger)).out).not.toContain('--as');
    const desk = fakeDesk({ views: [containedView()] });
    const { out } = await type(['note', '7', 'x', '--as', 'ben'], { desk, composition: stranger });
    expect(out).toContain('npx staunch undo INC-7 --credential c1 --as ben\n');
  });

  test('list names who stopped', async () => {
    const desk = fakeDesk({ views: [sampleView({ stopped: [everything] })] });
    expect((await type(['list'], { desk, composition: stranger })).out).toContain('npx staunch resume --as ben');
  });
});

test.each([{}, { ...stranger, person: 'ben' }])('nobody is named where it is known who types (%j)', async (composition) => {
  const view = sampleView({ waiting: [stuck, residual], stopped: [everything] });
  expect((await status(view, composition)).out).not.toContain('--as');
  expect((await type(['stop', '--reason', 'x'], { composition })).out).not.toContain('--as');
});

test('in practice whoever agreed to a cut is the one to take it back', async () => {
  expect((await status(containedView({ practice: true }), {})).out).toContain(
    'npx staunch undo INC-7 --credential c1 --as ana\n',
  );
});
