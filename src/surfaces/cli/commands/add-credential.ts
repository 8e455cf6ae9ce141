import { exampleText, kindsOf, kindsText } from '../help-text.ts';
import { checkWhole, parseKind, parseLocator } from '../input/locator.ts';
import { readValue } from '../input/value.ts';
import { checkedPayload, sendAndShow } from '../send-command.ts';
import { type Add, asOption, incidentArgument } from './add.ts';

type Options = { kind: string; locator?: string[]; valueStdin?: boolean; as?: string };

export const addAddCredential: Add = (program, turn, run) => {
  const { program: name } = turn.composition;
  program
    .command('add-credential')
    .description('one more secret leaked with the rest: people are asked about it, and it is cut too')
    .argument(...incidentArgument)
    .requiredOption('--kind <kind>', 'what kind of secret')
    .option('--locator <key=value>', 'where it opens what; repeat it for each key', (pair: string, pairs: string[] = []) => [
      ...pairs,
      pair,
    ])
    .option('--value-stdin', 'read the secret itself from standard input; with it the bot can prove the cut by use')
    .option(...asOption)
    .addHelpText('after', () => kindsText(kindsOf(() => turn.composition.kinds(turn.globals()))))
    .addHelpText(
      'after',
      exampleText(
        `printf %s "$LEAKED" | ${name} add-credential INC-7 --kind postgres-password --locator target=main --locator role=batch --value-stdin`,
      ),
    )
    .action((reference: string, options: Options) =>
      run(() => {
        const kind = parseKind(options.kind, turn.composition.kinds(turn.globals()));
        const locator = parseLocator(options.locator ?? [], kind);
        checkedPayload('add-credential', { kind: kind.name, locator, value: undefined });
        checkWhole(locator, kind);
        // Read once the incident is found: a secret is not asked for in vain.
        const typed = async () => ({
          kind: kind.name,
          locator,
          value: options.valueStdin === true ? await readValue(turn.io.input, question, emptyHint) : undefined,
        });
        return sendAndShow(turn, { reference, type: 'add-credential', as: options.as ?? null, typed });
      }),
    );
};

const question = 'The leaked secret (not shown): ';
const emptyHint = 'Send it with: printf %s "$LEAKED" | …, or leave --value-stdin out.';
