/** What one key of `slack:` says about another. */
import type { ConfigFault } from './fault.ts';
import type { ConfigInFile } from './schema.ts';
import { faultAt, snippet } from './shape-faults.ts';
import type { SlackInFile } from './slack.ts';
import type { YamlSource } from './yaml-source.ts';

/** Each way to hear Slack needs a secret of its own. */
export function slackFaults(source: YamlSource, slack: SlackInFile | undefined): ConfigFault[] {
  if (slack === undefined) return [];
  const [key, variable] =
    slack.transport === 'http'
      ? (['signing-secret', 'SLACK_SIGNING_SECRET'] as const)
      : (['app-token', 'SLACK_APP_TOKEN'] as const);
  if (slack[key] !== undefined) return [];
  const what = `has no ${key}: with transport: ${slack.transport} nothing of Slack could be ${slack.transport === 'http' ? 'trusted' : 'heard'}`;
  return [faultAt(source, ['slack'], what, snippet(['slack', key], { env: variable }))];
}

/** Slack does not know whom they are: nobody is kept from the terminal, so it is a warning only. */
export function slacklessPeople(source: YamlSource, { slack, people }: ConfigInFile): ConfigFault[] {
  if (slack === undefined) return [];
  return Object.entries(people).flatMap(([id, { slack: account }]) => {
    if (account !== undefined) return [];
    const what = 'has no slack: this person can do nothing in Slack, and is not asked there';
    return faultAt(source, ['people', id], what, snippet(['people', id, 'slack'], { user: 'U012ABCDEF', team: 'T012ABCDEF' }));
  });
}
