import { describe, expect, it } from 'vitest';
import { grade, type Seen } from '../../../src/capabilities/actions/grade.ts';
import type { ProbeResult } from '../../../src/timeline/proof.ts';

const settling = { looks: 3, everyMs: 1_000, atMostLooks: 5 };
const look = (result: ProbeResult) => ({ result, at: '2026-11-24T03:12:00.000Z', detail: `used: ${result}` });
const results = { A: 'alive', R: 'refused', C: 'could-not-tell' } as const;
const words = { y: 'yes', n: 'no', c: 'could-not-tell', x: 'could-not-tell' } as const;

/** "Ry" is a look refused by use while the provider says yes; x: the provider could not be asked. */
function seen(looks: string): Seen[] {
  return looks
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [use, provider] = [...pair] as [keyof typeof results, keyof typeof words];
      return {
        use: look(results[use]),
        provider: { cutOff: words[provider], detail: `provider: ${words[provider]}`, looked: provider !== 'x' },
      };
    });
}

describe('the grade of a proof', () => {
  it.each([
    ['more', 'alive', ''],
    ['more', 'alive', 'Ry Ry'],
    ['by-use', 'alive', 'Ry Ry Ry'],
    ['by-use', 'alive', 'Rn Rn Rn'],
    ['by-use', 'alive', 'Cy Ry Ry Ry'],
    ['found-dead', 'refused', 'Ry Ry Ry'],
    ['by-provider', null, 'Cy Cy Cy'],
    ['by-provider', 'could-not-tell', 'Cy Cy Cy'],
    ['by-provider', 'could-not-tell', 'Ry Ry Ry'],
    ['by-provider', 'alive', 'Cy Cy Cy'],
    ['more', 'alive', 'Ry Cy Ry'],
    ['by-provider', 'alive', 'Ry Cy Ry Cy Ry'],
    ['more', 'could-not-tell', 'Rn Rn Rn'],
    ['more', null, 'Cy Cn Cy'],
    ['more', null, 'Cn Cn Cn'],
    ['more', null, 'Cy Cc Cy'],
    ['failed', null, 'Cn Cn Cn Cn Cn'],
    ['failed', 'could-not-tell', 'Cc Cc Cc Cc Cc'],
    ['failed', 'could-not-tell', 'Rc Rc Rc Rc Rc'],
    ['failed', 'alive', 'An'],
    ['failed', 'alive', 'Ry Ry Ay'],
    ['more', 'alive', 'Rx Rx Rx'],
    ['by-use', 'alive', 'Rx Rx Rx Ry'],
    ['by-use', 'alive', 'Rx Rx Rx Rx Rx'],
  ] as const)('is %s: before %s, then %s', (expected, before, looks) => {
    const verdict = grade(before === null ? null : look(before), seen(looks), settling);
    expect(verdict.kind === 'proven' ? verdict.grade : verdict.kind).toBe(expected);
  });

  it('keeps what the last look by use said, and adds the provider’s word', () => {
    const verdict = grade(null, seen('Cy Cy Cy'), settling);
    expect(verdict).toMatchObject({ after: { result: 'could-not-tell', detail: 'used: could-not-tell; provider: yes' } });
  });

  it('says that it is still alive, and what to do', () => {
    expect(grade(look('alive'), seen('An'), settling)).toMatchObject({ reason: expect.stringMatching(/still alive.*retry/) });
  });
});

/** The same, one look a second. */
function eachSecond(looks: string): Seen[] {
  const at = (second: number) => new Date(Date.parse(look('alive').at) + second * 1_000).toISOString();
  return seen(looks).map((one, second) => ({ ...one, use: { ...one.use, at: at(second) } }));
}

describe('the grade of a proof at a provider that needs up to ten seconds', () => {
  const slow = { ...settling, lagMs: 10_000 };

  it.each([
    ['more', 'An'],
    ['more', 'An An An An An An An'],
    ['more', 'An An An An An An An Ry'],
    ['more', 'An An An An An An An Ry Ry'],
    ['by-use', 'An An An An An An An Ry Ry Ry'],
    ['more', 'Ry Ry An Ry Ry'],
    ['by-use', 'Ry Ry An Ry Ry Ry'],
    ['by-use', 'Ry Ry Ry'],
    ['more', 'An An An Cn Cn'],
    ['failed', 'An An An Cn Cn Cn Cn Cn'],
    ['failed', 'An An An An An An An An An An An'],
  ] as const)('is %s after %s', (expected, looks) => {
    const verdict = grade(look('alive'), eachSecond(looks), slow);
    expect(verdict.kind === 'proven' ? verdict.grade : verdict.kind).toBe(expected);
  });
});
