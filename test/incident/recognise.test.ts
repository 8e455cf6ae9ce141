import { describe, expect, it } from 'vitest';
import { maskRecognised } from '../../src/incident/recognise.ts';

const recognising =
  (...values: string[]) =>
  (text: string) =>
    maskRecognised(text, (candidate) => values.includes(candidate));

describe('a value that is held no longer', () => {
  it.each([
    ['alone', 'hunter2', 'hunter2', '[redacted]'],
    ['in a sentence', 'hunter2', 'it was hunter2.', 'it was [redacted].'],
    ['in quotes', 'hunter2', '"hunter2"', '"[redacted]"'],
    ['behind an equals sign', 'hunter2', 'PGPASSWORD=hunter2 psql', 'PGPASSWORD=[redacted] psql'],
    ['with blanks inside', 'correct horse battery', 'we saw correct horse battery there', 'we saw [redacted] there'],
    ['with quotes inside', `it's "100%" <x>`, `pasted it's "100%" <x>, twice`, 'pasted [redacted], twice'],
    ['that begins and ends with a border', "'(secret)'", "x '(secret)' y", 'x [redacted] y'],
    ['that ends with an exclamation mark', 'hunter2!', 'hunter2! again', '[redacted] again'],
  ])('is masked %s', (_where, value, text, masked) => {
    expect(recognising(value)(text)).toBe(masked);
  });

  it('is not seen inside a longer word, and all else stays as it was', () => {
    expect(recognising('hunter2')('hunter22 and xhunter2')).toBe('hunter22 and xhunter2');
    expect(recognising()('any "text" at all')).toBe('any "text" at all');
    expect(recognising()('')).toBe('');
  });

  it('costs a bounded number of looks, however long the text is', () => {
    let looks = 0;
    maskRecognised('" '.repeat(50_000), () => {
      looks += 1;
      return false;
    });
    expect(looks).toBeLessThan(110_000);
  });
});
