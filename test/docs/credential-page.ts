/** The page of one service: everything in it stands in its file or comes from the code. */
import { stringify } from 'yaml';
import type { KindEntry } from '../../src/surfaces/cli/render/kinds.ts';
import {
  answerWords,
  identitiesIn,
  type KindInFile,
  leafWord,
  requestLine,
  type ServiceInFile,
  usesValue,
  type VerbInFile,
} from './service-in-file.ts';

/** `entries`: what the code says of the file's kinds, in its order. */
export function servicePage(file: string, service: ServiceInFile, entries: readonly KindEntry[]): string {
  const sections = entries.flatMap((entry) => {
    const kind = service.kinds[entry.kind];
    return kind === undefined ? [] : [kindSection(service, kind, entry)];
  });
  return [
    `<!-- Made from catalogue/${file} by test/docs: edit that file, then STAUNCH_WRITE_PAGES=true npx vitest run test/docs -->`,
    `# ${service.title}`,
    facts(service),
    '## In `staunch.yml`',
    targetPart(service),
    ...sections,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function facts({ sources = [], guide }: ServiceInFile): string {
  const from =
    sources.length === 0 ? [] : [`What is said here of the service comes from ${sources.map((one) => `<${one}>`).join(', ')}.`];
  return [...from, ...(guide === undefined ? [] : [`A guide for doing it by hand: <${guide}>.`])].join(' ');
}

function targetPart({ service, url, identities = {}, kinds }: ServiceInFile): string {
  const accounts = Object.entries(identities);
  const variable = (name: string) => `${service}_${name}`.replace(/\W/g, '_').toUpperCase();
  const target = {
    kind: service,
    ...(url === undefined ? { url: `https://${service}.example.com` } : {}),
    ...(accounts.length === 0
      ? {}
      : { identities: Object.fromEntries(accounts.map(([name]) => [name, accountOf(name, variable(name), kinds)])) }),
  };
  const there =
    url === undefined
      ? 'There is no usual address: each installation is a target.'
      : `Without any target it is there as \`${service}\`, at <${url}>, without accounts of Staunch; another address is \`url:\` of a target.`;
  const yaml = `\`\`\`yaml\n${stringify({ targets: { [service]: target } }, { lineWidth: 0 })}\`\`\``;
  if (accounts.length === 0) return `${there} It needs no account of Staunch.\n\n${yaml}`;
  const rows = accounts.map(([name, { title, permissions = [] }]) => [`\`${name}\``, title, permissions.join('; ')]);
  const left = 'An account that is left out is not there, and what needs it is not offered.';
  return `${there} ${left}\n\n${yaml}\n\n${table(['account', 'what for', 'rights it needs'], rows)}`;
}

function kindSection(service: ServiceInFile, kind: KindInFile, entry: KindEntry): string {
  const flags = entry.locator
    .filter(({ key, required }) => required && key !== 'target')
    .map(({ key }) => ` --locator ${key}=${key.toUpperCase()}`)
    .join('');
  const parts = [
    `## ${kind.title}: \`${entry.kind}\``,
    `\`\`\`sh\n${usesValue(kind) ? `printf %s "$LEAKED" | staunch declare --kind ${entry.kind}${flags} --value-stdin` : `staunch declare --kind ${entry.kind}${flags}`}\n\`\`\``,
    locatorPart(service, kind, entry),
    valuePart(kind),
    verbsPart(kind, entry),
    ...(kind.note === undefined ? [] : [`**Mind:** ${sentence(kind.note)}`]),
    '### How it is found and tried',
    findingPart(kind),
    answersPart(kind),
    settlePart(kind),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function locatorPart({ service }: ServiceInFile, { locator = {} }: KindInFile, entry: KindEntry): string {
  const target = [`\`target\``, `which target of kind \`${service}\``, 'where there are several'];
  const rows = entry.locator.map(({ key, required }) =>
    key === 'target' ? target : [`\`${key}\``, locator[key]?.title ?? '', required ? 'yes' : 'no'],
  );
  return table(['`--locator`', 'what it says', 'needed'], rows);
}

function valuePart({ value }: KindInFile): string {
  if (value === undefined) return '';
  const { prefixes = [], min, max, checksum = 'none' } = value;
  const begins = prefixes.length === 0 ? [] : [`begins with ${prefixes.map((one) => `\`${one}\``).join(' or ')}`];
  const long =
    min === undefined && max === undefined
      ? []
      : [`has ${min === max ? min : `${min ?? 1} to ${max ?? 'any number of'}`} characters`];
  const summed = checksum === 'none' ? [] : ['carries a checksum that is right'];
  const said = [...begins, ...long, ...summed];
  return said.length === 0 ? '' : `A value of this kind ${said.join(', ')}; what does not fit is refused before any call.`;
}

function verbsPart(kind: KindInFile, entry: KindEntry): string {
  const verbs = entry.verbs.flatMap((known) => {
    const written = kind[known.verb as 'disable' | 'revoke'];
    return written === undefined ? [] : [{ known, written }];
  });
  if (verbs.length === 0) return 'Staunch can look at it and try it. It is ended by hand.';
  const row = (head: string, of: (verb: (typeof verbs)[number]) => string) => [head, ...verbs.map(of)];
  const rows = [
    row('call', ({ written }) => `\`${requestLine(written.request)}\``),
    row('can be taken back', ({ written }) => backWords(written)),
    row('who may', ({ known }) => known.who),
    row(
      'accounts used',
      ({ written }) =>
        identitiesIn(written)
          .map((name) => `\`${name}\``)
          .join(', ') || 'none',
    ),
    row('what breaks', ({ known }) => known.breaks),
    row('ends more than this one', ({ written }) => (written.mass === true ? 'yes: asked of two people' : 'no')),
    row('what still works', ({ written }) => leftWords(written)),
    row('counts', ({ known }) => (known.lagMs === 0 ? 'at once' : `within ${known.lagMs / 1000} s`)),
    row('exercised on', ({ known }) => known.exercisedOn),
    row('mind', ({ written }) => written.note ?? '–'),
  ];
  return table(['', ...verbs.map(({ known, written }) => `${written.title} (\`${known.verb}\`)`)], rows);
}

const backWords = ({ reversible, until, undo }: VerbInFile) =>
  reversible
    ? `yes${until === undefined ? '' : `, ${until}`}${undo === undefined ? '' : `: \`${requestLine(undo.request)}\``}`
    : 'no';

/** One that signs in with a user name has it beside its secret. */
function accountOf(name: string, variable: string, kinds: unknown) {
  return usesName(kinds, name) ? { user: 'NAME', password: { env: variable } } : { env: variable };
}

function usesName(part: unknown, identity: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if ('$identity' in part && part.$identity === identity && 'part' in part && part.part === 'user') return true;
  return Object.values(part).some((inner) => usesName(inner, identity));
}

const leftWords = ({ leaves = [] }: VerbInFile) =>
  leaves.length === 0
    ? 'nothing known'
    : leaves
        .map(
          (left) =>
            `${left.what}${left.for === undefined ? '' : ` (${left.for})`}${left['ended-by'] === undefined ? '' : `; ended by ${left['ended-by']}`}`,
        )
        .join('; ');

function findingPart({ lookups = [], probe }: KindInFile): string {
  const found = lookups.map(({ request, list, where = {} }) => {
    const matches = Object.entries(where).map(([pointer, leaf]) => `\`${pointer}\` is ${leafWord(leaf)}`);
    const one = list === undefined ? 'the one thing it answers' : 'exactly one of those it lists';
    return `- looked up: \`${requestLine(request)}\`, ${one}${matches.length === 0 ? '' : ` where ${matches.join(' and ')}`}`;
  });
  if (probe === undefined) return [...found, '- not tried: there is no use of it that would be one'].join('\n');
  const facts = Object.keys(probe.facts ?? {});
  const shown = facts.length === 0 ? '' : `; shown from its answer: ${facts.join(', ')}`;
  return [...found, `- tried: \`${requestLine(probe.request)}\`${shown}`].join('\n');
}

