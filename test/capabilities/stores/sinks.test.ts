import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/capabilities/clients/provider-error.ts';
import { runCommandSink } from '../../../src/capabilities/stores/command-sink.ts';
import { deliver } from '../../../src/capabilities/stores/deliver.ts';
import { writeFileSink } from '../../../src/capabilities/stores/file-sink.ts';

const value = 'new-value-of-the-test';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staunch-sink-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function refused(work: Promise<void>): Promise<ProviderError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof ProviderError)) throw new Error('It was not refused with a ProviderError.', { cause: error });
  expect(error.message).not.toContain(value);
  return error;
}

describe('a file sink', () => {
  it('holds exactly the value, for us alone, also where a readable file was before', async () => {
    const path = join(folder, 'password');
    await writeFile(path, 'old', { mode: 0o644 });
    await writeFileSink(path, value);
    expect(await readFile(path, 'utf8')).toBe(value);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['password']);
  });

  it('refuses a folder that does not exist', async () => {
    const error = await refused(writeFileSink(join(folder, 'none', 'password'), value));
    expect(error).toMatchObject({ class: 'fatal', message: expect.stringContaining('still held') });
  });

  it('refuses a folder or a link in its place, and follows no link', async () => {
    await mkdir(join(folder, 'folder'));
    await writeFile(join(folder, 'elsewhere'), 'untouched');
    await symlink(join(folder, 'elsewhere'), join(folder, 'link'));
    await symlink(folder, `${folder}-link`);
    await refused(writeFileSink(join(folder, 'folder'), value));
    await refused(writeFileSink(join(folder, 'link'), value));
    await refused(writeFileSink(join(`${folder}-link`, 'password'), value));
    await rm(`${folder}-link`);
    expect(await readFile(join(folder, 'elsewhere'), 'utf8')).toBe('untouched');
  });
});

describe('a command sink', () => {
  const signal = () => new AbortController().signal;

  it('gets the value on standard input, as it is', async () => {
    const path = join(folder, 'got');
    await deliver({ command: ['/bin/dd', `of=${path}`, 'status=none'] }, value, signal());
    expect(await readFile(path, 'utf8')).toBe(value);
  });

  it('runs without a shell and without our environment', async () => {
    const path = join(folder, 'env');
    await runCommandSink(['/bin/sh', '-c', `cat > /dev/null; env > '${path}'`], value, signal());
    expect(await readFile(path, 'utf8')).not.toContain('HOME=');
    expect(await refused(runCommandSink([`echo; touch ${path}`], value, signal()))).toMatchObject({ class: 'retryable' });
  });

  it('that fails is said by its exit code, never by what it printed', async () => {
    const error = await refused(runCommandSink(['/bin/sh', '-c', 'cat >&2; exit 3'], value, signal()));
    expect(error).toMatchObject({ class: 'retryable', message: expect.stringContaining('ended with 3') });
  });

  it('that does not end is ended', async () => {
    expect(await refused(runCommandSink(['/bin/sleep', '60'], value, signal(), 50))).toMatchObject({ class: 'retryable' });
  });

  it('is ended when the job is stopped', async () => {
    await refused(runCommandSink(['/bin/sleep', '60'], value, AbortSignal.timeout(50)));
  });

  it('that does not read its input is not a crash of ours', async () => {
    await runCommandSink(['/bin/true'], 'x'.repeat(1_000_000), signal());
  });
});
