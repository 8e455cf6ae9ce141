/** What one part of staunch.yml says about another, or about the world: each name must lead somewhere. */
import { statSync } from 'node:fs';
import { didYouMean } from './did-you-mean.ts';
import { envSecretsIn } from './env-secret.ts';
import type { Environment } from './environment.ts';
import type { ConfigFault } from './fault.ts';
import type { ConfigInFile } from './schema.ts';
import { faultAt, snippet } from './shape-faults.ts';
import type { YamlSource } from './yaml-source.ts';

/** Two people behind one key or account would be one person who can approve twice. */
export function samePersonFaults(source: YamlSource, people: ConfigInFile['people']): ConfigFault[] {
  const seen = new Map<string, string>();
  return Object.entries(people).flatMap(([id, { ssh, slack, login }]) => {
    const marks = [
      { field: 'ssh', mark: ssh },
      { field: 'login', mark: login },
      { field: 'slack', mark: slack && `${slack.team} ${slack.user}` },
    ];
    return marks.flatMap(({ field, mark }) => {
      if (mark === undefined) return [];
      const other = seen.get(`${field} ${mark}`);
      seen.set(`${field} ${mark}`, other ?? id);
      if (other === undefined) return [];
      const what = `is the same as that of ${other}: one person could approve as two`;
      return faultAt(source, ['people', id, field], what, `# give each person their own ${field}, or remove one of the two`);
    });
  });
}

/** A protected locator that names no target, one which is not there, or a key that no locator has, protects nothing. */
export function protectedFaults(
  source: YamlSource,
  { protected: locators, targets }: ConfigInFile,
  known: readonly string[],
  implied: readonly string[],
): ConfigFault[] {
  const kinds = new Set(Object.values(targets).map(({ kind }) => kind));
  const names = [...new Set([...Object.keys(targets), ...implied.filter((kind) => !kinds.has(kind))])];
  return locators.flatMap((locator, index) => {
    const { target } = locator;
    const misspelt = Object.keys(locator).filter((key) => !known.includes(key));
    if (misspelt.length > 0) return misspelt.map((key) => unknownLocatorKey(source, [index, key], locator, known));
    if (target === undefined) {
      const example = { target: names[0] ?? 'main', ...locator };
      const place = ['protected', index];
      return faultAt(source, place, 'names no target: it would protect nothing', snippet(place, example));
    }
    if (names.includes(target)) return [];
    const near = didYouMean(target, names) ?? names[0];
    const what =
      near === undefined ? 'names a target, but there are no targets' : `is none of the targets. Did you mean ${near}?`;
    return faultAt(
      source,
      ['protected', index, 'target'],
      what,
      snippet(['protected', index], { target: near ?? 'main', role: 'postgres' }),
    );
  });
}

function unknownLocatorKey(
  source: YamlSource,
  [index, key]: [number, string],
  locator: Record<string, string>,
  known: readonly string[],
): ConfigFault {
  const free = known.filter((other) => !Object.hasOwn(locator, other));
  const near = didYouMean(key, free);
  const meant = near === null ? '' : ` Did you mean ${near}?`;
  const fix = near === null ? '# remove it' : snippet(['protected', index], { target: 'main', role: 'postgres', [near]: '…' });
  const what = `is no part of a locator (there are: ${known.join(', ')}), so this entry would protect nothing.${meant}`;
  return faultAt(source, ['protected', index, key], what, fix);
}

/** A mode of a kind that is not there leaves the kind that was meant to be struck as usual. */
export function modeFaults(source: YamlSource, { modes }: ConfigInFile, kinds: readonly string[]): ConfigFault[] {
  return Object.entries(modes).flatMap(([kind, mode]) => {
    if (kinds.includes(kind)) return [];
    const near = didYouMean(kind, kinds);
    const what = `is no kind of credential: \`staunch credentials list\` names them.${near === null ? '' : ` Did you mean ${near}?`}`;
    return faultAt(source, ['modes', kind], what, near === null ? '# remove it' : snippet(['modes', near], mode));
  });
}

/** A secret whose variable is not set would be found out at the moment it is needed. */
export function secretFaults(
  source: YamlSource,
  value: unknown,
  environment: Pick<Environment, 'secret'>,
  path: PropertyKey[] = ['targets'],
): ConfigFault[] {
  return envSecretsIn(value, path)
    .filter(({ name }) => environment.secret(name) === null)
    .map(({ name, path }) =>
      faultAt(
        source,
        [...path, 'env'],
        `the environment variable ${name} is not set, or empty`,
        `export ${name}=…   # in the shell or service that starts Staunch`,
      ),
    );
}

/** A folder of service files that is not there offers none of them, and nobody would notice. `folder` is absolute. */
export function catalogueFaults(source: YamlSource, folder: string | null): ConfigFault[] {
  if (folder === null || statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return [faultAt(source, ['catalogue'], `there is no folder ${folder}`, `mkdir -p ${folder}   # or remove the key`)];
}

/** A playbook's file must be there. `paths` are absolute. */
export function playbookFaults(source: YamlSource, paths: Record<string, string>): ConfigFault[] {
  return Object.entries(paths).flatMap(([name, path]) => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
    return faultAt(source, ['playbooks', name], `there is no file ${path}`, snippet(['playbooks', name], 'playbooks/leak.yml'));
  });
}
