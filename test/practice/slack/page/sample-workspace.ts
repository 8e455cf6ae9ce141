/** A workspace in the middle of an incident, as the page gets it. */
import type { PageChannel, PageMessage, PagePerson, Snapshot } from '../../../../src/practice/slack/page/protocol.ts';
import type { JsonObject } from '../../../../src/practice/slack/workspace/model.ts';

const person = (id: string, name: string, realName: string, colour: string, marks: Partial<PagePerson> = {}): PagePerson => ({
  id,
  name,
  realName,
  bot: false,
  guest: false,
  stranger: false,
  deactivated: false,
  initials: realName
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2)
    .toUpperCase(),
  colour,
  ...marks,
});

export const people = [
  person('U0AMARA', 'amara', 'Amara Okafor', '#7b4fb5'),
  person('U0BEN', 'ben', 'Ben Lindqvist', '#b5552f'),
  person('U0CARLA', 'carla', 'Carla Mendes', '#2f7ab5'),
  person('U0GUEST', 'gus', 'Gus Guest', '#77803a', { guest: true }),
  person('U0STRANGER', 'sam', 'Sam Stranger', '#8a4a66', { stranger: true }),
  person('U0DELETED', 'dora', 'Dora Gone', '#666f73', { deactivated: true }),
  person('U0BOT', 'staunch', 'Staunch', '#0b7285', { bot: true }),
];

const channel = (id: string, name: string, more: Partial<PageChannel> = {}): PageChannel => ({
  id,
  name,
  kind: 'public',
  with: null,
  topic: '',
  members: ['U0AMARA', 'U0BEN', 'U0CARLA', 'U0BOT'],
  archived: false,
  shared: false,
  pins: [],
  bookmarks: [],
  unread: 0,
  mentions: 0,
  ...more,
});

const start = Math.floor(Date.now() / 1_000) - 900;
export const at = (seconds: number) => `${start + seconds}.000100`;

export const message = (
  inChannel: string,
  seconds: number,
  user: string,
  text: string,
  more: Partial<PageMessage> = {},
): PageMessage => ({
  ts: at(seconds),
  channel: inChannel,
  user,
  byApp: user === 'U0BOT',
  text,
  blocks: [],
  threadTs: null,
  replies: 0,
  edited: false,
  onlyMe: false,
  files: [],
  reactions: [],
  ...more,
});

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });

const card: JsonObject[] = [
  { type: 'header', block_id: 'h', text: plain('Leak 7F3A: database password of shop_app') },
  {
    type: 'section',
    block_id: 's',
    fields: [
      mrkdwn('*Detected*\n12:04 (11 min left)'),
      mrkdwn('*State*\n:red_circle: still alive'),
      mrkdwn('*Where*\n`orders-db / shop_app`'),
      mrkdwn('*Commander*\n<@U0AMARA>'),
    ],
  },
  {
    type: 'context',
    block_id: 'c',
    elements: [mrkdwn(':hourglass_flowing_sand: waits for <@U0BEN> to say yes · step 2 of 5')],
  },
];

const plan: JsonObject[] = [
  {
    type: 'section',
    block_id: 'p1',
    text: mrkdwn('<@U0BEN> *May this password be cut off?*\nThe shop gets a new one first. It is reversible for 10 minutes.'),
  },
  {
    type: 'table',
    block_id: 'pt',
    rows: [
      [
        { type: 'raw_text', text: 'Step' },
        { type: 'raw_text', text: 'What happens' },
        { type: 'raw_text', text: 'Breaks' },
      ],
      [
        { type: 'raw_text', text: '1' },
        { type: 'raw_text', text: 'A second login for the shop' },
        { type: 'raw_text', text: 'nothing' },
      ],
      [
        { type: 'raw_text', text: '2' },
        { type: 'raw_text', text: 'NOLOGIN, sessions ended' },
        { type: 'raw_text', text: 'whoever still uses it' },
      ],
    ],
  },
  {
    type: 'actions',
    block_id: 'pa',
    elements: [
      {
        type: 'button',
        action_id: 'staunch:approve',
        style: 'primary',
        text: plain('Cut it off'),
        value: '{"plan":"ab12cd34"}',
      },
      {
        type: 'button',
        action_id: 'staunch:reject',
        style: 'danger',
        text: plain('Do not'),
        value: '{}',
        confirm: {
          title: plain('Leave it alive?'),
          text: mrkdwn('The attacker *stays logged in*.'),
          confirm: plain('Leave it'),
          deny: plain('Back'),
          style: 'danger',
        },
      },
      {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: plain('Show the calls'), value: 'calls' },
          { text: plain('Other plans'), value: 'plans' },
        ],
      },
    ],
  },
  { type: 'context', block_id: 'pc', elements: [mrkdwn('plan `ab12cd34`')] },
];

