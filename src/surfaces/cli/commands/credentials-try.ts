import { exampleText } from '../help-text.ts';
import { readValue } from '../input/value.ts';
import { renderTrial } from '../render/trial.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, type Turn, tell } from '../turn.ts';
import type { Add } from './add.ts';

type Options = {
  kind?: string;
  locator?: string[];
  valueStdin?: boolean;
  targetUrl?: string;
  identity?: string[];
};

const each = (pair: string, pairs: string[] = []) => [...pairs, pair];

export const addCredentialsTry: Add = (credentials, turn, run) => {
  credentials
    .command('try')
    .description('look a secret up, try it, and show what would be planned; changes nothing, records nothing')
    .argument('<file|kind>', 'a service file, or a kind that is configured')
    .option('--kind <kind>', 'which kind of the file, where it has several')
    .option('--locator <key=value>', 'where it opens what; repeat it for each key', each)
    .option('--value-stdin', 'read the secret itself from standard input')
    .option('--target-url <url>', 'where the service is, instead of what the file or the configuration says')
    .option(
      '--identity <name=variable>',
      'the environment variable with the secret of an account of Staunch there; name=user:variable where it has a user name',
      each,
    )
    .addHelpText(
      'after',
      exampleText(
        `printf %s "$TOKEN" | ${turn.composition.program} credentials try catalogue/acme.yml --value-stdin --target-url http://127.0.0.1:8087`,
      ),
    )
    .action((subject: string, options: Options) => run(() => attempt(turn, subject, options)));
};

/** 0: found, and it works. 1: not found, or what was tried does not say that it works. */
async function attempt(turn: Turn, subject: string, options: Options): Promise<number> {
  const wish = {
    subject,
    kind: options.kind ?? null,
    locator: pairsOf('--locator', options.locator ?? []),
    value: options.valueStdin === true ? () => readValue(turn.io.input, 'The secret (not shown): ', valueHint) : null,
    targetUrl: options.targetUrl ?? null,
    identities: pairsOf('--identity', options.identity ?? []),
  };
  const trial = await turn.composition.tryCredential(wish, turn.globals());
  answer(turn, trial, () => renderTrial(trial, pageOf(turn)));
  if (trial.refused !== null) return exitCodes.no;
  if (trial.look?.result === 'alive') return exitCodes.yes;
  tell(turn, 'It was not seen to work: with a value that does, this answers "alive". What was tried stands above.');
  return exitCodes.no;
}

const valueHint = 'Send it with: printf %s "$TOKEN" | …, or leave --value-stdin out.';

function pairsOf(option: string, pairs: string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at >= 1) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new TerminalError('usage', `${option} "${pair}" has no "=". Write ${option} NAME=VALUE.`);
    }),
  );
}
