/** What cannot be a value of its kind costs no call; the random value beside it is of the same form, and never the same. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueShape } from '../../../src/capabilities/credentials/catalogue/schema.ts';
import { formFault, randomLike } from '../../../src/capabilities/credentials/catalogue/value-form.ts';

const classic = valueShape.parse({ prefixes: ['ghp_'], checksum: 'github-classic' });
const fine = valueShape.parse({ prefixes: ['github_pat_'], checksum: 'github-fine-grained' });

// Published by GitHub as an example of the format; put together here so that no scanner takes it for a leak.
const example = ['ghp_', 'zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ', '0mLq17'].join('');

describe('a value', () => {
  it('of GitHub fits its checksum, and no slip of the pen does', () => {
    expect(formFault(example, classic)).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 4, max: example.length - 1 }), fc.constantFrom('a', 'Z', '7'), (place, letter) => {
        fc.pre(example[place] !== letter);
        expect(formFault(example.slice(0, place) + letter + example.slice(place + 1), classic)).toMatch(/checksum/);
      }),
    );
  });

  it('of GitHub’s newer form carries the beginning of a digest in base 32', () => {
    const body = `github_pat_${'A'.repeat(22)}_${'b'.repeat(43)}`;
    const bits = BigInt(`0x${createHash('sha256').update(body).digest('hex').slice(0, 10)}`);
    const end = Array.from(
      { length: 8 },
      (_, index) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number((bits >> BigInt(35 - 5 * index)) & 31n)],
    );
    expect(formFault(`${body}${end.join('')}ABCDEFGH`, fine)).toBeNull();
    expect(formFault(`${body.slice(0, -1)}c${end.join('')}ABCDEFGH`, fine)).toMatch(/checksum/);
  });

  it.each([
    ['hunter2hunter2', /does not begin with ghp_/],
    ['ghp_1', /at least 8/],
    [`ghp_${'a'.repeat(5_000)}`, /at most/],
    ['ghp_abc\ndefgh', /control character/],
  ])('%j is refused in words that do not repeat it', (value, reason) => {
    const fault = formFault(value, classic) ?? '';
    expect(fault).toMatch(reason);
    expect(fault).not.toContain(value);
  });

  it('has a random one beside it with its prefix, length and kinds of characters', () => {
    const form = valueShape.parse({ prefixes: ['tok_', 'tok_live_'] });
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{24,60}$/), (rest) => {
        fc.pre(/(?:[A-Za-z0-9].*){16}/.test(rest));
        const value = `tok_live_${rest}`;
        const other = randomLike(value, form);
        const kinds = (text: string) => text.replace(/[a-z]/g, 'a').replace(/[A-Z]/g, 'A').replace(/\d/g, '0');
        expect(other).not.toBe(value);
        expect(other.startsWith('tok_live_')).toBe(true);
        expect(kinds(other)).toBe(kinds(value));
      }),
    );
  });
});
