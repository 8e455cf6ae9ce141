import { describe, expect, it } from 'vitest';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import { targetSchemaOf } from '../../../src/capabilities/credentials/catalogue/target.ts';
import { acornService } from './acorn-service.ts';

const schema = targetSchemaOf(readService(acornService, 'acorn.yml'));
const written = (address: string) => ({ kind: 'acorn', url: 'https://acorn.test', addresses: [address] });

describe('a private address of a target', () => {
  it.each(['10.1.2.3', '10.0.0.0/8', 'fd00::1', 'fd00::/8'])('can be %s', (address) => {
    expect(schema.safeParse(written(address)).success).toBe(true);
  });

  // Each would be listed and never match, or match everything.
  it.each(['127.1', '0x7f000001', 'localhost', '10.0.0.0/33', '0.0.0.0/0', '::/0', '*', ''])('cannot be %j', (address) => {
    const [issue] = schema.safeParse(written(address)).error?.issues ?? [];
    expect(issue).toMatchObject({ path: ['addresses', 0], message: expect.stringContaining('no address or range') });
  });
});
