import type { View } from '../../../incident/view.ts';
import { exampleText } from '../help-text.ts';
import { readValue } from '../input/value.ts';
import { clean } from '../render/clean.ts';
import { incidentName, shellWord } from '../render/command-line.ts';
import { sendAndShow } from '../send-command.ts';
import { TerminalError } from '../terminal-error.ts';
import { programOf } from '../turn.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

export const addHandIn: Add = (program, turn, run) => {
  program
    .command('hand-in')
    .description('give the leaked secret itself, so that the cut can be proven by use (standard input or a hidden prompt)')
    .argument(...incidentArgument)
    .argument('<credential>', 'its id in the incident, such as c1')
    .option(...asOption)
    .addHelpText(
      'after',
      exampleText(
        `printf %s "$LEAKED" | ${turn.composition.program} hand-in INC-7 c1`,
        `${turn.composition.program} hand-in INC-7 c1`,
      ),
    )
    .action((reference: string, credential: string, options: { as?: string }) =>
      run(() => {
        const typed = async (view: View) => {
          const { id, hint } = knownCredential(view, credential);
          const question = `The leaked secret of ${clean(hint)} (not shown): `;
          const emptyHint = `Send it with: printf %s "$LEAKED" | ${programOf(turn)} hand-in ${incidentName(view)} ${shellWord(id)}`;
          return { credential, value: await readValue(turn.io.input, question, emptyHint) };
        };
        return sendAndShow(turn, { reference, type: 'hand-in', as: options.as ?? null, typed });
      }),
    );
};

/** Looked up before anything is read: a secret is not asked for in vain. */
export function knownCredential(view: View, id: string): View['credentials'][number] {
  const found = view.credentials.find((credential) => credential.id === id);
  if (found !== undefined) return found;
  const ids = view.credentials.map((credential) => credential.id).join(', ');
  throw new TerminalError('missing', `This incident has no credential "${clean(id)}". It has: ${ids === '' ? 'none' : ids}.`);
}
