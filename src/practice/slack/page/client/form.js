/**
 * What is typed and chosen, kept apart from the elements that show it: a block may be drawn anew without losing a letter.
 * States have the shape of `view.state.values`. https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */

/** @typedef {ReturnType<typeof createForm>} Form */

export function createForm() {
  /** @type {Map<string, any>} */
  const states = new Map();
  const keyOf = (blockId, actionId) => JSON.stringify([blockId, actionId]);
  return {
    get: (blockId, actionId) => states.get(keyOf(blockId, actionId)),
    set(blockId, actionId, state) {
      states.set(keyOf(blockId, actionId), state);
    },
    /** The values of the elements that stand in these blocks, with what each begins with where nobody has touched it. */
    valuesOf(blocks) {
      const values = {};
      for (const { blockId, element } of statefulElements(blocks)) {
        const actionId = actionIdOf(element);
        values[blockId] ??= {};
        values[blockId][actionId] = states.get(keyOf(blockId, actionId)) ?? initialState(element);
      }
      return values;
    },
    /** Forgets what no longer stands in these blocks, as Slack does when a view is updated. */
    keepOnly(blocks) {
      const standing = new Set(statefulElements(blocks).map(({ blockId, element }) => keyOf(blockId, actionIdOf(element))));
      for (const key of states.keys()) if (!standing.has(key)) states.delete(key);
    },
  };
}

export const blockIdOf = (block, at) => String(block.block_id ?? `block-${at}`);
export const actionIdOf = (element) => String(element.action_id ?? `action-${element.type}`);

/** @returns {{ blockId: string, block: any, element: any }[]} */
export function statefulElements(blocks) {
  return blocks.flatMap((block, at) => {
    const within = [block.element, block.accessory, ...(block.type === 'actions' ? (block.elements ?? []) : [])];
    const found = within.filter(
      (element) => element !== undefined && element !== null && Object.hasOwn(initials, element.type),
    );
    return found.map((element) => ({ blockId: blockIdOf(block, at), block, element }));
  });
}

const initials = {
  plain_text_input: (element) => ({ value: element.initial_value ?? null }),
  email_text_input: (element) => ({ value: element.initial_value ?? null }),
  url_text_input: (element) => ({ value: element.initial_value ?? null }),
  number_input: (element) => ({ value: element.initial_value ?? null }),
  static_select: (element) => ({ selected_option: element.initial_option ?? null }),
  radio_buttons: (element) => ({ selected_option: element.initial_option ?? null }),
  multi_static_select: (element) => ({ selected_options: element.initial_options ?? [] }),
  checkboxes: (element) => ({ selected_options: element.initial_options ?? [] }),
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  multi_conversations_select: (element) => ({ selected_conversations: element.initial_conversations ?? [] }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
};

/** What an element says before anybody has touched it. */
export const initialState = (element) => ({ type: element.type, ...initials[element.type](element) });

/** The one value of a state, whatever it is called. */
export function valueIn(state) {
  for (const [key, value] of Object.entries(state)) if (key !== 'type') return value;
  return null;
}

/**
 * What a person has to mend before the form is sent, by block_id: as Slack refuses it, before the app hears of it.
 * @returns {Record<string, string>}
 */
export function faultsOf(blocks, form) {
  const faults = {};
  for (const { blockId, block, element } of statefulElements(blocks)) {
    if (block.type !== 'input') continue;
    const value = valueIn(form.get(blockId, actionIdOf(element)) ?? initialState(element));
    const fault = faultOf(element, value, block.optional === true);
    if (fault !== null) faults[blockId] = fault;
  }
  return faults;
}

function faultOf(element, value, optional) {
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) return optional ? null : 'Please complete this required field.';
  return Object.hasOwn(formats, element.type) ? formats[element.type](element, value) : null;
}

const formats = {
  plain_text_input: lengthFault,
  email_text_input: (_, value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : 'Please enter a valid email address.'),
  url_text_input: (_, value) =>
    /^https?:\/\/\S+$/.test(value) ? null : 'Please enter a valid URL, with https:// at its beginning.',
  number_input: numberFault,
};

function lengthFault({ min_length: least = 0, max_length: most = 3_000 }, value) {
  const length = [...value].length;
  if (length < least) return `Please enter at least ${least} characters.`;
  return length > most ? `Please enter at most ${most} characters.` : null;
}

function numberFault(element, value) {
  const number = Number(value);
  if (Number.isNaN(number)) return 'Please enter a number.';
  if (element.is_decimal_allowed !== true && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
