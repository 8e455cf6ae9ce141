/** docs/practice-slack.md: which methods the practice Slack answers, and what each was checked by. */
import type { Method } from '../../src/practice/slack/api/method.ts';
import { table } from './credential-page.ts';

export type Checked = {
  method: Pick<Method, 'name' | 'tier' | 'scopes' | 'token'>;
  /** Refusals that a test provokes. */
  errors: readonly string[];
  /** Whether there is a recorded answer of the real Slack. */
  sampled: boolean;
  python: boolean;
  emulate: boolean;
};

export type Difference = { name: string; ours: string; theirs: string; because: string };

export function practiceSlackPage(
  checked: readonly Checked[],
  unlisted: readonly string[],
  differences: readonly Difference[],
): string {
  const yes = (is: boolean) => (is ? 'yes' : '');
  const rows = checked.map(({ method, errors, sampled, python, emulate }) => [
    `\`${method.name}\``,
    `${method.tier}`,
    scopesOf(method),
    [...new Set(errors)].map((error) => `\`${error}\``).join(' '),
    yes(sampled),
    yes(python),
    yes(emulate),
  ]);
  return `<!-- Made by test/docs: STAUNCH_WRITE_PAGES=true npx vitest run test/docs -->

# The practice Slack

A Slack workspace on this machine: Web API, Socket Mode, signed HTTP and a page in the browser. \`npm start\` has it; \`npx staunch practice slack\`
starts it alone, for any Slack app. It is strict where Slack is strict: what fails there, fails here, with the same words. It is not Slack,
and nothing in it was checked against a Slack account; each thing it does is checked against something that nobody here wrote:

- **Blocks, views and arguments** against a schema that is made of the types of Slack's own SDK (\`@slack/types\`, \`@slack/web-api\`), and against the limits
  of Slack's pages.
- **Answers and payloads** against recorded samples of the real Slack (github.com/slackapi/java-slack-sdk): no key that those do not have, and the
  same JSON types.
- **Error codes and scopes** against Slack's page of each method, **tiers** against the table of Slack's SDK for Java.
- **Clients**: Slack's own for JavaScript calls every method; Slack's own for Python and a stock Bolt app, with nothing of ours in them, do a whole
  story; the same calls are made in \`emulate\` 0.12.2, a Slack that others emulated.

\`test/fixtures/slack-official/README.md\` says where the samples come from.

## Methods

Tier: calls a minute are 1, 20, 50 and 100 for tiers 1 to 4; *posting* is one a second and channel; *special* hundreds a minute. Scopes: any one line
is enough; which, depends on the kind of channel. Refusals: those that a test provokes, beside \`missing_scope\`, \`invalid_auth\`, \`not_authed\`,
\`not_allowed_token_type\` and \`ratelimited\`, which have tests of their own. A method that is not here is \`unknown_method\`.

${table(['method', 'tier', 'scopes', 'refusals', 'sample', 'Python', 'emulate'], rows)}

${unlisted.map((one) => `- ${one}`).join('\n')}

## Where \`emulate\` says something else

${table(
  ['call', 'here', 'emulate', 'why here'],
  differences.map(({ name, ours, theirs, because }) => [name, `\`${ours}\``, `\`${theirs}\``, because]),
)}

## What is not as in Slack

- Everything is in memory and ends with the program. There is one workspace, one app, and no sign-in: whoever opens the page chooses who to be.
- Attachments are not shown, but for what stands in for them. Nothing is unfurled; search, canvases, lists, calls and workflows are not there.
- Slack sizes some things nowhere: bursts of posting (here five), how long a click may wait after the app answered too late.
`;
}

function scopesOf({ scopes, token }: Checked['method']): string {
  if (token === 'app') return '`connections:write` (app token)';
  const lines = scopes.map((all) => all.map((scope) => `\`${scope}\``).join(' and '));
  return lines.length === 0 ? 'none' : lines.join('<br>');
}
