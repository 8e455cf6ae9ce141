import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * `/files/ID` and `/files/ID/NAME`: for a person on the page, and for an app that shows its token. Always as a download, so that
 * a file with a script in it runs nowhere.
 */
export function serveFile(
  parts: { workspace: Workspace; isFromPage: boolean },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { workspace, isFromPage } = parts;
  const id = /^\/files\/(F[A-Z0-9]+)(?:\/[^/]*)?(?:\?.*)?$/.exec(request.url ?? '')?.[1];
  const file = workspace.files.get(id ?? '');
  const isByApp = request.headers.authorization === `Bearer ${workspace.app.botToken}`;
  if (!isFromPage && !isByApp) return void response.writeHead(403).end();
  if (request.method !== 'GET' || file?.completed !== true) return void response.writeHead(404).end();
  response
    .writeHead(200, {
      'content-type': file.mimetype.startsWith('text/html') ? 'application/octet-stream' : file.mimetype,
      'content-length': file.bytes.length,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    })
    .end(file.bytes);
}
