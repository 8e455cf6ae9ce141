/** One wish becomes a command, and its person is told how it went. The same key has its effect once, whoever carries it out. */
import type { Actor, Command, CommandType, Payload } from '../../../incident/command.ts';
import type { Desk, Sent } from '../../../incident/desk.ts';
import type { View } from '../../../incident/view.ts';
import { dedupeOfWish } from '../../../incident/wish-that-declared.ts';
import type { CheckPerson } from '../check-person.ts';
import { surfaceName } from '../connect/connect-slack.ts';
import type { Tell } from '../connect/tell-person.ts';
import type { MakeHandInLink } from '../deliver/delivery.ts';
import type { CarryOut } from '../hear/handling.ts';
import { joinedMessage } from '../render/joined.ts';
import type { Shown } from '../render/shown.ts';
import { doneText, handInAtTerminalText, handInText, notYoursText, refusedText, unknownIncidentText } from '../render/told.ts';
import type { Wish } from '../wish.ts';

export type CarryOutParts = {
  desk: Pick<Desk, 'send' | 'view'>;
  checkPerson: CheckPerson;
  tell: Tell;
  shown(): Shown;
  /** Null where the bot serves no page. */
  handInLink: MakeHandInLink;
  /** Where people read about an incident; null before its card is posted. */
  linkTo(incident: string): Promise<string | null>;
};

export function createCarryOut(parts: CarryOutParts): CarryOut {
  return async (wish, key) => {
    const { by, message } = wish;
    const beside = message?.channel ?? (wish.wants === 'declare' ? wish.channel : null);
    const say = (text: string) => parts.tell({ user: by.user, channel: beside }, text);
    const checked = await parts.checkPerson({ ...by, channel: message?.channel ?? null });
    if ('refused' in checked) {
      // Slack could not be asked: the click is not lost for that, it is looked at again.
      if (checked.again) throw new Error(checked.refused);
      return say(notYoursText(checked.refused, parts.shown()));
    }
    const from = { person: checked.person, dedupe: dedupeOfWish(surfaceName, key) };
    if (wish.wants === 'hand-in-link') return say(await handIn(parts, wish, checked.person));
    if (wish.wants === 'declare') return declare(parts, { ...from, wish }, say);
    const sent = await send(parts, { ...from, wish });
    return say(toldOf(sent, wish, parts.shown()));
  };
}

type From<W extends Wish = Wish> = { wish: W; person: string; dedupe: string };
/** A wish about an incident that is there: it becomes one command to it. */
type ToOpen = Exclude<Wish, { wants: 'declare' | 'hand-in-link' }>;
type Of<T extends Wish['wants']> = Extract<Wish, { wants: T }>;

async function handIn(parts: CarryOutParts, { incident, credential }: Of<'hand-in-link'>, person: string): Promise<string> {
  const shown = parts.shown();
  const view = await parts.desk.view(incident);
  const found = view?.credentials.find(({ id }) => id === credential);
  if (view === null || found === undefined) return unknownIncidentText(shown);
  if (view.state === 'closed' || found.state === 'dead') {
    return refusedText({ message: `The value of ${found.hint} is not needed any more.` }, shown);
  }
  const link = await parts.handInLink(incident, credential, person);
  if (link === null) return handInAtTerminalText(view, shown, credential);
  return handInText(view, shown, { url: link.url, expiresAt: link.until.toISOString(), hint: found.hint });
}

/** Whoever opened an incident is told with its channel, where its link is; whoever joined one is told at once. */
async function declare(parts: CarryOutParts, from: From<Of<'declare'>>, say: (text: string) => Promise<void>): Promise<void> {
  const { kind, locator, detectedAt, exposedSince, title } = from.wish;
  const payload: Payload<'declare'> = {
    kind,
    locator,
    public: from.wish.public,
    ...(detectedAt === null ? {} : { detectedAt }),
    ...(exposedSince === null ? {} : { exposedSince }),
    ...(title === null ? {} : { title }),
  };
  const sent = await parts.desk.send(command('', 'declare', payload, from));
  if (!sent.ok) return say(refusedText(sent.refusal, parts.shown()));
  if (sent.joined !== true) return;
  const { text } = joinedMessage(sent.view, parts.shown(), null);
  const link = await parts.linkTo(sent.view.incident);
  return say(link === null ? text : `${text}\n${link}`);
}

function send(parts: CarryOutParts, from: From<ToOpen>): Promise<Sent> {
  const { desk } = parts;
  const { wish } = from;
  switch (wish.wants) {
    case 'decide': {
      const { incident, nonce, plan, verdict, reason } = wish;
      const attestation = attested(wish);
      const payload = { verdict, plan, nonce, attestation, ...(reason === null ? {} : { reason }) };
      return desk.send(command(incident, 'decide', payload, from));
    }
    case 'undo': {
      const { incident, credential, reason } = wish;
      const payload = { credential, attestation: attested(wish), ...(reason === null ? {} : { reason }) };
      return desk.send(command(incident, 'undo', payload, from));
    }
    case 'retry':
      return desk.send(command(wish.incident, 'retry', step(wish), from));
    case 'skip':
      return desk.send(command(wish.incident, 'skip', { ...step(wish), reason: wish.reason }, from));
    case 'by-hand': {
      const reason = wish.reason === null ? {} : { reason: wish.reason };
      return desk.send(command(wish.incident, 'by-hand', { ...step(wish), ...reason }, from));
    }
    case 'accept':
      return desk.send(command(wish.incident, 'accept', { residual: wish.residual, reason: wish.reason }, from));
    case 'note':
      return desk.send(command(wish.incident, 'note', { text: wish.text }, from));
    case 'close':
      return desk.send(command(wish.incident, 'close', { reason: wish.reason }, from));
  }
}

const step = ({ step: id, credential }: { step: string; credential: string | null }) => ({
  step: id,
  ...(credential === null ? {} : { credential }),
});

/** The bot vouches for whom Slack named, and says where they pressed. A press in no message cannot be vouched for: the core refuses it. */
function attested({ by, message }: Wish): Payload<'decide'>['attestation'] {
  if (message === null) return { by: 'surface' };
  return { by: 'surface', slack: { team: by.team, user: by.user, channel: message.channel, message: message.ts } };
}

function command<T extends CommandType>(
  incident: string,
  type: T,
  payload: Payload<T>,
  { wish, person, dedupe }: From,
): Command {
  const actor: Actor = { person, account: `slack:${wish.by.user}` };
  return { incident, type, dedupe, actor, at: new Date(wish.at), payload } as Command;
}

function toldOf(sent: Sent, wish: ToOpen, shown: Shown): string {
  if (!sent.ok) return refusedText(sent.refusal, shown);
  return doneText(doneVerb(wish), sent.view satisfies View);
}

function doneVerb(wish: ToOpen): Parameters<typeof doneText>[0] {
  if (wish.wants === 'decide') return wish.verdict;
  return wish.wants;
}
