/** What a value of a kind looks like: a slip of the pen, or a placeholder, costs no call. Pure, but for `randomLike`. */
import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ValueForm } from './schema.ts';

/** What does not fit, as the second half of "the value …"; null when it may be one. */
export function formFault(value: string, form: ValueForm | undefined): string | null {
  if (/\p{Cc}/u.test(value)) return 'holds a line end or another control character';
  if (form === undefined) return null;
  if (value.length < form.min) return `has ${value.length} characters, and such a value has at least ${form.min}`;
  if (value.length > form.max) return `has ${value.length} characters, and such a value has at most ${form.max}`;
  if (form.prefixes.length > 0 && !form.prefixes.some((prefix) => value.startsWith(prefix)))
    return `does not begin with ${form.prefixes.join(' or ')}`;
  return checksumFits(value, form.checksum)
    ? null
    : 'has a checksum that does not fit: it was mistyped, cut off, or is a placeholder';
}

function checksumFits(value: string, checksum: ValueForm['checksum']): boolean {
  if (checksum === 'github-classic') return gitHubClassic(value);
  if (checksum === 'github-fine-grained') return gitHubAny(value);
  return true;
}

/** Both of GitHub's forms: by the prefix. */
function gitHubAny(value: string): boolean {
  return value.startsWith('github_pat_') ? gitHubFineGrained(value) : gitHubClassic(value);
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const classicEnd = 6;

/** The last six characters are the CRC-32 of what stands between the prefix and them, in base 62. Other lengths have no checksum. */
function gitHubClassic(value: string): boolean {
  const [, body = '', end = ''] = /^gh[a-z]_([A-Za-z0-9]{30}|[A-Za-z0-9]{70})([A-Za-z0-9]{6})$/.exec(value) ?? [];
  if (end === '') return true;
  let rest = crc32(body);
  let digits = '';
  while (rest > 0) {
    digits = base62.charAt(rest % base62.length) + digits;
    rest = Math.floor(rest / base62.length);
  }
  return digits.padStart(classicEnd, '0') === end;
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';
const fineEnd = 8;

/**
 * `github_pat_` + 22 + `_` + 43, then 8 of a base-32 SHA-256 over all before them, then 8 more. Upper or lower case.
 * Values of another length have no checksum that is known here.
 */
function gitHubFineGrained(value: string): boolean {
  const [, body = '', end = ''] =
    /^(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{43})([A-Za-z0-9]{8})[A-Za-z0-9]{8}$/.exec(value) ?? [];
  if (end === '') return true;
  const bits = [...createHash('sha256').update(body).digest()].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = Array.from({ length: fineEnd }, (_, index) =>
    base32.charAt(Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)),
  );
  return digits.join('') === end.toLowerCase();
}

const classes = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const;

/** Another value of the same form: its known prefix, and each other letter and digit by chance. */
export function randomLike(value: string, form: ValueForm | undefined): string {
  const prefix = (form?.prefixes ?? [])
    .filter((one) => value.startsWith(one))
    .reduce((a, b) => (b.length > a.length ? b : a), '');
  const rest = [...value.slice(prefix.length)].map((letter) => {
    const same = classes.find((letters) => letters.includes(letter));
    return same === undefined ? letter : same.charAt(randomInt(same.length));
  });
  return prefix + rest.join('');
}
