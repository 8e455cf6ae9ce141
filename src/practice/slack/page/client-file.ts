import { readFile } from 'node:fs/promises';

const folder = new URL('./client/', import.meta.url);
const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** A file of the page in the browser, by its path; null: there is none. */
export async function clientFile(path: string): Promise<{ type: string; body: Buffer } | null> {
  const name =
    path === '/' ? 'index.html' : (/^\/page\/client\/((?:[a-z0-9-]+\/)?[a-z0-9-]+\.(?:css|js))$/.exec(path)?.[1] ?? null);
  const type = types[name?.split('.')[1] ?? ''];
  if (name === null || type === undefined) return null;
  try {
    return { type, body: await readFile(new URL(name, folder)) };
  } catch {
    return null;
  }
}
