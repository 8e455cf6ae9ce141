/** What can be chosen in a menu, of whatever kind: a value, a text and the state it makes. */

/** @returns {{ group: string | null, options: { value: string, text: string, hint: string | null, option: any }[] }[]} */
export function optionGroups(element, names) {
  const kind = element.type.replace(/^multi_/, '');
  if (kind === 'users_select')
    return [{ group: null, options: names.people.filter((person) => !person.deactivated).map(personOption) }];
  if (kind === 'channels_select')
    return [
      {
        group: null,
        options: names.channels.filter((each) => each.kind === 'public').map((each) => channelOption(each, names)),
      },
    ];
  if (kind === 'conversations_select')
    return [{ group: null, options: names.channels.map((each) => channelOption(each, names)) }];
  if (Array.isArray(element.option_groups)) {
    return element.option_groups.map((group) => ({
      group: String(group.label?.text ?? ''),
      options: (group.options ?? []).map(plainOption),
    }));
  }
  return [{ group: null, options: (element.options ?? []).map(plainOption) }];
}

const plainOption = (option) => ({
  value: String(option.value),
  text: String(option.text?.text ?? ''),
  hint: option.description?.text ?? null,
  option,
});
const personOption = (person) => ({ value: person.id, text: person.realName || person.name, hint: null, option: person.id });
const channelOption = (channel, names) => ({
  value: channel.id,
  text: channel.kind === 'dm' ? names.channelName(channel.id) : `#${channel.name}`,
  hint: null,
  option: channel.id,
});

const stateNames = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
};

/** `selected_option`, `selected_users` and so on, as the type has it. */
export function stateName(type) {
  const many = type.startsWith('multi_') || type === 'checkboxes';
  const name = stateNames[type.replace(/^multi_/, '')] ?? 'selected_option';
  return many ? `${name}s` : name;
}

/** The value that an option of a state stands for. */
export const keyOfChoice = (choice) =>
  choice === null || choice === undefined ? '' : typeof choice === 'string' ? choice : String(choice.value);
