/** `export` and `verify` at the terminal, on bundles that this project keeps. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fakeDesk, type } from './fake-terminal.ts';

const corpus = resolve('test/fixtures/bundles/0.1.0');
const bundle = join(corpus, 'contained.ndjson');
const key = join(corpus, 'record-key.pub.pem');
const text = readFileSync(bundle, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'staunch-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('verify', () => {
  test('says yes to a bundle under the known key, and what was checked', async () => {
    const ran = await type(['verify', bundle, '--key', key, '--json']);
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ ok: true, key: 'known', outsideAnchors: 0, firstFault: null, faults: [] });
    expect((ran.json().checked as string[]).length).toBeGreaterThan(8);
    expect(ran.json().head).toMatch(/^[0-9a-f]{64}$/);
  });

  test('takes the key as its 32 bytes in base64 too', async () => {
    const recordKey = String((JSON.parse(text.slice(0, text.indexOf('\n'))) as { recordKey: string }).recordKey);
    expect((await type(['verify', bundle, '--key', recordKey])).code).toBe(0);
    expect((await type(['verify', bundle, '--key', file('raw.txt', `${recordKey}\n`)])).code).toBe(0);
  });

  test('without a key the answer is no, and it says how to get one', async () => {
    const ran = await type(['verify', bundle]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^NOT OK/);
    expect(ran.out).toContain('may have made its key too');
    expect(ran.out).toContain('record-key.pub.pem');
  });

  test('another key is refused and named', async () => {
    const ran = await type(['verify', bundle, '--key', `${'A'.repeat(43)}=`, '--json']);
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.json()).toMatchObject({ ok: false, key: 'another' });
  });

  test('a witness file counts as outside anchors', async () => {
    const ran = await type(['verify', bundle, '--key', key, '--witness', join(corpus, 'witness.ndjson'), '--json']);
    expect(ran.code).toBe(0);
    expect(ran.json().outsideAnchors).toBeGreaterThan(0);
  });

  test.each([
    ['an empty one', ''],
    ['one of another bot', '{"at":"2026-11-24T00:00:00.000Z","v":1}\n'],
    ['one that holds no text', Buffer.from([0, 255, 254, 10, 128])],
  ])('a witness file that says nothing of this incident is no witness: %s', async (_, content) => {
    const witness = ['--witness', file('silent.ndjson', content)];
    const ran = await type(['verify', bundle, '--key', key, ...witness, '--json']);
    expect(ran.code).toBe(1);
    expect(ran.json()).toMatchObject({ ok: false, outsideAnchors: 0, key: 'known' });
    expect((ran.json().firstFault as { what: string }).what).toContain('say nothing of this incident');
    expect((await type(['verify', bundle, '--key', key, ...witness])).out).toMatch(/^NOT OK/);
    const beside = ['--witness', join(corpus, 'witness.ndjson')];
    expect((await type(['verify', bundle, '--key', key, ...witness, ...beside])).code).toBe(0);
  });

  test('what was given and could not be held against a file that cannot be read is "not checked"', async () => {
    const broken = file('broken.ndjson', text.slice(0, -3));
    const ran = await type(['verify', broken, '--key', key, '--json']);
    expect(ran.json()).toMatchObject({ ok: false, key: 'not checked', people: 'not given' });
    expect((await type(['verify', broken, '--json'])).json()).toMatchObject({ key: 'not given' });
  });

  test.each([
    ['a byte order mark in front', `\ufeff${text}`, 'a byte order mark stands in front'],
    ['a line in front', `# from the archive\n${text}`, 'Line 1: it is not JSON'],
    ['other line ends', text.replaceAll('\n', '\r\n'), 'its line end was changed to CR LF'],
    ['another way of writing the text', Buffer.from(`\ufeff${text}`, 'utf16le'), 'UTF-8'],
    ['a format that is still to come', text.replace(',"v":1}', ',"v":2}'), 'made by a newer version of Staunch'],
  ])('a bundle with %s is a changed bundle, and it says what happened', async (_, content, why) => {
    const ran = await type(['verify', file('carried.ndjson', content), '--key', key, '--json']);
    expect(ran.code).toBe(1);
    expect((ran.json().firstFault as { what: string }).what).toContain(why);
  });

  describe('with the keys of people', () => {
    type Person = { id: string; ssh: string };
    const declared = text.split('\n').find((line) => line.includes('incident.declared')) ?? '{}';
    const { people } = (JSON.parse((JSON.parse(declared) as { header: string }).header) as { data: { people: Person[] } }).data;
    const listed = (list: Person[]) => file('people', list.map(({ id, ssh }) => `${id} ${ssh}\n`).join(''));
    const given = (list: Person[]) => type(['verify', bundle, '--key', key, '--people', listed(list), '--json']);

    test('says yes where each is the one that the record pins', async () => {
      const ran = await given(people);
      expect(ran.code).toBe(0);
      expect(ran.json()).toMatchObject({ ok: true, people: 'known', firstFault: null });
    });

    test('names who has another key, and who is not in the list', async () => {
      const [ana, ben, ...rest] = people as [Person, Person, ...Person[]];
      const swapped = await given([{ ...ana, ssh: ben.ssh }, { ...ben, ssh: ana.ssh }, ...rest]);
      expect(swapped.code).toBe(1);
      expect(swapped.json()).toMatchObject({ ok: false, people: 'another', firstFault: { seq: 1 } });
      expect((swapped.json().faults as unknown[]).length).toBe(2);
      const missing = await given([ben, ...rest]);
      expect(missing.json()).toMatchObject({ ok: false, people: 'another' });
      expect((missing.json().firstFault as { what: string }).what).toContain('ana, who is not in the list');
    });

    test('without them the answer may be yes, and it says that whose keys these are is left open', async () => {
      const ran = await type(['verify', bundle, '--key', key]);
      expect(ran.code).toBe(0);
      expect(ran.out).toContain('give --people FILE');
      expect((await type(['verify', bundle, '--key', key, '--json'])).json()).toMatchObject({ people: 'not given' });
    });

    test('a line that is none is wrong usage, and named; a file that is not there is missing', async () => {
      const ran = await type(['verify', bundle, '--key', key, '--people', file('people', '# ours\nana\n')]);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('Line 2 of ');
      expect((await type(['verify', bundle, '--key', key, '--people', join(folder, 'nowhere')])).code).toBe(3);
    });
  });

  test('a changed word is refused, and the entry is named', async () => {
    const changed = text.replace('The shop answers again', 'The shop answers gladly');
    expect(changed).not.toBe(text);
    const ran = await type(['verify', file('changed.ndjson', changed), '--key', key, '--json']);
    expect(ran.code).toBe(1);
    const seq = (ran.json().firstFault as { seq: number }).seq;
    expect(text.split('\n').find((line) => line.includes('The shop answers again'))).toContain(`"seq":${seq}}`);
  });

  test('a cut end is refused', async () => {
    const cut = `${text.trimEnd().split('\n').slice(0, -1).join('\n')}\n`;
    expect((await type(['verify', file('cut.ndjson', cut), '--key', key])).out).toContain('The checkpoint is missing');
    expect((await type(['verify', file('torn.ndjson', text.slice(0, -3)), '--key', key])).code).toBe(1);
  });

  test('a byte that is no UTF-8 is refused, not read as something else', async () => {
    const bytes = Buffer.from(text);
    bytes[text.length - 40] = 0xff;
    const ran = await type(['verify', file('bytes.ndjson', bytes), '--key', key]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('UTF-8');
  });

  test('what is no bundle is wrong usage; what is not there is missing; neither shows a stack', async () => {
    for (const content of ['', 'hello\n', '{}\n', '{"line":"entry"}\n', '\u0000']) {
      const ran = await type(['verify', file('other', content), '--key', key]);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain('is no bundle');
    }
    for (const path of [join(folder, 'nowhere'), bundle]) {
      const ran = await type(['verify', path, '--key', join(folder, 'no-key')]);
      expect(ran.code).toBe(3);
      expect(ran.err).not.toContain('at ');
    }
    expect((await type(['verify', folder])).code).toBe(2);
    expect((await type(['verify', bundle, '--key', bundle])).code).toBe(2);
    expect((await type(['verify', bundle, '--key', key, '--witness', join(folder, 'nowhere')])).code).toBe(3);
  });

  test('nothing that stands in a bundle is obeyed by the terminal', async () => {
    const line = '{"line":"bundle","v":1,"\\u001b[31m":1}\n';
    const ran = await type(['verify', file('escape\u001b.ndjson', line), '--key', key]);
    expect(ran.code).toBe(1);
    expect(ran.out).not.toContain('\u001b');
  });
});

describe('export', () => {
  test('writes the bundle for its owner alone, checks it, and says where it is', async () => {
    const path = join(folder, 'INC-7.ndjson');
    const ran = await type(['export', '7', '-o', path, '--json'], { desk: fakeDesk({ bundle: text }) });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ bundle: path, ok: true, firstFault: null });
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('a record that does not hold is written all the same, and the answer is no', async () => {
    const path = join(folder, 'broken.ndjson');
    const broken = text.replace('The shop answers again', 'The shop answers gladly');
    const ran = await type(['export', '7', '-o', path], { desk: fakeDesk({ bundle: broken }) });
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('DOES NOT HOLD');
    expect(readFileSync(path, 'utf8')).toBe(broken);
  });

  test('a place that cannot be written is wrong usage, and nothing is left behind', async () => {
    const ran = await type(['export', '7', '-o', join(folder, 'no', 'such', 'folder')], { desk: fakeDesk({ bundle: text }) });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('name another file');
  });

  test('needs to be told where', async () => {
    expect((await type(['export', '7'], { desk: fakeDesk({ bundle: text }) })).code).toBe(2);
  });
});
