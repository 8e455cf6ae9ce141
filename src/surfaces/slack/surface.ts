/** Slack as the core sees it: what is due there, and how each post is made. */
import type { Delivered, Surface } from '../../incident/surface.ts';
import { surfaceName } from './connect/connect-slack.ts';
import { askDirectly, postAsk, redrawAsk, redrawDirectly } from './deliver/ask.ts';
import { pinCard, postCard, setTopic, updateCard } from './deliver/card.ts';
import type { DeliverParts, Delivery } from './deliver/delivery.ts';
import { invite, openChannel } from './deliver/open-channel.ts';
import { postReport } from './deliver/report-file.ts';
import { postCutOff, postResidual, postStuck, redrawCutOff, redrawResidual, settle } from './deliver/steps.ts';
import { redrawContained, tellClosed, tellContained, tellEntry, tellJoined } from './deliver/tell.ts';
import { welcome } from './deliver/welcome.ts';
import { due } from './due.ts';

export type SlackSurfaceParts = DeliverParts & { redact(text: string): string };

const kinds: Record<string, (parts: SlackSurfaceParts, delivery: Delivery) => Promise<Delivered>> = {
  'open-channel': openChannel,
  invite,
  card: postCard,
  pin: pinCard,
  welcome,
  'update-card': updateCard,
  topic: setTopic,
  ask: postAsk,
  'ask-directly': askDirectly,
  'redraw-ask': redrawAsk,
  'redraw-directly': redrawDirectly,
  stuck: postStuck,
  settle,
  'cut-off': postCutOff,
  'redraw-cut-off': redrawCutOff,
  residual: postResidual,
  'redraw-residual': redrawResidual,
  contained: tellContained,
  'redraw-contained': redrawContained,
  closed: tellClosed,
  joined: tellJoined,
  told: tellEntry,
  report: postReport,
};

export function slackSurface(parts: SlackSurfaceParts): Surface {
  return {
    name: surfaceName,
    due,
    async deliver(post, to) {
      const make = kinds[post.kind];
      return make === undefined ? { dropped: `this version posts no ${post.kind}` } : make(parts, { post, ...to });
    },
  };
}
