/** Every method that practice answers. One that is not here is `unknown_method`. */
import { apiTest, authTest, connectionsOpen, teamInfo, usergroupsList } from './app.ts';
import { blocksValidate } from './blocks-validate.ts';
import * as bookmarks from './bookmarks.ts';
import { deleteOwn } from './chat/delete.ts';
import { getPermalink } from './chat/get-permalink.ts';
import { postEphemeral } from './chat/post-ephemeral.ts';
import { postMessage } from './chat/post-message.ts';
import { update } from './chat/update.ts';
import { archive, unarchive } from './conversations/archive.ts';
import { create } from './conversations/create.ts';
import { history } from './conversations/history.ts';
import { info as channelInfo } from './conversations/info.ts';
import { invite } from './conversations/invite.ts';
import { join, leave } from './conversations/join-and-leave.ts';
import { kick } from './conversations/kick.ts';
import { list as channelList, conversationsOf } from './conversations/list.ts';
import { members } from './conversations/members.ts';
import { open } from './conversations/open.ts';
import { rename } from './conversations/rename.ts';
import { replies } from './conversations/replies.ts';
import { setPurpose, setTopic } from './conversations/topic-and-purpose.ts';
import { completeUpload, info as fileInfo, getUploadUrl } from './files.ts';
import type { Method } from './method.ts';
import * as pins from './pins.ts';
import * as reactions from './reactions.ts';
import { getPresence } from './users/get-presence.ts';
import { info as userInfo } from './users/info.ts';
import { list as userList } from './users/list.ts';
import { lookupByEmail } from './users/lookup-by-email.ts';
import * as views from './views.ts';

const app = [apiTest, authTest, connectionsOpen, teamInfo, usergroupsList, blocksValidate];
const chat = [postMessage, postEphemeral, update, deleteOwn, getPermalink];
const channels = [create, invite, kick, join, leave, channelInfo, channelList, members, open, rename, setTopic, setPurpose];
const past = [history, replies, archive, unarchive];
const people = [userInfo, userList, conversationsOf, lookupByEmail, getPresence];
const marks = [pins.add, pins.remove, pins.list, bookmarks.add, bookmarks.list, bookmarks.remove, reactions.add];
const shown = [views.open, views.push, views.update, views.publish, getUploadUrl, completeUpload, fileInfo];

export const methods: ReadonlyMap<string, Method> = new Map(
  [...app, ...chat, ...channels, ...past, ...people, ...marks, ...shown].map((method) => [method.name, method]),
);
