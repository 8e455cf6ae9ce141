import { describe, expect, it } from 'vitest';
import { scramVerifier } from '../../../src/capabilities/clients/postgres/scram.ts';

describe('a SCRAM verifier', () => {
  it('has PostgreSQL’s form and another salt each time', () => {
    const form = /^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/;
    const [first, second] = [scramVerifier('password'), scramVerifier('password')];
    expect(first).toMatch(form);
    expect(second).toMatch(form);
    expect(first).not.toBe(second);
  });

  it('agrees with the keys of RFC 7677’s example exchange', () => {
    // Salt and password of the example; its client proof and server signature follow from these two keys.
    const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');
    expect(scramVerifier('pencil', salt)).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it.each([['pässword'], [''], ['two words']])('refuses %j, which would need normalising', (password) => {
    expect(() => scramVerifier(password)).toThrow(RangeError);
  });
});
