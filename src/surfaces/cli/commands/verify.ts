import { unreadable, type Verdict } from '../../../incident/verify/verdict.ts';
import { type Given, verifyBundle } from '../../../incident/verify/verify-bundle.ts';
import { sshSignatureFault } from '../../../platform/ssh-signature.ts';
import { bundleLimits } from '../../../timeline/bundle/lines.ts';
import { looksLikeBundle } from '../../../timeline/bundle/parse.ts';
import { exampleText } from '../help-text.ts';
import { exactText, readEvidence } from '../input/evidence.ts';
import { readKnownPeople } from '../input/known-people.ts';
import { readPublicKey } from '../input/public-key.ts';
import { clean } from '../render/clean.ts';
import { renderVerdict } from '../render/verdict.ts';
import { exitCodes, TerminalError } from '../terminal-error.ts';
import { answer, pageOf, type Turn } from '../turn.ts';
import type { Add } from './add.ts';

type Options = { key?: string; people?: string; witness: string[] };

export const addVerify: Add = (program, turn, run) => {
  program
    .command('verify')
    .description('check an exported record, without a database and without a network')
    .argument('<bundle>', 'the file that export wrote')
    .option('--key <pub>', 'the public record key, from a source you trust: a PEM file, or 32 bytes in base64')
    .option(
      '--witness <file>',
      'a witness file kept outside the database; may be repeated',
      (file, files: string[]) => [...files, file],
      [],
    )
    .option('--people <file>', "the people's SSH keys as you know them, in OpenSSH's allowed_signers format")
    .addHelpText(
      'after',
      exampleText(
        `${turn.composition.program} verify INC-7.ndjson --key record-key.pub.pem --people people --witness witness.ndjson`,
      ),
    )
    .action((file: string, options: Options) => run(() => verify(turn, file, options)));
};

async function verify(turn: Turn, file: string, options: Options): Promise<number> {
  const bytes = await readEvidence(file);
  const key = options.key === undefined ? null : await readPublicKey(options.key);
  const witness: string[] = [];
  for (const path of options.witness) witness.push(...(await witnessLines(path)));
  const people = options.people === undefined ? null : await readKnownPeople(options.people);
  const verdict = await judge(file, bytes, { key, witness, people });
  answer(turn, verdict, () => renderVerdict(file, verdict, pageOf(turn)));
  return verdict.ok ? exitCodes.yes : exitCodes.no;
}

async function judge(file: string, bytes: Uint8Array | null, given: Given): Promise<Verdict> {
  if (bytes === null) return unreadable(`The file is larger than ${bundleLimits.fileBytes / 1024 / 1024} MB.`, given);
  const text = exactText(bytes);
  if (!looksLikeBundle(text ?? Buffer.from(bytes).toString('latin1'))) {
    throw new TerminalError(
      'usage',
      `${clean(file)} is no bundle. A bundle is what export writes: its first line begins with {"incident".`,
    );
  }
  if (text === null) return unreadable('The file is not text in UTF-8: something in it was changed.', given);
  return verifyBundle(text, given, { personSignature: sshSignatureFault });
}

async function witnessLines(path: string): Promise<string[]> {
  const bytes = await readEvidence(path);
  if (bytes === null) throw new TerminalError('usage', `The witness file ${clean(path)} is too large.`);
  // A torn line may hold anything; it says nothing, and the others still do.
  return Buffer.from(bytes).toString('utf8').split('\n');
}
