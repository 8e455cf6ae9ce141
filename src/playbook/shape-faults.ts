/** What the schema refused, in words a person can act on. */
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import type { Fault } from './fault.ts';
import {
  doShape,
  gateShape,
  handShape,
  isHandStep,
  ladderShape,
  playbookShape,
  rungShape,
  stageShape,
  togetherShape,
} from './schema.ts';
import type { Path, Source } from './source.ts';

/** How each key is written. */
const spelling: Record<string, string> = {
  playbook: '`playbook: leak`',
  title: '`title: Leaked secret`',
  within: '`within: 15m` (or 90s, 1h)',
  ladders: '`ladders:` with `standard: { reversible: …, irreversible: …, mass: … }` below it',
  reversible: '`reversible: { people: 1, from: on-call }`',
  irreversible: '`irreversible: { people: 1, from: approvers, notRequester: true }`',
  mass: '`mass: { people: 2, from: approvers, notRequester: true }`',
  people: '`people: 1` or more',
  from: '`from: approvers`, a group of staunch.yml',
  notRequester: '`notRequester: true`, or leave it out',
  stages: '`stages:` and below it each stage by its name, such as `identify: { within: 2m, steps: […], next: contain }`',
  gate: '`gate: { plan: containment, ladder: standard, expires: 3m }`',
  plan: '`plan: containment`',
  ladder: '`ladder: standard`, a name from `ladders:`',
  expires: '`expires: 3m`',
  'on-expiry': '`on-expiry: ask`, or `on-expiry: act` to carry out the first plan that can be taken back',
  'public-leak': '`public-leak: ask`, or `public-leak: act` to cut off a public leak at once where that can be taken back',
  steps: '`steps:` and below it at least one step, such as `- { do: credential.probe, each: credential }`',
  next: '`next: contain`, `next: { together: [invalidate, notify], then: post-mortem }` or `next: end`',
  together: '`together: [invalidate, notify]`',
  // biome-ignore lint/suspicious/noThenProperty: the playbook's own word; its value is text, so nothing can await it.
  then: '`then: post-mortem` or `then: end`',
  do: '`do: credential.probe`, or `by-hand:` for what a person does',
  each: '`each: credential`, or leave it out',
  id: '`id: search-logs`',
  'by-hand': '`by-hand: Search the logs`',
  who: '`who: on-call`, a group of staunch.yml',
  instructions: '`instructions: |` and below it, indented, what to do',
};

type Place = { name: string; keys: string[] };

/** The schema's issues as faults, one for each key that is wrong. */
export function shapeFaults(issues: readonly z.core.$ZodIssue[], source: Source): Fault[] {
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? unknownKeys(issue.path, issue.keys, source) : [],
  );
  // A misspelt key is missing too: saying it once is enough.
  const meant = new Set(
    unknown.flatMap(({ path, suggestion }) => (suggestion === null ? [] : [pathKey([...path, suggestion])])),
  );
  const others = issues.filter((issue) => issue.code !== 'unrecognized_keys' && !meant.has(pathKey(issue.path)));
  return [...unknown.map(({ fault }) => fault), ...others.map((issue) => wrongValue(issue, source))];
}

function unknownKeys(path: Path, keys: string[], source: Source) {
  const place = placeOf(path, source.data);
  return keys.map((key) => {
    const suggestion = didYouMean(key, place.keys);
    const fix =
      suggestion === null
        ? `Remove it. ${capital(place.name)} has: ${place.keys.join(', ')}.`
        : `Did you mean \`${suggestion}\`?`;
    const fault = { ...source.position([...path, key], 'key'), what: `Unknown key \`${key}\` in ${place.name}.`, fix };
    return { path, suggestion, fault };
  });
}

function wrongValue(issue: z.core.$ZodIssue, source: Source): Fault {
  const { path } = issue;
  if (issue.code === 'invalid_key') {
    const what = `\`${String(path.at(-1))}\` ${issue.issues[0]?.message ?? 'is not a name'}.`;
    return { ...source.position(path, 'key'), what, fix: 'Write a name such as `blast-radius`.' };
  }
  const key = path.findLast((part) => typeof part === 'string' && Object.hasOwn(spelling, part)) as string | undefined;
  const fix = `Write ${path.length === 0 ? '`playbook:`, `title:`, `within:` and `stages:`' : (spelling[key ?? ''] ?? '`key: value`')}.`;
  if (path.length > 0 && valueAt(source.data, path) === undefined) {
    return {
      ...source.position(path.slice(0, -1), 'key'),
      what: `\`${String(path.at(-1))}\` is missing in ${placeOf(path.slice(0, -1), source.data).name}.`,
      fix,
    };
  }
  const around = placeOf(path, source.data).name;
  const what =
    path.length > 0 && key === path.at(-1)
      ? `\`${key}\` in ${placeOf(path.slice(0, -1), source.data).name} ${issue.message}.`
      : `${capital(around)} ${issue.message}.`;
  return { ...source.position(path, 'value'), what, fix };
}

function placeOf(path: Path, data: unknown): Place {
  const [top, name, rung] = path;
  if (top === 'stages' && name !== undefined) return placeInStage(`stage \`${String(name)}\``, path, data);
  if (top !== 'ladders' || name === undefined) return { name: 'the playbook', keys: keysOf(playbookShape) };
  const ladder = `ladder \`${String(name)}\``;
  if (rung === undefined) return { name: ladder, keys: keysOf(ladderShape) };
  return { name: `rung \`${String(rung)}\` of ${ladder}`, keys: keysOf(rungShape) };
}

function placeInStage(stage: string, path: Path, data: unknown): Place {
  const [, , part, index] = path;
  if (part === 'gate') return { name: `the gate of ${stage}`, keys: keysOf(gateShape) };
  if (part === 'next') return { name: `\`next\` of ${stage}`, keys: keysOf(togetherShape) };
  if (part !== 'steps' || typeof index !== 'number') return { name: stage, keys: keysOf(stageShape) };
  const shape = isHandStep(valueAt(data, path.slice(0, 4))) ? handShape : doShape;
  return { name: `step ${index + 1} of ${stage}`, keys: keysOf(shape) };
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, part)
      ? (value as Record<PropertyKey, unknown>)[part]
      : undefined;
  }, data);
}

const keysOf = (shape: { shape: object }): string[] => Object.keys(shape.shape);
const pathKey = (path: Path): string => JSON.stringify(path);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
