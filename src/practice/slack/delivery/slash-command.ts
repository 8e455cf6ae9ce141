/** Somebody types a command. https://docs.slack.dev/interactivity/implementing-slash-commands */
import type { JsonObject } from '../workspace/model.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Acknowledged } from './app-link.ts';
import { type AppSide, done, failed, type Outcome, payloadChannelName } from './app-side.ts';
import { type Place, readResponse, show } from './response-urls.ts';

/** `text`: as typed, without the command. */
export type TypedCommand = { person: string; channel: string; command: string; text: string };

export async function runSlashCommand(side: AppSide, typed: TypedCommand): Promise<Outcome> {
  const known = side.app.commands.find(({ command }) => command === typed.command);
  if (known === undefined)
    return failed(`${typed.command} is not a valid command. Begin a message with a space to send it as text.`);
  const place: Place = { person: typed.person, channel: typed.channel, original: null };
  const payload = slashPayload(side, typed, known.shouldEscape, side.responseUrls.issue(place, 'commands'));
  const answer = await side.link.deliver({ type: 'slash_commands', payload, acceptsResponse: true, retry: null });
  const error = commandError(answer);
  if (error !== null) return failed(`${typed.command} failed with the error "${error}"`);
  if (answer.how !== 'acked' || answer.body === null) return done;
  const read = readResponse(answer.body, side.blockFaults);
  // Slack passes over an acknowledgement that holds nothing to show.
  if ('error' in read)
    return read.error === 'invalid_blocks' ? failed(`${typed.command} failed with the error "invalid_blocks"`) : done;
  show(side.workspace, place, read.response);
  return done;
}

/** Slack's words. https://docs.slack.dev/interactivity/implementing-slash-commands#troubleshooting */
function commandError(answer: Acknowledged): string | null {
  if (answer.how === 'acked') return null;
  if (answer.how === 'timed-out') return 'operation_timeout';
  if (answer.how === 'nobody') return 'dispatch_failed';
  return answer.reason === 'http_error' ? 'http_service_error' : 'dispatch_failed';
}

function slashPayload(side: AppSide, typed: TypedCommand, shouldEscape: boolean, responseUrl: string): JsonObject {
  const { workspace } = side;
  const { app, team, people } = workspace;
  return {
    token: app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: typed.channel,
    channel_name: payloadChannelName(workspace, typed.channel),
    user_id: typed.person,
    user_name: people.get(typed.person)?.name ?? '',
    command: typed.command,
    text: shouldEscape ? escaped(workspace, typed.text) : typed.text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: responseUrl,
    trigger_id: side.triggers.issue(typed.person),
  };
}

/** `should_escape`: people and channels that were named stand with their ids, and signs are escaped. */
export function escaped(workspace: Workspace, text: string): string {
  const people = new Map([...workspace.people.values()].map((person) => [person.name, person.id]));
  const channels = new Map([...workspace.channels.values()].map((channel) => [channel.name, channel.id]));
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(?<![\w@])@([a-z0-9._-]*[a-z0-9_-])/g, (typed, name) =>
      people.has(name) ? `<@${people.get(name)}|${name}>` : typed,
    )
    .replace(/(?<![\w#])#([\p{L}\p{N}_-]+)/gu, (typed, name) =>
      channels.has(name) ? `<#${channels.get(name)}|${name}>` : typed,
    );
}
