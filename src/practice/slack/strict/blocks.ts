/** Whether blocks are such as Slack takes: by the schema of its own types, by its limits, and by what may stand where. */
import { type Fault, pointerPart } from './fault.ts';
import { charactersOf, everyThing, isThing, limitFaults, type Thing } from './limit-faults.ts';
import { mostMarkdownChars, mostMessageBlocks, mostTableChars, mostTablesInMessage, mostViewBlocks } from './limits.ts';
import { schemaFaults } from './schema-faults.ts';

export type Where = 'message' | 'modal' | 'home';

/** Blocks that stand in messages alone, as their pages say under "surfaces". */
const inMessagesOnly = new Set([
  'card',
  'carousel',
  'context_actions',
  'data_table',
  'file',
  'markdown',
  'plan',
  'table',
  'task_card',
]);
/** The element that asks for files is for modals. */
const inModalsOnly = new Set(['file_input']);

/** Pointers begin at the list of blocks: `/0/text/text`. None: Slack takes them. */
export function blockFaults(blocks: unknown, where: Where): Fault[] {
  if (!Array.isArray(blocks)) return [{ pointer: '', message: 'must provide an array' }];
  const most = where === 'message' ? mostMessageBlocks : mostViewBlocks;
  if (blocks.length > most) return [{ pointer: '', message: `no more than ${most} items allowed` }];
  const faults = blocks.flatMap((block, at) =>
    schemaFaults('KnownBlock', block).map(({ pointer, message }) => ({ pointer: pointerPart(at) + pointer, message })),
  );
  everyThing(blocks, '', (thing, pointer) => {
    faults.push(...limitFaults(thing, pointer), ...needFaults(thing, pointer), ...placeFaults(thing, pointer, where));
  });
  return [...faults, ...nameFaults(blocks), ...sumFaults(blocks)];
}

/** What one of two fields must say, though the types leave both open. */
function needFaults(thing: Thing, pointer: string): Fault[] {
  const missing = (field: string) => [{ pointer, message: `missing required field: ${field}` }];
  const has = (...fields: string[]) => fields.some((field) => thing[field] !== undefined);
  switch (thing.type) {
    case 'section':
      return has('text', 'fields') ? [] : missing('text');
    case 'image':
      return has('image_url', 'slack_file') ? [] : missing('image_url');
    case 'static_select':
    case 'multi_static_select':
      if (has('options') && has('option_groups'))
        return [{ pointer, message: 'only one of options and option_groups allowed' }];
      return has('options', 'option_groups') ? [] : missing('options');
    default:
      return [];
  }
}

function placeFaults(thing: Thing, pointer: string, where: Where): Fault[] {
  const type = String(thing.type);
  const isRefused =
    where === 'message' ? inModalsOnly.has(type) : inMessagesOnly.has(type) || (where === 'home' && inModalsOnly.has(type));
  return isRefused ? [{ pointer: `${pointer}/type`, message: `unsupported type: ${type}` }] : [];
}

/** A press tells where it was by these: two of the same name cannot be told apart. */
function nameFaults(blocks: readonly unknown[]): Fault[] {
  const blockIds = new Set<string>();
  return blocks.flatMap((block, at) => {
    const pointer = pointerPart(at);
    const faults: Fault[] = [];
    if (isThing(block) && isTaken(blockIds, block.block_id))
      faults.push({ pointer: `${pointer}/block_id`, message: 'block_id already exists' });
    const actionIds = new Set<string>();
    everyThing(block, pointer, (thing, where) => {
      if (isTaken(actionIds, thing.action_id))
        faults.push({ pointer: `${where}/action_id`, message: 'action_id already exists' });
    });
    return faults;
  });
}

function isTaken(names: Set<string>, name: unknown): boolean {
  if (typeof name !== 'string') return false;
  const known = names.has(name);
  names.add(name);
  return known;
}

/** What all blocks may hold together: told once, at the first that is too much. */
function sumFaults(blocks: readonly unknown[]): Fault[] {
  const ofType = (type: string) =>
    blocks.flatMap((block, at) => (isThing(block) && block.type === type ? [{ block, pointer: pointerPart(at) }] : []));
  let markdownChars = 0;
  const tooMuch = ofType('markdown').find(({ block }) => {
    markdownChars += textChars(block);
    return markdownChars > mostMarkdownChars;
  });
  const tables = ofType('table');
  const tooMany = tables[mostTablesInMessage];
  const tooLong = tables.filter(({ block }) => textChars(block.rows) > mostTableChars);
  return [
    ...(tooMuch
      ? [{ pointer: tooMuch.pointer, message: `must be less than ${mostMarkdownChars + 1} characters together` }]
      : []),
    ...(tooMany ? [{ pointer: tooMany.pointer, message: 'only_one_table_allowed' }] : []),
    ...tooLong.map(({ pointer }) => ({ pointer, message: `must be less than ${mostTableChars + 1} characters` })),
  ];
}

/** In all texts that stand in something. */
function textChars(value: unknown): number {
  let chars = 0;
  everyThing(value, '', ({ text }) => {
    if (typeof text === 'string') chars += charactersOf(text);
  });
  return chars;
}
