import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCatalogue, readOneMore } from '../../src/composition/catalogue.ts';
import { ConfigError } from '../../src/platform/config/fault.ts';

const file = (service: string, kind: string) => `service: ${service}
title: Test
sources: [https://docs.example.com]
kinds:
  ${kind}:
    title: Test token
    probe:
      request: { method: GET, path: [me], auth: { bearer: { $value: leaked } } }
      alive: [{ status: 200 }]
      refused: [{ status: 401 }]
    revoke:
      title: End it
      request: { method: DELETE, path: [me], auth: { bearer: { $value: leaked } } }
      done: [{ status: 204 }]
      breaks: its users
      who: itself
      reversible: false
`;

let folder: string;
let none: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staunch-catalogue-'));
  none = join(folder, 'none');
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text);

function faultsOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError)
      return error.faults.map(({ file: at, line, column, what }) => ({ at, line, column, what }));
    throw error;
  }
  return [];
}

describe('the services of a folder', () => {
  test('are all its YAML files, by name; all else is left alone', async () => {
    await write('b.yml', file('bee', 'bee-token'));
    await write('a.yaml', file('ant', 'ant-token'));
    await write('notes.txt', 'no service');
    await write('.hidden.yml', 'no service');
    expect(readCatalogue(folder, none).map(({ service }) => service)).toEqual(['ant', 'bee']);
  });

  test('are none where there is no folder', () => {
    expect(readCatalogue(join(folder, 'nowhere'), none)).toEqual([]);
  });

  test('a faulty one is a fault with its file, line and column, beside those of all others', async () => {
    await write('a.yml', file('ant', 'ant-token').replace('revoke:', 'revoek:'));
    await write('b.yml', 'service: [');
    await write('c.yml', new Uint8Array([0xff, 0xfe, 0x00]));
    await write('d.yml', `# ${'x'.repeat(140_000)}`);
    await mkdir(join(folder, 'e.yml'));
    const faults = faultsOf(() => readCatalogue(folder, none));
    expect(new Set(faults.map(({ at }) => at))).toEqual(
      new Set(['a', 'b', 'c', 'd', 'e'].map((name) => join(folder, `${name}.yml`))),
    );
    expect(faults).toContainEqual({
      at: join(folder, 'a.yml'),
      line: 11,
      column: 5,
      what: expect.stringContaining('Did you mean revoke?'),
    });
  });

  test('more than anybody writes by hand are refused', async () => {
    for (let index = 0; index <= 200; index += 1) await write(`${index}.yml`, '');
    expect(faultsOf(() => readCatalogue(folder, none))).toMatchObject([
      { at: folder, what: expect.stringContaining('at most 200') },
    ]);
  });
});

describe('a name', () => {
  test('of a service or a kind is taken once: the second one is at fault, where it stands', async () => {
    await write('a.yml', file('ant', 'ant-token'));
    await write('b.yml', file('ant', 'ant-token'));
    const at = join(folder, 'b.yml');
    const first = join(folder, 'a.yml');
    expect(faultsOf(() => readCatalogue(folder, none))).toEqual([
      { at, line: 1, column: 1, what: `the service ant is described by ${first} already` },
      { at, line: 5, column: 3, what: `the kind ant-token is described by ${first} already` },
    ]);
  });

  test.each([
    ['service', file('postgres', 'my-token')],
    ['kind', file('mine', 'postgres-password')],
  ])('that code has taken is no %s of a file', async (_, text) => {
    await write('a.yml', text);
    expect(faultsOf(() => readCatalogue(folder, none))).toMatchObject([{ what: expect.stringContaining('built in') }]);
  });

  test('may be that of a file in the catalogue, when one file is looked at alone: it takes its place', async () => {
    await write('a.yml', file('ant', 'ant-token'));
    const services = readCatalogue(folder, none);
    await write('new.yml', file('ant', 'ant-key'));
    const { service, services: with_ } = readOneMore(services, join(folder, 'new.yml'));
    expect(Object.keys(service.kinds)).toEqual(['ant-key']);
    expect(with_).toEqual([service]);
    await write('other.yml', file('bee', 'ant-token'));
    expect(faultsOf(() => readOneMore(services, join(folder, 'other.yml')))).toMatchObject([{ line: 5, column: 3 }]);
  });
});
