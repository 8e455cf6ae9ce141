import { extname } from 'node:path';
import type { JsonObject, UploadedFile } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** A file as Slack describes it. Its bytes are served at `ORIGIN/files/ID/NAME`. */
export function fileShape(workspace: Workspace, file: UploadedFile, origin: string): JsonObject {
  const filetype = extname(file.name).slice(1).toLowerCase() || 'binary';
  const url = `${origin}/files/${file.id}/${encodeURIComponent(file.name)}`;
  const inChannel = (kind: string) => file.channels.filter((id) => workspace.channels.get(id)?.kind === kind);
  const publicIn = inChannel('public');
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: file.user,
    user_team: workspace.team.id,
    editable: false,
    size: file.bytes.length,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: publicIn.length > 0,
    public_url_shared: false,
    url_private: url,
    url_private_download: url,
    permalink: url,
    permalink_public: url,
    channels: publicIn,
    groups: inChannel('private'),
    ims: inChannel('dm'),
    has_rich_preview: false,
    file_access: 'visible',
  };
}
