/** Modals and home tabs: opening, laying one over another, changing, publishing. */
import { viewShape } from '../shapes/view.ts';
import type { JsonObject, OpenView } from '../workspace/model.ts';
import {
  findView,
  findViewByExternalId,
  modalsOf,
  mostModalsStacked,
  openModal,
  publishHome,
  pushModal,
  updateView,
} from '../workspace/views.ts';
import { errorMessages, faultMessages } from './faulty.ts';
import type { Answer, Call, Method } from './method.ts';
import { personOf, type Refusal } from './reach.ts';
import { objectOf, textOf } from './read-argument.ts';

/** Bytes of a view as JSON. */
const mostViewBytes = 250_000;

const common = { token: 'bot', tier: 4, scopes: [] } as const;

/** https://docs.slack.dev/reference/methods/views.open */
export const open: Method = {
  ...common,
  name: 'views.open',
  run(call): Answer {
    const read = readView(call, 'modal');
    if ('error' in read) return read;
    if (isNameTaken(call, read.view, null)) return { error: 'duplicate_external_id' };
    const used = call.triggers.use(textOf(call.args, 'trigger_id') ?? '');
    if ('fault' in used) return { error: used.fault };
    return shown(call, openModal(call.workspace, used.person, read.view));
  },
};

/** https://docs.slack.dev/reference/methods/views.push */
export const push: Method = {
  ...common,
  name: 'views.push',
  run(call): Answer {
    const { workspace } = call;
    const read = readView(call, 'modal');
    if ('error' in read) return read;
    if (isNameTaken(call, read.view, null)) return { error: 'duplicate_external_id' };
    const used = call.triggers.use(textOf(call.args, 'trigger_id') ?? '');
    if ('fault' in used) return { error: used.fault };
    if (modalsOf(workspace, used.person).length >= mostModalsStacked) return { error: 'push_limit_reached' };
    const pushed = pushModal(workspace, used.person, read.view);
    return pushed ? shown(call, pushed) : { error: 'not_found' };
  },
};

/** https://docs.slack.dev/reference/methods/views.update */
export const update: Method = {
  ...common,
  name: 'views.update',
  run(call): Answer {
    const { workspace, args } = call;
    const id = textOf(args, 'view_id');
    const externalId = textOf(args, 'external_id');
    const opened =
      id === null ? (externalId === null ? null : findViewByExternalId(workspace, externalId)) : findView(workspace, id);
    if (!opened) return { error: 'not_found' };
    const read = readView(call, opened.view.type === 'home' ? 'home' : 'modal');
    if ('error' in read) return read;
    const hash = textOf(args, 'hash');
    if (hash !== null && hash !== opened.hash) return { error: 'hash_conflict' };
    if (isNameTaken(call, read.view, opened)) return { error: 'duplicate_external_id' };
    return shown(call, updateView(workspace, opened, read.view));
  },
};

/** https://docs.slack.dev/reference/methods/views.publish */
export const publish: Method = {
  ...common,
  name: 'views.publish',
  run(call): Answer {
    const { workspace, args } = call;
    const read = readView(call, 'home');
    if ('error' in read) return read;
    const person = personOf(call, 'user_id');
    if (!person) return { error: 'invalid_arguments', more: errorMessages(['invalid user_id [json-pointer:/user_id]']) };
    const home = workspace.homes.get(person.id) ?? null;
    const hash = textOf(args, 'hash');
    if (hash !== null && hash !== home?.hash) return { error: 'hash_conflict' };
    if (isNameTaken(call, read.view, home)) return { error: 'duplicate_external_id' };
    return shown(call, publishHome(workspace, person.id, read.view));
  },
};

function readView(call: Call, type: 'modal' | 'home'): { view: JsonObject } | Refusal {
  const view = objectOf(call.args, 'view');
  if (view && Buffer.byteLength(JSON.stringify(view)) > mostViewBytes) return { error: 'view_too_large' };
  const faults = view ? call.strict.viewFaults(view) : [{ pointer: '', message: 'must be a view, as JSON' }];
  const mistyped = view && view.type !== type ? [{ pointer: '/type', message: `must be ${type} here` }] : [];
  const all = [...faults, ...mistyped];
  if (!view || all.length > 0) return { error: 'invalid_arguments', more: faultMessages(all, '/view') };
  return { view };
}

/** Names that the app gives its views are unique among all that are open. */
function isNameTaken({ workspace }: Call, view: JsonObject, besides: OpenView | null): boolean {
  const name = textOf(view, 'external_id');
  const known = name === null ? null : findViewByExternalId(workspace, name);
  return known !== null && known !== besides;
}

const shown = ({ workspace }: Call, opened: OpenView): Answer => ({ ok: { view: viewShape(workspace, opened) } });
