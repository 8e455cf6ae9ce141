// A Slack app as anybody writes one with Bolt: nothing in here is ours. It says hello, asks by a form, posts the answer with a button,
// and changes the message when the button is pressed.
import process from 'node:process';
import bolt from '@slack/bolt';

const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, PORT } = process.env;

const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  logLevel: bolt.LogLevel.ERROR,
  ...(PORT === undefined ? { socketMode: true, appToken: SLACK_APP_TOKEN } : { signingSecret: SLACK_SIGNING_SECRET }),
});

app.event('app_mention', async ({ event, say }) => {
  await say({ text: `Hello, <@${event.user}>!`, thread_ts: event.ts });
});

app.command('/leak', async ({ ack, body, client }) => {
  await ack();
  await client.views.open({
    trigger_id: body.trigger_id,
    view: {
      type: 'modal',
      callback_id: 'hello_form',
      private_metadata: body.channel_id,
      title: { type: 'plain_text', text: 'Hello' },
      submit: { type: 'plain_text', text: 'Send' },
      blocks: [
        {
          type: 'input',
          block_id: 'what',
          label: { type: 'plain_text', text: 'What happened?' },
          element: { type: 'plain_text_input', action_id: 'text' },
        },
      ],
    },
  });
});

app.view('hello_form', async ({ ack, view, body, client }) => {
  const text = view.state.values.what.text.value;
  if (text.length < 3) return ack({ response_action: 'errors', errors: { what: 'A few words more, please.' } });
  await ack();
  return client.chat.postMessage({
    channel: view.private_metadata,
    text,
    blocks: [
      { type: 'section', block_id: 'said', text: { type: 'mrkdwn', text: `<@${body.user.id}>: ${text}` } },
      {
        type: 'actions',
        block_id: 'buttons',
        elements: [{ type: 'button', action_id: 'seen', value: '1', text: { type: 'plain_text', text: 'Seen' } }],
      },
    ],
  });
});

app.action('seen', async ({ ack, body, client, respond }) => {
  await ack();
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: `Seen by <@${body.user.id}>`, blocks: [] });
  await respond({ response_type: 'ephemeral', replace_original: false, text: 'Noted.' });
});

await app.start(Number(PORT ?? 0));
