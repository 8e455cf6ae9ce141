import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/platform/redact/redactor.ts';
import { looksSecret } from '../../../../src/surfaces/slack/hear/looks-secret.ts';

const redactor = createRedactor();
const suspects = (text: string) => looksSecret(text, redactor.text);

describe('a secret that was typed where it does not belong is seen', () => {
  it.each([
    ['a key share of 33 bytes in hex', `my share is ${'9f3a'.repeat(16)}1c`],
    ['a key share in base64', 'q1Zx8Lr0PzT5m2VbN7yKcQwE4uHsJdFgAiXoRtYvBn0='],
    ['a token of a known format', `ghp_${'a1B2'.repeat(9)}`],
    ['a random token', 'use xMkbidcdSahSSg7AtD6CH3Bf9juEdZr please'],
    ['a key share behind its name', `share:${'9f3a'.repeat(16)}1c`],
    ['a key share in a setting', `key=${'9f3a'.repeat(16)}1c`],
    ['a key share in JSON', `{"keys":["${'9f3a'.repeat(16)}1c"]}`],
    ['a key share in base64 behind its name', 'share=q1Zx8Lr0PzT5m2VbN7yKcQwE4uHsJdFgAiXoRtYvBn0='],
    ['two of them, with a comma', `${'q1Zx8Lr0PzT5m2VbN7yK'},${'cQwE4uHsJdFgAiXoRtYvBn0q1Zx8Lr0P'}`],
    ['a key share as a number', `0x${'9f3a'.repeat(16)}1c`],
    ['a key share that was broken in two lines', `${'9f3a'.repeat(8)}1\n${'c07b'.repeat(8)}2`],
    ['a key share in groups', '9f3ac07b '.repeat(8)],
    ['a token in an address', `https://git.internal/x?access=${'a1Z2c3Y4'.repeat(5)}`],
    ['a password in a URL', 'postgres://app:s3cretpassword@db.internal/app'],
  ])('%s', (_what, text) => expect(suspects(text)).toBe(true));

  it('whatever random bytes it is made of', () => {
    const share = fc.constant(null).map(() => randomBytes(33).toString('hex'));
    fc.assert(fc.property(share, (text) => suspects(`share: ${text}.`)));
  });

  it('a value that is held now, however plain', () => {
    redactor.know('correct horse');
    expect(suspects('the password is correct horse, I think')).toBe(true);
    redactor.forget('correct horse');
  });
});

describe('what people need to say is no secret', () => {
  it.each([
    ['a role', 'shop_496f'],
    ['a long role', 'application_reporting_readonly_production_v2'],
    ['a commit', 'pushed in 135e094b1c9a0f7de4a2b3c4d5e6f708192a3b4c'],
    ['two commits', `between ${'135e094b'.repeat(5)} and ${'7de4a2b3'.repeat(5)}, ${'7de4a2b3'.repeat(5)}`],
    ['two ids', '0a4222ed-b697-8dad-9684-82d09ba11d28 0a4222ed-b697-8dad-9684-82d09ba11d29'],
    ['what a cloud calls a role', 'arn:aws:iam::123456789012:role/Admin-Reporting2-ReadOnly'],
    ['a time', '2026-11-24T03:12:00.000Z'],
    ['an address', 'https://git.internal/team/Repository1/commit/AbCdEf0123456789AbCdEf'],
    ['a host', 'db-1.prod.eu-west-1.Internal.example.com'],
    ['a sentence', 'Every client would have to follow at night; Ana checked it at 03:12.'],
    ['nothing', ''],
  ])('%s', (_what, text) => expect(suspects(text)).toBe(false));
});
