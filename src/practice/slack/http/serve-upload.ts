import type { IncomingMessage, ServerResponse } from 'node:http';
import { receiveUpload } from '../api/files.ts';
import { mostFileBytes } from '../workspace/files.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { bodyOf } from './body-of.ts';

/** `POST /upload/ID`: the bytes of a file, raw or as the one part of a form. */
export async function serveUpload(workspace: Workspace, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = (request.url ?? '').replace(/^\/upload\//, '').replace(/\?.*$/, '');
  const body = await bodyOf(request, mostFileBytes + mostFormBytes);
  if (body === null) return end(response, 413, 'too large');
  const bytes = await fileIn(request.headers['content-type'] ?? '', body);
  const answer = bytes === null ? { error: 'invalid_form_data' } : receiveUpload(workspace, id, bytes);
  if ('error' in answer) end(response, answer.error === 'file_not_found' ? 404 : 400, answer.error);
  else end(response, 200, `OK - ${bytes?.length ?? 0}`);
}

/** What a form adds to the file in it. */
const mostFormBytes = 64 * 1024;

async function fileIn(type: string, body: Buffer): Promise<Buffer | null> {
  if (!type.startsWith('multipart/form-data')) return body;
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const file = [...form.values()].find((value) => typeof value !== 'string');
    return file === undefined ? null : Buffer.from(await file.arrayBuffer());
  } catch {
    return null;
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
