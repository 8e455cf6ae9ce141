/** What can be done about each kind of credential, and whether the configuration lets it. */
import { clean } from './clean.ts';
import { cutTo, hang, padTo } from './measure.ts';
import type { Page } from './page.ts';
import { roughly } from './time-words.ts';

/** One way to end a credential's life. `lagMs`: how long after it the provider may still answer "alive". */
export type VerbEntry = {
  verb: string;
  reversible: boolean;
  until: string | null;
  lagMs: number;
  who: string;
  breaks: string;
  exercisedOn: string;
  note: string;
};

/** `targets`: the configured ones that this kind can act on; `missing`: identities that the kind could use and that are not there. */
export type KindEntry = {
  kind: string;
  title: string;
  service: string;
  locator: { key: string; required: boolean }[];
  verbs: VerbEntry[];
  mode: string | null;
  targets: { name: string; missing: string[] }[];
  sources: string[];
};

const heads = { kind: 'kind', verbs: 'can be ended by', targets: 'configured here' };
const gap = 2;
/** Whoever reads a name here types it elsewhere: it is cut only where nothing else helps. */
const widestKind = 40;
const widestVerbs = 18;

/** A line a kind; the longest names set the columns. */
export function renderKinds(entries: readonly KindEntry[], page: Page): string {
  const rows = entries.map((entry) => ({ kind: entry.kind, verbs: verbsOf(entry), targets: targetsOf(entry) }));
  const kindColumns = columnsFor(
    [heads, ...rows].map(({ kind }) => kind),
    widestKind,
  );
  const verbColumns = columnsFor(
    [heads, ...rows].map(({ verbs }) => verbs),
    widestVerbs,
  );
  const room = page.columns - kindColumns - verbColumns - 2 * gap;
  const line = ({ kind, verbs, targets }: typeof heads) =>
    `${padTo(cutTo(kind, kindColumns), kindColumns + gap)}${padTo(cutTo(verbs, verbColumns), verbColumns + gap)}${cutTo(targets, room)}`.trimEnd();
  const foot = `* can be taken back. All about one: ${page.program} credentials list KIND`;
  return [page.paint('strong', line(heads)), ...rows.map(line), '', foot, ''].join('\n');
}

const columnsFor = (texts: string[], widest: number) => Math.min(Math.max(...texts.map((text) => text.length)), widest);

const verbsOf = ({ verbs }: KindEntry) =>
  verbs.length === 0 ? 'by hand only' : verbs.map(({ verb, reversible }) => `${verb}${reversible ? '*' : ''}`).join(', ');

function targetsOf({ targets, mode }: KindEntry): string {
  const names = targets.map(({ name, missing }) => (missing.length === 0 ? name : `${name} (without ${missing.join(', ')})`));
  const where = names.length === 0 ? 'no target' : names.join(', ');
  return clean(mode === null ? where : `${where}; mode ${mode}`);
}

/** Everything about one kind. */
export function renderKind(entry: KindEntry, page: Page): string {
  const flags = entry.locator.map(({ key, required }) => (required ? `--locator ${key}=…` : `[--locator ${key}=…]`)).join(' ');
  const lines = [
    page.paint('strong', `${entry.kind}: ${clean(entry.title)}`),
    ...hang('  declare   ', `--kind ${entry.kind} ${flags} --value-stdin`, page.columns),
    ...hang('  target    ', `kind: ${entry.service} in staunch.yml; ${targetsOf(entry)}`, page.columns),
    ...entry.sources.flatMap((source) => hang('  source    ', clean(source), page.columns)),
    ...entry.verbs.flatMap((verb) => ['', ...verbLines(verb, page)]),
    ...(entry.verbs.length === 0 ? ['', '  Nothing that Staunch can do: it is ended by hand.'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function verbLines(verb: VerbEntry, page: Page): string[] {
  const back = verb.reversible
    ? `can be taken back${verb.until === null ? '' : ` ${clean(verb.until)}`}`
    : 'cannot be taken back';
  const lag = verb.lagMs === 0 ? 'counts at once' : `may go on working for ${roughly(verb.lagMs)}`;
  return [
    page.paint('strong', `  ${verb.verb}`),
    ...hang('    ', `${back}; ${lag}; exercised on: ${verb.exercisedOn}`, page.columns),
    ...hang('    who     ', clean(verb.who), page.columns),
    ...hang('    breaks  ', clean(verb.breaks), page.columns),
    ...(verb.note === '' ? [] : hang('    note    ', clean(verb.note), page.columns)),
  ];
}
