/** Who vouches for a decision: an auditor weighs the two differently. */
import type { EntryOf } from '../../timeline/entry.ts';
import { type Said, say } from '../document/rich.ts';
import { prose } from './prose.ts';

/** For people of the house: it names the account in Slack. */
export function vouchedWords({ attestation, slack }: EntryOf<'decision.recorded'>['data']): Said {
  if (attestation === 'person') return 'signed by the person';
  return slack === undefined ? 'attested by the bot' : say`attested by the bot: in Slack as ${prose(slack.user)}`;
}
