/** Somebody sends a modal, or closes it. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
import { z } from 'zod';
import { viewShape } from '../shapes/view.ts';
import type { JsonObject, OpenView } from '../workspace/model.ts';
import { closeAllModals, closeModal, findView, modalsOf, pushModal, updateView } from '../workspace/views.ts';
import { type AppSide, common, done, failed, type Outcome } from './app-side.ts';

const viewSchema = z.record(z.string(), z.json());
const answerSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: viewSchema }),
  z.object({ response_action: z.literal('push'), view: viewSchema }),
  z.object({ response_action: z.literal('clear') }),
]);

/** As Slack says it over the modal, which stays as it is. */
const trouble = 'We had some trouble connecting. Try again?';

/** `errors`: what is wrong in which block, by the app; the modal stays open. */
export type Submitted = Outcome | { errors: Record<string, string> };

export async function submitView(
  side: AppSide,
  opened: OpenView,
  given: { person: string; state: JsonObject },
): Promise<Submitted> {
  const payload = {
    type: 'view_submission',
    ...common(side, given.person),
    trigger_id: side.triggers.issue(given.person),
    view: viewShape(side.workspace, opened, given.state),
    response_urls: [],
  };
  const answer = await side.link.deliver({ type: 'interactive', payload, acceptsResponse: true, retry: null });
  if (answer.how !== 'acked') return failed(trouble);
  // Meanwhile the app may have closed it, or the person opened another.
  if (findView(side.workspace, opened.id) === null) return done;
  if (answer.body === null || !('response_action' in answer.body)) {
    closeModal(side.workspace, opened);
    return done;
  }
  const read = answerSchema.safeParse(answer.body);
  return read.success ? carryOut(side, opened, read.data) : failed(trouble);
}

function carryOut(side: AppSide, opened: OpenView, answer: z.infer<typeof answerSchema>): Submitted {
  if (answer.response_action === 'errors') {
    const known = new Set(blockIds(opened));
    const errors = Object.entries(answer.errors).filter(([blockId]) => known.has(blockId));
    return errors.length > 0 ? { errors: Object.fromEntries(errors) } : failed(trouble);
  }
  if (answer.response_action === 'clear') {
    closeAllModals(side.workspace, opened.person);
    return done;
  }
  if (answer.view.type !== 'modal' || side.viewFaults(answer.view).length > 0) return failed(trouble);
  if (answer.response_action === 'update') updateView(side.workspace, opened, answer.view);
  else if (pushModal(side.workspace, opened.person, answer.view) === null) return failed(trouble);
  return done;
}

const blockIds = ({ view }: OpenView) =>
  (Array.isArray(view.blocks) ? view.blocks : []).map((block) => String((block as JsonObject).block_id ?? ''));

/** Closes this modal, or with `clear_on_close` all of them, and tells the app of each that wanted to know. */
export function closeView(side: AppSide, opened: OpenView): void {
  const isCleared = opened.view.clear_on_close === true;
  const stack = modalsOf(side.workspace, opened.person);
  const closing = isCleared ? stack : stack.slice(stack.indexOf(opened));
  if (isCleared) closeAllModals(side.workspace, opened.person);
  else closeModal(side.workspace, opened);
  for (const closed of closing.filter(({ view }) => view.notify_on_close === true)) {
    const payload = {
      type: 'view_closed',
      ...common(side, opened.person),
      view: viewShape(side.workspace, closed),
      is_cleared: isCleared,
    };
    // Whether the app hears of it changes nothing for the person.
    void side.link.deliver({ type: 'interactive', payload, acceptsResponse: false, retry: null });
  }
}
