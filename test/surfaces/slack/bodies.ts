/** Bodies as Slack sends them, as small as they are still Slack's. */

let count = 0;
/** A trigger id that no other body has. */
export const newTrigger = () => {
  count += 1;
  return `1764043920000.${count}.0123456789abcdef0123456789abcdef`;
};

export const command = (more: object = {}) => ({
  token: 'x',
  team_id: 'T0PRACTICE',
  team_domain: 'practice',
  channel_id: 'C0GENERAL',
  channel_name: 'general',
  user_id: 'U0ANA',
  user_name: 'ana',
  command: '/leak',
  text: 'status',
  api_app_id: 'A0APP',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.example/commands/1',
  trigger_id: newTrigger(),
  ...more,
});

const from = {
  user: { id: 'U0ANA', username: 'ana', name: 'ana', team_id: 'T0PRACTICE' },
  team: { id: 'T0PRACTICE', domain: 'practice' },
};

export const action = (more: object = {}) => ({
  type: 'block_actions',
  ...from,
  api_app_id: 'A0APP',
  token: 'x',
  trigger_id: newTrigger(),
  container: { type: 'message', message_ts: '1764043920.000100', channel_id: 'C0WAR', is_ephemeral: false },
  channel: { id: 'C0WAR', name: 'inc-7' },
  message: { type: 'message', ts: '1764043920.000100', text: 'Plan', blocks: [] },
  state: { values: {} },
  response_url: 'https://hooks.slack.example/actions/1',
  actions: [
    { action_id: 'staunch:approve', block_id: 'asking', type: 'button', value: '{"nonce":"n"}', action_ts: '1764043921.1' },
  ],
  ...more,
});

export const view = (more: object = {}) => ({
  id: 'V0DECLARE',
  hash: '1764043920.abc',
  type: 'modal',
  callback_id: 'staunch:declare',
  private_metadata: 'meta',
  blocks: [
    { type: 'section', block_id: 'intro' },
    { type: 'input', block_id: 'kind' },
    { type: 'input', block_id: 'where' },
  ],
  state: {
    values: {
      kind: {
        kind: {
          type: 'static_select',
          selected_option: { text: { type: 'plain_text', text: 'x' }, value: 'postgres-password' },
        },
      },
      where: { target: { type: 'plain_text_input', value: 'main' } },
      when: {
        date: { type: 'datepicker', selected_date: null },
        at: { type: 'datetimepicker', selected_date_time: 1764043920 },
      },
      flags: { flags: { type: 'checkboxes', selected_options: [{ value: 'public' }, { value: 'urgent' }] } },
    },
  },
  ...more,
});

export const submit = (more: object = {}) => ({
  type: 'view_submission',
  ...from,
  trigger_id: newTrigger(),
  view: view(),
  ...more,
});

export const shortcut = (more: object = {}) => ({
  type: 'message_action',
  ...from,
  callback_id: 'report-leak',
  trigger_id: newTrigger(),
  channel: { id: 'C0GENERAL', name: 'general' },
  message_ts: '1764043920.000200',
  message: { ts: '1764043920.000200', text: 'oh no' },
  ...more,
});

export const event = (inner: object, more: object = {}) => {
  count += 1;
  return {
    type: 'event_callback',
    team_id: 'T0PRACTICE',
    api_app_id: 'A0APP',
    event_id: `Ev${count}`,
    event_time: 1764043920,
    authorizations: [{ team_id: 'T0PRACTICE', is_enterprise_install: false }],
    event: inner,
    ...more,
  };
};
