/** Who vouches for the answers in a record: what an auditor asks before anything else of them. */
import type { Entry, EntryOf } from '../../timeline/entry.ts';
import { accountName } from '../slack-identity.ts';

/** "2 signed by the person, 1 attested by the bot: in Slack as U012ABCDEF of T012ABCDEF". */
export function vouchedWords(entries: readonly Entry[]): string {
  const said = entries.filter((entry): entry is EntryOf<'decision.recorded'> => entry.type === 'decision.recorded');
  const attested = said.filter(({ data }) => data.attestation === 'bot').map(({ data }) => data.slack ?? null);
  const inSlack = attested.filter((slack) => slack !== null);
  const own = attested.length - inSlack.length;
  const accounts = [...new Set(inSlack.map(accountName))].sort().join(', ');
  const words = [
    `${said.length - attested.length} signed by the person`,
    ...(own === 0 ? [] : [`${own} attested by the bot`]),
    ...(inSlack.length === 0 ? [] : [`${inSlack.length} attested by the bot: in Slack as ${accounts}`]),
  ];
  return words.join(', ');
}
