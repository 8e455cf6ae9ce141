/** What a person does on the page, carried out where they may. */
import { type AppSide, done, failed } from '../delivery/app-side.ts';
import { pressInMessage, pressInView } from '../delivery/block-actions.ts';
import { runShortcut } from '../delivery/shortcuts.ts';
import { runSlashCommand } from '../delivery/slash-command.ts';
import { closeView, submitView } from '../delivery/view-submission.ts';
import { openDirect } from '../workspace/channels.ts';
import { deleteMessage, findMessage, postMessage } from '../workspace/messages.ts';
import type { Channel, Message, OpenView } from '../workspace/model.ts';
import { findView } from '../workspace/views.ts';
import type { Act, Done } from './protocol.ts';

export type PageActs = {
  side: AppSide;
  /** Whether people may write to the app in its direct message. */
  messagesTab: 'off' | 'read-only' | 'on';
  saw(person: string, channel: string, ts: string): void;
  /** What the app found wrong in a form; an empty object takes it back. */
  found(view: OpenView, errors: Record<string, string>): void;
  pressAside(button: string, by: string): Promise<Done> | Done;
};

type Given<Name extends Act['act']> = Extract<Act, { act: Name }>;

const notThere = 'This is not there any more. Look again: something was changed meanwhile.';

export async function carryOut(acts: PageActs, act: Act): Promise<Done> {
  const refusal = personRefusal(acts, act.as);
  if (refusal !== null) return failed(refusal);
  switch (act.act) {
    case 'say':
      return say(acts, act);
    case 'slash':
      return slash(acts, act);
    case 'press':
      return press(acts, act);
    case 'press-view':
      return pressView(acts, act);
    case 'submit':
      return submit(acts, act);
    case 'dismiss':
      return dismiss(acts, act);
    case 'shortcut':
      return shortcut(acts, act);
    case 'open-home':
      return openHome(acts, act.as);
    case 'seen':
      acts.saw(act.as, act.channel, act.ts);
      return done;
    case 'delete':
      return remove(acts, act);
    case 'aside':
      return acts.pressAside(act.button, act.as);
  }
}

function personRefusal({ side }: PageActs, id: string): string | null {
  const person = side.workspace.people.get(id);
  if (person === undefined) return 'There is no such person in this workspace.';
  if (person.bot) return 'The app acts by itself. Choose a person.';
  return person.deleted ? `${person.realName} is deactivated and cannot sign in. Choose somebody else.` : null;
}

/** The channel, where this person is in it and it is open; else why not. */
function writable({ side }: PageActs, id: string, person: string): { channel: Channel } | { error: string } {
  const channel = side.workspace.channels.get(id);
  if (channel === undefined || !channel.members.has(person)) return { error: 'You are not in this channel.' };
  return channel.archived ? { error: 'This channel is archived: nothing can be added to it.' } : { channel };
}

function say(acts: PageActs, act: Given<'say'>): Done | Promise<Done> {
  const { side } = acts;
  const place = writable(acts, act.channel, act.as);
  if ('error' in place) return failed(place.error);
  if (act.text.trim() === '') return failed('There is nothing to send.');
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(act.text);
  if (command !== null) return asCommand(acts, act, command[1] ?? '', command[2] ?? '');
  if (place.channel.kind === 'dm' && acts.messagesTab !== 'on')
    return failed('Sending messages to this app has been turned off.');
  const thread = act.threadTs === null ? null : findMessage(side.workspace, act.channel, act.threadTs);
  if (act.threadTs !== null && thread === null) return failed(notThere);
  const threadTs = thread?.threadTs ?? thread?.ts ?? null;
  postMessage(side.workspace, { channel: act.channel, user: act.as, byApp: false, text: act.text, threadTs });
  return done;
}

/** Slack runs no command in a thread: the payload has no place for one. */
function asCommand(acts: PageActs, act: Given<'say'>, command: string, text: string): Done | Promise<Done> {
  if (act.threadTs !== null) return failed(`${command} is not supported in threads. Sorry!`);
  return slash(acts, { as: act.as, act: 'slash', channel: act.channel, command, text });
}

function slash(acts: PageActs, act: Given<'slash'>): Done | Promise<Done> {
  const place = writable(acts, act.channel, act.as);
  if ('error' in place) return failed(place.error);
  return runSlashCommand(acts.side, { person: act.as, channel: act.channel, command: act.command, text: act.text });
}

/** A message that this person sees; null when there is none. */
function seenBy({ side }: PageActs, person: string, { channel, ts }: { channel: string; ts: string }): Message | null {
  if (side.workspace.channels.get(channel)?.members.has(person) !== true) return null;
  const found = side.workspace.messages.findLast((message) => message.channel === channel && message.ts === ts);
  return found !== undefined && (found.ephemeralFor === null || found.ephemeralFor === person) ? found : null;
}

function press(acts: PageActs, act: Given<'press'>): Done | Promise<Done> {
  const message = seenBy(acts, act.as, act);
  if (message?.byApp !== true) return failed(notThere);
  return pressInMessage(acts.side, message, { ...act, person: act.as });
}

/** A modal or a home tab of this very person. */
function ownView({ side }: PageActs, person: string, id: string): OpenView | null {
  const opened = findView(side.workspace, id);
  return opened?.person === person ? opened : null;
}

function pressView(acts: PageActs, act: Given<'press-view'>): Done | Promise<Done> {
  const opened = ownView(acts, act.as, act.view);
  return opened === null ? failed(notThere) : pressInView(acts.side, opened, { ...act, person: act.as });
}

async function submit(acts: PageActs, act: Given<'submit'>): Promise<Done> {
  const opened = ownView(acts, act.as, act.view);
  if (opened === null || opened.view.type === 'home') return failed(notThere);
  const submitted = await submitView(acts.side, opened, { person: act.as, state: act.state });
  const errors = 'errors' in submitted ? submitted.errors : {};
  acts.found(opened, errors);
  return 'errors' in submitted ? done : submitted;
}

function dismiss(acts: PageActs, act: Given<'dismiss'>): Done {
  const opened = ownView(acts, act.as, act.view);
  if (opened === null || opened.view.type === 'home') return done;
  closeView(acts.side, opened);
  return done;
}

function shortcut(acts: PageActs, act: Given<'shortcut'>): Done | Promise<Done> {
  const { callbackId } = act;
  if (act.message === null) return runShortcut(acts.side, { person: act.as, callbackId, message: null });
  const message = seenBy(acts, act.as, act.message);
  if (message === null || message.ephemeralFor !== null) return failed(notThere);
  return runShortcut(acts.side, { person: act.as, callbackId, message });
}

function openHome({ side: { workspace } }: PageActs, person: string): Done {
  openDirect(workspace, person);
  workspace.tell({ type: 'home-opened', person, tab: 'home' });
  return done;
}

function remove(acts: PageActs, act: Given<'delete'>): Done {
  const message = seenBy(acts, act.as, act);
  if (message === null) return failed(notThere);
  if (message.user !== act.as && message.ephemeralFor !== act.as) return failed('Only your own messages can be deleted.');
  deleteMessage(acts.side.workspace, message);
  return done;
}
