/** The command that a person is shown: pasted into a shell, it asks for the secrets and says to curl exactly what the bot would have sent. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { serviceKinds } from '../../../src/capabilities/credentials/catalogue/kind.ts';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import type { PlanTarget } from '../../../src/timeline/plan.ts';
import { acornService } from './acorn-service.ts';

const target = {
  name: 'acorn',
  http: { name: 'acorn', url: 'https://acorn.test/base/', hosts: [], addresses: [], tls: 'verify' as const, timeoutMs: 1_000 },
  identities: new Map(),
  concurrency: 1,
  perHour: 60,
};

const agreed = (ids: Record<string, string>, user = 'alice'): PlanTarget => ({
  credential: 'c1',
  kind: 'acorn-token',
  locator: { target: 'acorn', user },
  fingerprint: null,
  verb: 'revoke',
  ids,
  caps: {},
  calls: [],
});

function commandOf(request: string, ids: Record<string, string>, user?: string): string {
  const text = acornService.replace(/request: \{ method: DELETE.*\n/, `request: ${request}\n`);
  expect(text).toContain(request);
  const ask = async () => {
    throw new Error('Nothing is asked to write a command.');
  };
  const [kind] = serviceKinds(readService(text, 'acorn.yml'), { targets: new Map([['acorn', target]]), ask });
  return kind?.byHand(agreed(ids, user)) ?? '';
}

/** What curl would be told, with `secrets` typed in the order in which they are asked for. */
function told(command: string, secrets: string[]): string[] {
  const shown = execFileSync('bash', ['-c', `curl() { cat; }\n${command}`], {
    input: secrets.map((one) => `${one}\n`).join(''),
    encoding: 'utf8',
  });
  return shown.split('\n').filter((line) => line !== '');
}

/** A quoted setting as curl reads it. */
const setting = (lines: string[], name: string) =>
  lines.filter((line) => line.startsWith(`${name} = `)).map((line) => line.slice(name.length + 4, -1).replace(/\\(.)/g, '$1'));

describe('the command for a person', () => {
  it('deletes by the id that was found, as the account that may', () => {
    const lines = told(
      commandOf('{ method: DELETE, path: [ tokens, { $id: id } ], auth: { bearer: { $identity: admin } } }', { id: '7' }),
      ['s3cret'],
    );
    expect(setting(lines, 'url')).toEqual(['https://acorn.test/base/tokens/7']);
    expect(setting(lines, 'request')).toEqual(['DELETE']);
    expect(setting(lines, 'header')).toEqual(['authorization: Bearer s3cret']);
  });

  it('brings the leaked value in a body that is JSON, whatever else stands there', () => {
    const request = `{ method: POST, path: [ revoke ], json: { token: { $value: leaked }, who: { $locator: user }, why: 'a "quoted" \\ $(touch x) \`y\`' } }`;
    const lines = told(commandOf(request, { id: '7' }, 'o"brien $HOME'), ['acorn_leaked']);
    expect(JSON.parse(setting(lines, 'data-binary')[0] ?? '')).toEqual({
      token: 'acorn_leaked',
      who: 'o"brien $HOME',
      why: 'a "quoted" \\ $(touch x) `y`',
    });
  });

  it('encodes what stands in an address, and leaves as it is what stands in a form', () => {
    const request =
      '{ method: POST, path: [ users, { $locator: user }, { $id: id } ], query: { "of[]": "a b" }, form: { user: { $locator: user } } }';
    const lines = told(commandOf(request, { id: 'a2' }, 'ann@acorn.test'), []);
    expect(setting(lines, 'url')).toEqual(['https://acorn.test/base/users/ann%40acorn.test/a2?of%5B%5D=a%20b']);
    expect(setting(lines, 'data-urlencode')).toEqual(['user=ann@acorn.test']);
  });

  it('holds no secret', () => {
    const command = commandOf(
      '{ method: DELETE, path: [ tokens, { $value: leaked } ], auth: { basic: { user: { $identity: admin, part: user }, password: { $identity: admin } } } }',
      { id: '7' },
    );
    expect(command).toContain('/tokens/$LEAKED');
    expect(command).toContain('user = "$ADMIN_USER:$ADMIN"');
  });
});
