/** Whether a view is such as Slack takes. https://docs.slack.dev/reference/views */
import { blockFaults } from './blocks.ts';
import type { Fault } from './fault.ts';
import { everyThing, faultsAt, isThing, type Thing } from './limit-faults.ts';
import { type Limit, mostIdChars, mostModalWordChars, mostPrivateMetadataChars, mostViewBytes } from './limits.ts';
import { schemaFaults } from './schema-faults.ts';

const characters = (at: string, most: number, least = 0): Limit => ({ at, unit: 'characters', least, most });

const limits: readonly Limit[] = [
  characters('title.text', mostModalWordChars, 1),
  characters('submit.text', mostModalWordChars, 1),
  characters('close.text', mostModalWordChars, 1),
  characters('private_metadata', mostPrivateMetadataChars),
  characters('callback_id', mostIdChars),
  characters('external_id', mostIdChars),
];

/** Pointers begin at the view: `/title/text`. None: Slack takes it. */
export function viewFaults(view: unknown): Fault[] {
  if (!isThing(view)) return [{ pointer: '', message: 'must provide an object' }];
  const { type } = view;
  if (type === undefined) return [{ pointer: '', message: 'missing required field: type' }];
  if (type !== 'modal' && type !== 'home')
    return [{ pointer: '/type', message: `unsupported type: ${String(type).slice(0, 50)}` }];
  const faults = schemaFaults(type === 'modal' ? 'ModalView' : 'HomeView', view);
  faults.push(...limits.flatMap((limit) => faultsAt(limit, view, '')));
  if (Array.isArray(view.blocks))
    faults.push(...blockFaults(view.blocks, type).map(({ pointer, message }) => ({ pointer: `/blocks${pointer}`, message })));
  if (type === 'modal' && view.submit === undefined && hasInput(view))
    faults.push({ pointer: '', message: 'missing required field: submit' });
  if (Buffer.byteLength(JSON.stringify(view)) > mostViewBytes) faults.push({ pointer: '', message: 'view_too_large' });
  return faults;
}

function hasInput({ blocks }: Thing): boolean {
  let found = false;
  everyThing(blocks, '', (thing) => {
    found ||= thing.type === 'input';
  });
  return found;
}
