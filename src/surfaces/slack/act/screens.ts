/** What is opened for one person, or shown to them alone. Throws where Slack refuses: they are told that it did not open. */
import type { Desk } from '../../../incident/desk.ts';
import type { View } from '../../../incident/view.ts';
import { buttonSchema } from '../buttons.ts';
import type { Call } from '../call/web-client.ts';
import type { CheckPerson } from '../check-person.ts';
import type { Screens } from '../hear/handle.ts';
import type { SlackMessage, SlackUser, SlackView } from '../hear/payload.ts';
import { askMessage } from '../render/ask.ts';
import type { SlackText } from '../render/blocks.ts';
import { cardMessage } from '../render/card.ts';
import { type DeclareKind, declareModal, readDeclareMetadata } from '../render/declare-modal.ts';
import { homeView, type ListedIncident, shownAtHome } from '../render/home.ts';
import { reasonModal } from '../render/reason-modal.ts';
import type { Shown } from '../render/shown.ts';
import { helpText, unknownIncidentText } from '../render/told.ts';

export type ScreenParts = {
  call: Call;
  desk: Pick<Desk, 'view' | 'list'>;
  checkPerson: CheckPerson;
  /** As configured: `/leak`. */
  command: string;
  kinds(): readonly DeclareKind[];
  shown(): Shown;
  linkTo(incident: string): Promise<string | null>;
};

const channelNote = 'It is handled in this channel where that is private and the bot is in it, else in a new private one.';

export function createScreens(parts: ScreenParts): Screens {
  const { call, shown } = parts;
  const must = async (method: string, args: Record<string, unknown>) => {
    const answer = await call(method, args);
    if (!answer.ok) throw new Error(`Slack answered ${method} with ${answer.error}`);
  };
  const only = async ({ user }: SlackUser, beside: SlackMessage | null, message: Partial<SlackText> & { text: string }) => {
    const answer = beside === null ? null : await call('chat.postEphemeral', { channel: beside.channel, user, ...message });
    if (answer?.ok !== true)
      await must('chat.postMessage', { channel: user, ...message, unfurl_links: false, unfurl_media: false });
  };
  const known = async (incident: string): Promise<View | null> => parts.desk.view(incident);

  return {
    async declareForm(trigger, { channel, exposedSince }) {
      const kinds = parts.kinds();
      // One round trip before the trigger ends is all that there is time for.
      const form = {
        kinds,
        chosen: kinds.length === 1 ? (kinds[0]?.name ?? null) : null,
        values: { exposedSince },
        channelNote,
        channel,
        practice: shown().practice,
      };
      await must('views.open', { trigger_id: trigger, view: declareModal(form) });
    },
    async redrawDeclareForm(view) {
      const metadata = readDeclareMetadata(view.privateMetadata);
      const form = {
        kinds: parts.kinds(),
        chosen: chosenKind(view),
        channelNote,
        channel: metadata?.channel ?? null,
        practice: shown().practice,
      };
      await must('views.update', { view_id: view.id, hash: view.hash, view: declareModal(form) });
    },
    async reasonForm(verb, trigger, { value, message }) {
      const read = buttonSchema.parse(value);
      const view = read.incident === undefined ? null : await known(read.incident);
      if (view === null) throw new Error('the button names no incident');
      await must('views.open', { trigger_id: trigger, view: reasonModal(verb, view, shown(), { value: read, message }) });
    },
    async plans(incident, to, beside) {
      const view = await allowed(parts, incident, to, beside);
      await only(to, beside, view === null ? { text: unknownIncidentText(shown()) } : askMessage(view, shown(), [], 'first'));
    },
    async status(incident, to, beside) {
      const view = await allowed(parts, incident, to, beside);
      await only(to, beside, view === null ? { text: unknownIncidentText(shown()) } : cardMessage(view, shown()));
    },
    async home({ user, team }) {
      const checked = await parts.checkPerson({ user, team, channel: null });
      const views = 'person' in checked ? await parts.desk.list() : [];
      const listed = views.map((view): ListedIncident => ({ view, link: null }));
      // Each link is a call to Slack: none for what is not shown.
      await Promise.all(
        shownAtHome(listed).map(async (one) => {
          one.link = await parts.linkTo(one.view.incident);
        }),
      );
      await must('views.publish', { user_id: user, view: homeView(listed, shown()) });
    },
    async help(to, channel) {
      await only(to, { channel, ts: '0' }, { text: helpText(parts.command, shown()) });
    },
  };
}

/** Only who may decide reads about an incident outside of its channel. */
async function allowed(
  { desk, checkPerson }: ScreenParts,
  incident: string,
  { user, team }: SlackUser,
  beside: SlackMessage | null,
): Promise<View | null> {
  const checked = await checkPerson({ user, team, channel: beside?.channel ?? null });
  return 'person' in checked ? desk.view(incident) : null;
}

/** What the menu holds now. */
const chosenKind = (view: SlackView): string | null => Object.values(view.state.kind ?? {})[0]?.value ?? null;