export const declareView: JsonObject = {
  type: 'modal',
  callback_id: 'declare',
  title: plain('Declare a leak'),
  submit: plain('Declare'),
  close: plain('Cancel'),
  blocks: [
    { type: 'section', block_id: 'intro', text: mrkdwn(':warning: *Never type the secret itself.* Say what it opens.') },
    {
      type: 'input',
      block_id: 'kind',
      dispatch_action: true,
      label: plain('What leaked?'),
      element: {
        type: 'static_select',
        action_id: 'kind',
        placeholder: plain('Choose a kind'),
        options: [
          { text: plain('PostgreSQL password'), value: 'postgres' },
          { text: plain('GitHub token'), value: 'github' },
        ],
      },
    },
    {
      type: 'input',
      block_id: 'role',
      label: plain('Role'),
      hint: plain('As in the connection string: the user name.'),
      element: { type: 'plain_text_input', action_id: 'role', max_length: 63 },
    },
    {
      type: 'input',
      block_id: 'when',
      optional: true,
      label: plain('Detected when'),
      element: { type: 'datetimepicker', action_id: 'when' },
    },
    {
      type: 'input',
      block_id: 'public',
      optional: true,
      label: plain('How far did it get?'),
      element: {
        type: 'checkboxes',
        action_id: 'public',
        options: [{ text: mrkdwn('It was *public*'), value: 'public', description: plain('Anybody could have read it') }],
      },
    },
    {
      type: 'input',
      block_id: 'note',
      optional: true,
      label: plain('Anything else'),
      element: { type: 'plain_text_input', action_id: 'note', multiline: true, min_length: 3 },
    },
  ],
};

const home: JsonObject = {
  type: 'home',
  blocks: [
    { type: 'header', block_id: 'hh', text: plain('Open incidents') },
    {
      type: 'section',
      block_id: 'hs',
      text: mrkdwn('*7F3A* database password · waits for <@U0BEN>'),
      accessory: { type: 'button', action_id: 'staunch:status', text: plain('Show') },
    },
    { type: 'divider', block_id: 'hd' },
    {
      type: 'markdown',
      block_id: 'hm',
      text: '## How it works\n- **Declare** with `/leak`\n- somebody else says *yes*\n\n[the guide](https://example.com/guide)',
    },
  ],
};

const incident = 'C0INC';

