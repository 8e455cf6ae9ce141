/** A service file against the description that the service itself publishes: every request, and every answer that it counts on. */
import type { Answer } from '../../../src/capabilities/credentials/catalogue/answer-shape.ts';
import { isSource, type Source, type Tree } from '../../../src/capabilities/credentials/catalogue/leaf.ts';
import { readService } from '../../../src/capabilities/credentials/catalogue/read-service.ts';
import type { ServiceRequest } from '../../../src/capabilities/credentials/catalogue/request-shape.ts';
import type { Service, ServiceKind } from '../../../src/capabilities/credentials/catalogue/schema.ts';
import type { PublishedApi, Question, Undocumented } from '../../stand-ins/published-api.ts';
import { textOf } from './kinds-at.ts';

export function catalogued(name: string): Service {
  return readService(textOf(name), `${name}.yml`);
}

/** Text that could be what a source stands for: numbers where the service numbers things. */
function sample(source: Source): string {
  if ('$id' in source) return '7';
  if ('$locator' in source)
    return /(?:-id|installation)$/.test(source.$locator) && source.$locator !== 'client-id' ? '7' : 'octo';
  return 'ghp_0123456789abcdef';
}

function filled(tree: Tree): unknown {
  if (isSource(tree)) return sample(tree);
  if (Array.isArray(tree)) return tree.map(filled);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, inner]) => [key, filled(inner)]));
}

const questionOf = ({ method, path, query, json }: ServiceRequest): Question => ({
  method,
  path: `/${path.map((part) => String(filled(part))).join('/')}`,
  query: Object.entries(query).map(([name, leaf]) => [name, String(filled(leaf))]),
  body: json === undefined ? undefined : filled(json),
});

type Exchange = { where: string; request: ServiceRequest; answers: Answer[] };

/** Every request of a kind with the answers that the file tells apart. */
function exchangesOf(name: string, kind: ServiceKind): Exchange[] {
  const { lookups, probe, inspect } = kind;
  const verbs = [kind.disable, kind.revoke].flatMap((verb) => (verb === undefined ? [] : [verb]));
  return [
    ...lookups.map(({ request, found, ...lookup }) => ({ where: `${name}: ${lookup.name}`, request, answers: found })),
    ...(probe === undefined
      ? []
      : [{ where: `${name}: probe`, request: probe.request, answers: [...probe.alive, ...probe.refused] }]),
    ...(inspect === undefined || 'lookup' in inspect
      ? []
      : [{ where: `${name}: inspect`, request: inspect.request, answers: [...inspect.open, ...inspect['cut-off']] }]),
    ...verbs.flatMap(({ title, request, done, already = [], undo }) => [
      { where: `${name}: ${title}`, request, answers: [...done, ...already] },
      ...(undo === undefined
        ? []
        : [{ where: `${name}: undo`, request: undo.request, answers: [...undo.done, ...(undo.already ?? [])] }]),
    ]),
  ];
}

/** What in the file does not stand in the description, nor among what is listed as not standing there. */
export function unlike(service: Service, api: PublishedApi): string[] {
  return Object.entries(service.kinds)
    .flatMap(([name, kind]) => exchangesOf(name, kind))
    .flatMap(({ where, request, answers }) => {
      const question = questionOf(request);
      const faults = api.faultsOfRequest(question);
      const odd = answers.filter(({ status }) => !api.mayAnswer(question.method, question.path, status));
      return [...faults, ...odd.map(({ status }) => `${status} is not described`)].map((fault) => `${where}: ${fault}`);
    });
}

/** How many requests a file has: so that a test which looks at none is noticed. */
export const requestsOf = (service: Service) =>
  Object.entries(service.kinds).flatMap(([name, kind]) => exchangesOf(name, kind)).length;

/** Entries of a list of what is undocumented that the description (`strict`: read without the list) has after all. */
export function documentedAfterAll(list: readonly Undocumented[], strict: PublishedApi): Undocumented[] {
  return list.filter(({ method, path, status }) => {
    if (method === '*' || path === '*') return false;
    if (status === undefined) return strict.template(method, path) === path;
    return strict.statuses(method, path).includes(status);
  });
}
