import type { View } from '../../../incident/view.ts';
import { canonicalJson, sha256Hex } from '../../../platform/canonical.ts';
import { afterWork, atDesk, incidentId, viewOf } from '../at-desk.ts';
import { attested, deciderOf } from '../attest.ts';
import { exampleText } from '../help-text.ts';
import { isStuck, planWait, poll } from '../poll.ts';
import { renderCard } from '../render/card.ts';
import { clean } from '../render/clean.ts';
import { checkedPayload, checkReason, commandOf, sendOrRefuse } from '../send-command.ts';
import type { OpenedDesk } from '../terminal-composition.ts';
import { TerminalError } from '../terminal-error.ts';
import { answer, pageOf, type Turn, tell } from '../turn.ts';
import { type Add, asOption, incidentArgument } from './add.ts';
import { knownCredential } from './hand-in.ts';

type Options = { credential: string; reason?: string; signWith?: string; as?: string };

export const addUndo: Add = (program, turn, run) => {
  program
    .command('undo')
    .description('take a cut back: the credential may work again; signed with your SSH key')
    .argument(...incidentArgument)
    .requiredOption('--credential <id>', 'its id in the incident, such as c1')
    .option('--reason <text>', 'why')
    .option('--sign-with <file>', 'private SSH key, or the .pub file of a key in the agent (default: your key in the agent)')
    .option(...asOption)
    .addHelpText('after', exampleText(`${turn.composition.program} undo INC-7 --credential c1 --reason "wrong role"`))
    .action((reference: string, options: Options) => run(() => undo(turn, reference, options)));
};

async function undo(turn: Turn, reference: string, options: Options): Promise<number> {
  checkReason(options.reason);
  return atDesk(turn, async (opened) => {
    const view = await viewOf(opened.desk, await incidentId(turn, opened.desk, reference));
    const credential = knownCredential(view, options.credential);
    if (credential.undo === null) {
      throw new TerminalError(
        'no',
        `There is nothing to take back for ${clean(credential.hint)}: nothing was cut, it cannot be undone, or its time is over.`,
      );
    }
    const decider = await deciderOf(turn, view, { as: options.as ?? null, signWith: options.signWith ?? null });
    tell(
      turn,
      `You are about to take back the cut of ${clean(credential.hint)}: whoever has the leaked secret may use it again.`,
    );
    const { plan, nonce } = credential.undo;
    const said = { plan, nonce, verdict: 'undo' } as const;
    const { person, attestation } = await attested(turn, view, said, decider);
    const payload = checkedPayload('undo', { credential: credential.id, reason: options.reason, attestation });
    const dedupe = `undo:${sha256Hex(canonicalJson([view.incident, credential.id, nonce, person, attestation]))}`;
    const sent = await sendOrRefuse(
      opened.desk,
      commandOf(turn, { incident: view.incident, type: 'undo', person, payload, dedupe }),
    );
    const after = (await takenBack(turn, opened, sent.view, credential.id)) ?? sent.view;
    answer(turn, after, () => renderCard(after, pageOf(turn)));
    return afterWork(turn, opened);
  });
}

/** The view once the cut is taken back or stuck: whoever asked for it wants to see that, not that it was asked for. */
function takenBack(turn: Turn, { desk, botAlive }: OpenedDesk, { incident }: View, id: string): Promise<View | null> {
  const limitMs = botAlive ? planWait.limitMs : 0;
  return poll(turn, { desk, incident, everyMs: planWait.everyMs, limitMs }, (view) => {
    const offered = view.credentials.find((credential) => credential.id === id)?.undo ?? null;
    const stuck = view.waiting.some((waiting) => isStuck(waiting) && waiting.credential === id);
    return offered === null || stuck ? view : null;
  });
}