/** What this person sees. */
export function sampleFor(as: string): Snapshot {
  const asked = as === 'U0BEN';
  const inside = ['U0AMARA', 'U0BEN', 'U0CARLA'].includes(as);
  const channels = [
    channel('C0GENERAL', 'general', { topic: 'Everything that is not on fire', members: people.map(({ id }) => id) }),
    channel('C0SHOP', 'shop-operations', { unread: as === 'U0AMARA' ? 2 : 0 }),
    ...(inside
      ? [
          channel(incident, 'leak-7f3a-shop-app', {
            kind: 'private',
            topic: 'Database password of shop_app · detected 12:04',
            pins: [at(20)],
            bookmarks: [{ title: 'How we handle leaks', link: 'https://example.com/leaks' }],
            unread: asked ? 1 : 0,
            mentions: asked ? 1 : 0,
          }),
          channel('D0BOT', '', {
            kind: 'dm',
            with: 'U0BOT',
            members: [as, 'U0BOT'],
            unread: asked ? 1 : 0,
            mentions: asked ? 1 : 0,
          }),
          channel('D0CARLA', '', { kind: 'dm', with: as === 'U0CARLA' ? 'U0BEN' : 'U0CARLA', members: [as, 'U0CARLA'] }),
        ]
      : []),
  ];
  return {
    revision: 1,
    team: { id: 'T0', name: 'Hollow Creek Goods' },
    me: as,
    people: structuredClone(people),
    app: { user: 'U0BOT', name: 'Staunch', connected: true },
    commands: [
      { command: '/leak', description: 'Declare and drive a leaked secret', hint: '[declare|status|help]' },
      { command: '/later', description: 'Reminds you', hint: '[when]' },
    ],
    shortcuts: [
      { type: 'message', name: 'Report leaked secret', callbackId: 'report_leak' },
      { type: 'global', name: 'Declare a leak', callbackId: 'declare_leak' },
    ],
    channels,
    messages: {
      C0GENERAL: generalMessages(),
      C0SHOP: [
        message('C0SHOP', 30, 'U0CARLA', 'Orders are fine so far.'),
        message('C0SHOP', 40, 'U0CARLA', 'I keep watching them.'),
      ],
      ...(inside
        ? {
            [incident]: incidentMessages(as),
            D0BOT: [message('D0BOT', 62, 'U0BOT', `<@${as}>: you are asked in <#${incident}|leak>`)],
            D0CARLA: [],
          }
        : {}),
    },
    modals: [],
    home: structuredClone(home),
    aside: {
      starting: null,
      tickers: [
        { label: 'Attacker logs in', tone: 'bad', text: 'login OK' },
        { label: 'Shop takes orders', tone: 'good', text: 'OK' },
      ],
      facts: [
        { label: 'Role', value: 'shop_app', secret: false },
        { label: 'The leaked password', value: 'made-up-value-of-practice', secret: true },
      ],
      tour: {
        skipped: false,
        steps: [
          { title: 'See the attacker', text: 'Each second somebody logs in with the leaked password.', done: true },
          { title: 'Declare the leak', text: 'Type /leak into any channel and fill in the form.', done: false },
          { title: 'Say yes as somebody else', text: 'Become Ben and press the button.', done: false },
        ],
      },
      buttons: [{ id: 'tamper', label: 'Tamper with the record', busy: false }],
      results: [{ tone: 'neutral', title: 'Record', lines: ['12 entries, nothing checked yet'] }],
    },
  };
}

function generalMessages(): PageMessage[] {
  return [
    message(
      'C0GENERAL',
      -400,
      'U0BEN',
      'Good morning! The *new* release is out, see <https://example.com/release|the notes> :tada:',
    ),
    message(
      'C0GENERAL',
      -390,
      'U0BEN',
      'It has `retry` now, and ~bugs~ _features_.\n&gt; It was about time\n```select 1\n  from orders;```',
      { edited: true },
    ),
    message('C0GENERAL', 0, 'U0CARLA', 'A password of ours stands in a public gist. <@U0AMARA> can you look? <!here>', {
      replies: 2,
      reactions: [{ name: 'eyes', count: 2 }],
    }),
    message('C0GENERAL', 5, 'U0AMARA', 'Looking.', { threadTs: at(0) }),
    message('C0GENERAL', 9, 'U0CARLA', 'Thank you', { threadTs: at(0) }),
  ];
}

function incidentMessages(as: string): PageMessage[] {
  return [
    message(incident, 20, 'U0BOT', 'Leak 7F3A: still alive', { blocks: structuredClone(card) }),
    message(incident, 60, 'U0BOT', '<@U0BEN> May this password be cut off?', { blocks: structuredClone(plan) }),
    message(incident, 64, 'U0BOT', 'Only people who may say yes can press this.', { onlyMe: true, user: 'U0BOT' }),
    message(incident, 70, 'U0CARLA', 'The shop is ready for its new login.', {
      files: [{ id: 'F0LOG', name: 'orders.log', title: 'Orders of the last hour', size: 18_432, url: '/page/file/F0LOG' }],
    }),
    message(incident, 75, as === 'U0CARLA' ? 'U0AMARA' : 'U0CARLA', 'And I watch the orders.'),
  ];
}
