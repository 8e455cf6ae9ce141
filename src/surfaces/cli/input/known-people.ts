/** The people's keys as an auditor knows them: OpenSSH's allowed signers (ssh-keygen(1), ALLOWED SIGNERS), a principal being a person's id. */
import type { KnownPeople } from '../../../incident/verify/check-people.ts';
import { checkSshPublicKey } from '../../../platform/config/ssh-public-key.ts';
import { decisionNamespace } from '../../../timeline/decision.ts';
import { clean } from '../render/clean.ts';
import { TerminalError } from '../terminal-error.ts';
import { exactText, readEvidence } from './evidence.ts';

/** Throws TerminalError: missing where there is no such file, usage where a line is none of its format. */
export async function readKnownPeople(path: string): Promise<KnownPeople> {
  const bytes = await readEvidence(path);
  const text = bytes === null ? null : exactText(bytes);
  if (text === null) throw new TerminalError('usage', `${clean(path)} is no text of people and their keys.`);
  const people = new Map<string, Set<string>>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^[ \t]*(#|$)/.test(line)) continue;
    const read = readLine(line.trim());
    if ('fault' in read) throw new TerminalError('usage', `Line ${index + 1} of ${clean(path)}: ${clean(read.fault)}. ${form}`);
    for (const person of read.people) people.set(person, (people.get(person) ?? new Set()).add(read.key));
  }
  return people;
}

const form = 'Expected is a line a person, such as: ana ssh-ed25519 AAAA…';

type Line = { people: string[]; key: string } | { fault: string };

/** Words are separated by blanks, and blanks within double quotes belong to the word. */
const word = /^((?:"[^"]*"|[^" \t])+)[ \t]+(.*)$/;
const keyType = /^(ssh-|sk-|ecdsa-)/;

function readLine(line: string): Line {
  const [, principals, rest] = word.exec(line) ?? [];
  if (principals === undefined || rest === undefined) return { fault: 'there is no key in it' };
  const people = principals.replaceAll('"', '').split(',');
  if (people.some((person) => person === '' || /[*?!]/.test(person)))
    return { fault: `"${principals}" does not name people by their ids, without patterns` };
  if (keyType.test(rest)) return keyed(people, rest);
  const [, options, key] = word.exec(rest) ?? [];
  if (options === undefined || key === undefined) return { fault: 'there is no key in it' };
  const fault = optionFault(options);
  if (fault !== null) return { fault };
  // A key that is for something else speaks for nobody here.
  return keyed(isForDecisions(options) ? people : [], key);
}

function keyed(people: string[], text: string): Line {
  const checked = checkSshPublicKey(text);
  return checked.ok ? { people, key: checked.key } : { fault: checked.message };
}

const namespaces = /^namespaces="([^"]*)"$/i;

/** Other options restrict a key in ways that the record cannot be held against. */
function optionFault(options: string): string | null {
  if (namespaces.test(options)) return null;
  const named = /^[a-z-]+/i.exec(options)?.[0] ?? options;
  return `of the options only namespaces="${decisionNamespace}" is understood here, and this is "${named}"`;
}

const isForDecisions = (options: string) => (namespaces.exec(options)?.[1] ?? '').split(',').includes(decisionNamespace);
