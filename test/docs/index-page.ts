/** docs/credentials/README.md, and the facts of a kind whose page is written by hand. */
import type { KindEntry } from '../../src/surfaces/cli/render/kinds.ts';
import { table } from './credential-page.ts';

/** `pages`: the page of each kind, relative to the index. */
export function indexPage(entries: readonly KindEntry[], pages: ReadonlyMap<string, string>): string {
  const rows = entries.map((entry) => [
    `[\`${entry.kind}\`](${pages.get(entry.kind) ?? ''})`,
    entry.title,
    entry.verbs.map(({ verb, reversible }) => `${verb}${reversible ? '*' : ''}`).join(', ') || 'by hand',
    longest(entry.verbs.map(({ lagMs }) => lagMs)),
    [...new Set(entry.verbs.map(({ exercisedOn }) => exercisedOn))].join(', ') || '–',
  ]);
  return `<!-- Made by test/docs: STAUNCH_WRITE_PAGES=true npx vitest run test/docs -->

# Kinds of secrets

What Staunch can do about a leaked secret, by its kind. \`staunch credentials list\` says the same, and whether \`staunch.yml\` has a target for it.
A service of your own is added by one file: [adding.md](adding.md).

${table(['kind', 'what it is', 'ended by', 'refused after', 'exercised on'], rows)}

\\* can be taken back.

**Refused after**: how long the service may go on taking the secret once it has been ended. **Exercised on**: what our tests run against. *Real service*: the service as its
users have it; *independent server*: a server that nobody here wrote, started for the test; *our stand-in*: a server that we wrote from the documentation, held
against the published description of the API where there is one. [targets.md](targets.md) says what each of them answered. None of them is your installation: \`staunch credentials try\` shows, without changing anything, whether yours answers as expected.
`;
}

function longest(lags: number[]): string {
  const most = Math.max(0, ...lags);
  if (lags.length === 0) return '–';
  return most === 0 ? 'at once' : most < 120_000 ? `${most / 1000} s` : `${Math.round(most / 60_000)} min`;
}

/** What the code says of each way to end it, for a page that people wrote around it. */
export function factsTable({ verbs }: KindEntry): string {
  const rows = verbs.map((one) => [
    `\`${one.verb}\``,
    one.reversible ? `yes${one.until === null ? '' : `, ${one.until}`}` : 'no',
    one.lagMs === 0 ? 'at once' : `within ${one.lagMs / 1000} s`,
    one.who,
    one.breaks,
    one.exercisedOn,
    one.note,
  ]);
  return table(['way', 'can be taken back', 'counts', 'who may', 'what breaks', 'exercised on', 'mind'], rows);
}
