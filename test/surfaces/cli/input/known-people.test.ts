import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readKnownPeople } from '../../../../src/surfaces/cli/input/known-people.ts';

const folder = mkdtempSync(join(tmpdir(), 'staunch-people-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A key of nobody: the right shape around 32 equal bytes. */
function keyOf(byte: number): string {
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  const blob = Buffer.concat([field(Buffer.from('ssh-ed25519')), field(Buffer.alloc(32, byte))]);
  return `ssh-ed25519 ${blob.toString('base64')}`;
}
const [one, other] = [keyOf(1), keyOf(2)];

function read(text: string | Buffer) {
  const path = join(folder, 'people');
  writeFileSync(path, text);
  return readKnownPeople(path);
}

describe('the people that an auditor knows', () => {
  test('stand a line each, with or without a comment, under one id or several', async () => {
    const people = await read(`# our people\n\nana ${one} ana@laptop\r\n  ben,"cem" ${other}\n`);
    expect([...people]).toEqual([
      ['ana', new Set([one])],
      ['ben', new Set([other])],
      ['cem', new Set([other])],
    ]);
  });

  test('may have more than one key', async () => {
    expect(await read(`ana ${one}\nana ${other}\n`)).toEqual(new Map([['ana', new Set([one, other])]]));
  });

  test('are not meant by a key for another purpose', async () => {
    const text = `ana namespaces="git, file" ${one}\nana namespaces="git,staunch-decision" ${other}\n`;
    expect(await read(text)).toEqual(new Map([['ana', new Set([other])]]));
  });

  test.each([
    ['no key', 'ana'],
    ['no key behind options', 'ana namespaces="staunch-decision"'],
    ['a pattern', `*@example.com ${one}`],
    ['an id that is empty', `ana,,ben ${one}`],
    ['another type of key', 'ana ssh-dss AAAAB3NzaC1kc3M='],
    ['a key that is cut off', `ana ${one.slice(0, -8)}`],
    ['a certificate authority', `ana cert-authority ${one}`],
    ['a time until which it holds', `ana valid-before="20270101" ${one}`],
    ['a quote that is not closed', `"ana ${one}`],
    ['a private key', 'ana -----BEGIN OPENSSH PRIVATE KEY-----'],
  ])('are refused with the number of the line: %s', async (_, line) => {
    await expect(read(`ben ${other}\n${line}\n`)).rejects.toMatchObject({
      class: 'usage',
      message: expect.stringContaining('Line 2 of '),
    });
  });

  test('are refused where the file is no text, and missed where there is none', async () => {
    await expect(read(Buffer.from([0xff, 0xfe]))).rejects.toMatchObject({ class: 'usage' });
    await expect(readKnownPeople(join(folder, 'none'))).rejects.toMatchObject({ class: 'missing' });
  });
});
