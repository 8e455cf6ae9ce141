/** A service file that could strike another credential, believe a page, or means something else than it says is refused, with its place and what to write. */
import { describe, expect, it } from 'vitest';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import { ConfigError, type ConfigFault } from '../../../src/platform/config/fault.ts';
import { acornService } from './acorn-service.ts';

function faultsOf(text: string): readonly ConfigFault[] {
  try {
    readService(text, 'acorn.yml');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

/** Acorn's file with one place of it written differently. */
function written(from: string, to: string): string {
  expect(acornService).toContain(from);
  return acornService.replace(from, () => to);
}

const listWhere = `        where:
          /user: { $locator: user }
          /hint: { $derived: { first: 10, last: 4, between: "..." } }
`;
const revoke = 'request: { method: DELETE, path: [ tokens, { $id: id } ], auth: { bearer: { $identity: admin } } }';

describe('a service file', () => {
  it('is read as it stands', () => {
    expect(faultsOf(acornService)).toEqual([]);
    expect(readService(acornService, 'acorn.yml').limits).toEqual({ concurrency: 4, 'per-hour': 600, timeout: 10_000 });
  });

  it('with a slip of the pen says where it stands, and what was meant', () => {
    const [fault] = faultsOf(written('    probe:', '    prob:'));
    expect(fault).toMatchObject({ line: 21, column: 5, what: expect.stringContaining('Did you mean probe?') });
  });

  it.each([
    ['an id that no look-up takes', '{ $id: id } ]', '{ $id: key } ]', /id `key`, which no look-up/],
    [
      'a locator key that it does not have',
      '/user: { $locator: user } } } ]',
      '/user: { $locator: usr } } } ]',
      /Did you mean user/,
    ],
    [
      'an identity that it does not have',
      '$identity: admin } } }\n        found',
      '$identity: amdin } } }\n        found',
      /Did you mean admin/,
    ],
    ['text to be filled in', '{ bearer: { $value: leaked } }', '{ bearer: "{{ token }}" }', /sent as it is/],
    ['a shell variable', '{ bearer: { $value: leaked } }', `{ raw: "Bearer \${TOKEN}" }`, /sent as it is/],
    ['a slash within a part of a path', 'path: [ me ]', 'path: [ me/.. ]', /one part of a path/],
    ['a part of a path that climbs', 'path: [ me ]', 'path: [ me, .. ]', /one part of a path/],
    ['a list without a comparison', listWhere, '', /could take anybody/],
    ['a list whose only comparison is a constant', listWhere, '        where: { /state: active }\n', /which one is meant/],
    ['a hint that shows no more than a prefix', 'first: 10, last: 4', 'first: 6, last: 2', /only 2 characters/],
    ['a comparison with nothing', listWhere, `${listWhere}          /name: ""\n`, /is empty/],
    ['an id from the first place of a list', 'take: { id: /id }', 'take: { id: /ids/0 }', /stands first/],
    [
      'alive and refused that could be one answer',
      'refused: [ { status: 401, body: { /error: invalid_token } } ]',
      'refused: [ { status: 200 } ]',
      /could be the same answer/,
    ],
    [
      'a success that is no refusal',
      'refused: [ { status: 401, body: { /error: invalid_token } } ]',
      'refused: [ { status: 204 } ]',
      /how a success looks/,
    ],
    ['a service in trouble as a refusal', 'refused: [ { status: 401', 'refused: [ { status: 429', /busy or broken/],
    ['an error that shows life', 'alive: [ { status: 200, ', 'alive: [ { status: 403, ', /only an answer of 200/],
    ['done and already that could be one answer', '{ status: 202 } ]', '{ status: 404 } ]', /could be the same answer/],
    [
      'an undo of what cannot be taken back',
      'reversible: false',
      `reversible: false\n      undo: { ${revoke}, done: [ { status: 204 } ] }`,
      /exactly when it has an `undo`/,
    ],
    ['nothing to take back what can be', 'reversible: false', 'reversible: true', /exactly when it has an `undo`/],
    [
      'a call that ends everything',
      revoke,
      'request: { method: DELETE, path: [ tokens ], auth: { bearer: { $identity: admin } } }',
      /more than this one/,
    ],
    [
      'a look that deletes',
      'request: { method: GET, path: [ me ]',
      'request: { method: DELETE, path: [ me ]',
      /a look changes nothing/,
    ],
    [
      'a look-up that writes',
      'request: { method: GET, path: [ tokens ]',
      'request: { method: PATCH, path: [ tokens ]',
      /a look changes nothing/,
    ],
    [
      'a strike that says which one in a header alone',
      revoke,
      'request: { method: DELETE, path: [ tokens, "8" ], headers: { x: { $id: id } }, auth: { bearer: { $identity: admin } } }',
      /more than this one/,
    ],
    [
      'a strike that says which one in a query alone',
      revoke,
      'request: { method: DELETE, path: [ tokens, "8" ], query: { x: { $id: id } }, auth: { bearer: { $identity: admin } } }',
      /more than this one/,
    ],
    ['a strike that only reads', revoke, revoke.replace('DELETE', 'GET'), /what only reads/],
    [
      'a secret of ours in an address',
      'path: [ tokens ], auth',
      'path: [ tokens, { $identity: admin } ], auth',
      /written into logs/,
    ],
    ['another host that is not listed', 'path: [ me ]', 'host: evil.test, path: [ me ]', /does not stand in `hosts:`/],
    ['any host at all', 'title: Acorn\n', 'title: Acorn\nhosts: [ "*.acorn.test" ]\n', /no exact host/],
    ['plain HTTP as its address', 'title: Acorn\n', 'title: Acorn\nurl: http://acorn.test\n', /not https/],
    ['the name of a service that is built in', 'service: acorn', 'service: postgres', /built in/],
    ['a body of a question', 'path: [ me ]', 'path: [ me ], json: { token: { $value: leaked } }', /body of a GET/],
  ])('with %s is refused', (_what, from, to, reason) => {
    const faults = faultsOf(written(from, to));
    expect(faults.map(({ what }) => what).join('\n')).toMatch(reason);
    for (const { line, column, fix } of faults) {
      expect([line, column].every((count) => count > 0)).toBe(true);
      expect(fix.trim()).not.toBe('');
    }
  });

  it('may end more than one credential where it says so', () => {
    const all = 'request: { method: DELETE, path: [ tokens ], auth: { bearer: { $identity: admin } } }\n      mass: true';
    expect(faultsOf(written(revoke, all))).toEqual([]);
  });
});
