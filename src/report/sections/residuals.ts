import { type Block, cards, paragraph, warning } from '../document/block.ts';
import { type Said, say } from '../document/rich.ts';
import { standingProof } from '../story/credentials.ts';
import { isEnding, isOpen, type ResidualStory } from '../story/residuals.ts';
import type { Story } from '../story/story.ts';
import type { Names } from '../words/names.ts';
import { listed, none, prose } from '../words/prose.ts';
import { sinceDetection, utc } from '../words/time-words.ts';

/** What outlived the kill. "None found" and "nobody looked" are two answers. */
export function residuals({ credentials, detectedAt, asOf }: Story, names: Names): Block[] {
  const rows = credentials.flatMap((credential) =>
    credential.residuals.map((residual) => [
      say`${names.credential(credential.id)}: ${prose(residual.id)}`,
      prose(residual.what),
      residual.until === null ? 'nothing ends it by itself' : utc(residual.until),
      prose(residual.endedBy),
      acceptance(residual, names),
      standing(residual, detectedAt, asOf),
    ]),
  );
  const head = ['credential', 'what outlived it', 'works until', 'what would end it', 'accepted by', 'now'];
  const found = rows.length === 0 ? [] : [cards(head, rows)];
  const unseen = credentials.filter((credential) => [undefined, 'by-hand'].includes(standingProof(credential)?.data.grade));
  const looked = credentials.filter((credential) => !unseen.includes(credential) && credential.residuals.length === 0);
  if (credentials.length === 0) return [paragraph('No credential is in the record yet.')];
  return [
    ...found,
    ...(looked.length === 0
      ? []
      : [paragraph(say`Looked for, and none found: ${listed(looked.map(({ id }) => names.credential(id)))}.`)]),
    ...(unseen.length === 0
      ? []
      : [warning(say`**Not looked for** by the bot: ${listed(unseen.map(({ id }) => names.credential(id)))}.`)]),
  ];
}

function acceptance({ accepted }: ResidualStory, names: Names): Said {
  if (accepted === null) return none;
  return say`${names.person(accepted.data.person)}: ${prose(accepted.body === null ? undefined : accepted.body.reason)}`;
}

function standing(residual: ResidualStory, detectedAt: string | null, asOf: string | null): Said {
  if (residual.goneAt !== null) return say`gone since ${sinceDetection(detectedAt, residual.goneAt)}`;
  if (isOpen(residual)) return say`**open**`;
  if (residual.until === null) return 'still there, accepted';
  return isEnding(residual, asOf) ? 'still there, ends by itself' : 'its time is over';
}
