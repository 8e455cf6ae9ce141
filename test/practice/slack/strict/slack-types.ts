/** The types of Slack's own SDK that src/practice/slack/strict/slack-types.schema.json is generated from. Nothing imports this file. */
import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type {
  APITestArguments,
  AppsConnectionsOpenArguments,
  AuthTestArguments,
  BlocksValidateArguments,
  BookmarksAddArguments,
  BookmarksListArguments,
  BookmarksRemoveArguments,
  ChatDeleteArguments,
  ChatGetPermalinkArguments,
  ChatPostEphemeralArguments,
  ChatPostMessageArguments,
  ChatUpdateArguments,
  ConversationsArchiveArguments,
  ConversationsCreateArguments,
  ConversationsHistoryArguments,
  ConversationsInfoArguments,
  ConversationsInviteArguments,
  ConversationsJoinArguments,
  ConversationsKickArguments,
  ConversationsLeaveArguments,
  ConversationsListArguments,
  ConversationsMembersArguments,
  ConversationsOpenArguments,
  ConversationsRenameArguments,
  ConversationsRepliesArguments,
  ConversationsSetPurposeArguments,
  ConversationsSetTopicArguments,
  ConversationsUnarchiveArguments,
  FilesCompleteUploadExternalArguments,
  FilesGetUploadURLExternalArguments,
  FilesInfoArguments,
  PinsAddArguments,
  PinsListArguments,
  PinsRemoveArguments,
  ReactionsAddArguments,
  TeamInfoArguments,
  UsergroupsListArguments,
  UsersConversationsArguments,
  UsersGetPresenceArguments,
  UsersInfoArguments,
  UsersListArguments,
  UsersLookupByEmailArguments,
  ViewsOpenArguments,
  ViewsPublishArguments,
  ViewsPushArguments,
  ViewsUpdateArguments,
} from '@slack/web-api';

export interface BlockTypes {
  block: KnownBlock;
  modal: ModalView;
  home: HomeView;
}

export interface MethodArguments {
  'api.test': APITestArguments;
  'apps.connections.open': AppsConnectionsOpenArguments;
  'auth.test': AuthTestArguments;
  'blocks.validate': BlocksValidateArguments;
  'bookmarks.add': BookmarksAddArguments;
  'bookmarks.list': BookmarksListArguments;
  'bookmarks.remove': BookmarksRemoveArguments;
  'chat.delete': ChatDeleteArguments;
  'chat.getPermalink': ChatGetPermalinkArguments;
  'chat.postEphemeral': ChatPostEphemeralArguments;
  'chat.postMessage': ChatPostMessageArguments;
  'chat.update': ChatUpdateArguments;
  'conversations.archive': ConversationsArchiveArguments;
  'conversations.create': ConversationsCreateArguments;
  'conversations.history': ConversationsHistoryArguments;
  'conversations.info': ConversationsInfoArguments;
  'conversations.invite': ConversationsInviteArguments;
  'conversations.join': ConversationsJoinArguments;
  'conversations.kick': ConversationsKickArguments;
  'conversations.leave': ConversationsLeaveArguments;
  'conversations.list': ConversationsListArguments;
  'conversations.members': ConversationsMembersArguments;
  'conversations.open': ConversationsOpenArguments;
  'conversations.rename': ConversationsRenameArguments;
  'conversations.replies': ConversationsRepliesArguments;
  'conversations.setPurpose': ConversationsSetPurposeArguments;
  'conversations.setTopic': ConversationsSetTopicArguments;
  'conversations.unarchive': ConversationsUnarchiveArguments;
  'files.completeUploadExternal': FilesCompleteUploadExternalArguments;
  'files.getUploadURLExternal': FilesGetUploadURLExternalArguments;
  'files.info': FilesInfoArguments;
  'pins.add': PinsAddArguments;
  'pins.list': PinsListArguments;
  'pins.remove': PinsRemoveArguments;
  'reactions.add': ReactionsAddArguments;
  'team.info': TeamInfoArguments;
  'usergroups.list': UsergroupsListArguments;
  'users.conversations': UsersConversationsArguments;
  'users.getPresence': UsersGetPresenceArguments;
  'users.info': UsersInfoArguments;
  'users.list': UsersListArguments;
  'users.lookupByEmail': UsersLookupByEmailArguments;
  'views.open': ViewsOpenArguments;
  'views.publish': ViewsPublishArguments;
  'views.push': ViewsPushArguments;
  'views.update': ViewsUpdateArguments;
}
