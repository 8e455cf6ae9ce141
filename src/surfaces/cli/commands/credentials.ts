import { didYouMean } from '../../../platform/config/did-you-mean.ts';
import { exampleText } from '../help-text.ts';
import { type KindEntry, renderKind, renderKinds } from '../render/kinds.ts';
import { tellFindings } from '../tell-findings.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, type Turn, tell } from '../turn.ts';
import type { Add } from './add.ts';
import { addCredentialsTry } from './credentials-try.ts';

export const addCredentials: Add = (program, turn, run) => {
  const credentials = program
    .command('credentials')
    .description('kinds of secrets: credentials list · check FILE · try FILE|KIND');
  addList(credentials, turn, run);
  addCheck(credentials, turn, run);
  addCredentialsTry(credentials, turn, run);
};

const addList: Add = (credentials, turn, run) => {
  credentials
    .command('list')
    .description('what can be done about each kind, and whether a target is configured for it')
    .argument('[kind]', 'everything about this one')
    .addHelpText('after', exampleText(`${turn.composition.program} credentials list postgres-password`))
    .action((kind: string | undefined) => run(() => list(turn, kind ?? null)));
};

async function list(turn: Turn, kind: string | null): Promise<number> {
  const all = await turn.composition.listKinds(turn.globals());
  const entries = kind === null ? all : [entryOf(all, kind)];
  const page = pageOf(turn);
  if (turn.globals().json) for (const entry of entries) answer(turn, entry, () => '');
  else if (kind === null) turn.io.out(renderKinds(entries, page));
  else for (const entry of entries) turn.io.out(renderKind(entry, page));
  return exitCodes.yes;
}

function entryOf(entries: readonly KindEntry[], name: string): KindEntry {
  const entry = entries.find(({ kind }) => kind === name);
  if (entry !== undefined) return entry;
  const names = entries.map(({ kind }) => kind);
  const guess = didYouMean(name, names);
  throw new TerminalError(
    'missing',
    `There is no kind "${name}"${guess === null ? '.' : `; did you mean ${guess}?`} Kinds: ${names.join(', ')}.`,
  );
}

const addCheck: Add = (credentials, turn, run) => {
  credentials
    .command('check')
    .description('faults of a service file, with line, column and what to write; without any, what it offers')
    .argument('<file>', 'the service file')
    .addHelpText('after', exampleText(`${turn.composition.program} credentials check catalogue/acme.yml`))
    .action((file: string) =>
      run(async () => {
        const { findings, offers } = await turn.composition.checkService(file, turn.globals());
        const code = tellFindings(turn, file, findings);
        if (code !== exitCodes.yes) return code;
        for (const entry of offers) answer(turn, entry, () => renderKind(entry, pageOf(turn)));
        if (offers.length === 0) tell(turn, 'It offers no kind.');
        return code;
      }),
    );
};