function answersPart({ probe, inspect, proof }: KindInFile): string {
  if (proof === 'by-hand') return 'Nothing can be asked about it: that it is dead is what a named person says.';
  const rows = [...probeRows(probe), ...inspectRows(inspect), ['any', 'anything else', '*could not tell*']];
  return [table(['asked', 'answer', 'it means'], rows), ...(probe === undefined ? [] : [controlWords(probe.control)])].join(
    '\n\n',
  );
}

function probeRows(probe: KindInFile['probe']): string[][] {
  const refused = '**refused**, if it was alive before in the same incident';
  return [
    ...(probe?.alive ?? []).map((answer) => ['the trial', answerWords(answer), '**alive**']),
    ...(probe?.refused ?? []).map((answer) => ['the trial', answerWords(answer), refused]),
  ];
}

function inspectRows(inspect: KindInFile['inspect']): string[][] {
  const [dead, open] = ['the service says that it is cut off', 'the service says that it works'];
  if (inspect?.lookup !== undefined) return [['the look-up', 'finds none', dead]];
  const { request } = inspect ?? {};
  if (request === undefined) return [];
  const asked = `\`${requestLine(request)}\``;
  return [
    ...(inspect?.['cut-off'] ?? []).map((answer) => [asked, answerWords(answer), dead]),
    ...(inspect?.open ?? []).map((answer) => [asked, answerWords(answer), open]),
  ];
}

const controlWords = (control: string | undefined) =>
  control === 'none'
    ? 'No random value is tried beside it.'
    : 'A random value of the same form is tried beside it: if that "works" too, nothing is proven.';

function settlePart({ settle }: KindInFile): string {
  const { looks = 3, every = '2s', lag = '0s' } = settle ?? {};
  const late = lag === '0s' ? '' : ` For ${lag} after the call it may still be taken; only then is *alive* a failure.`;
  return `After the call it is looked at ${looks} times, ${every} apart.${late}`;
}

const sentence = (text: string) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** A Markdown table; what stands in a cell is one line. */
export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
