/** What a service file could strike, or believe, by mistake though every word of it is right. Pure. */
import type { Answer } from './answer-shape.ts';
import { isSource } from './leaf.ts';
import { sourcesIn } from './leaf-value.ts';
import type { ServiceFinding } from './lint-service.ts';
import type { ServiceRequest } from './request-shape.ts';
import type { Lookup, Probe, Service, ServiceKind, Verb } from './schema.ts';

type Place = ServiceFinding['path'];

/** Fewer characters of a value, beyond its public prefix, would fit too many others. */
const leastTold = 4;

/** Handled by code: a file of that name would stand in its place. */
const builtInServices = ['postgres'];
const builtInKinds = ['postgres-password'];

export function lintCertainty(service: Service): ServiceFinding[] {
  return [
    ...taken(builtInServices, service.service, ['service']),
    ...Object.entries(service.kinds).flatMap(([name, kind]) => {
      const at = ['kinds', name];
      return [...taken(builtInKinds, name, at), ...kindFindings(kind, at)];
    }),
  ];
}

function taken(names: string[], name: string, path: Place): ServiceFinding[] {
  if (!names.includes(name)) return [];
  return [{ path, what: 'is the name of one that is built in', fix: `# call it ${name}-2, or by what it is` }];
}

function kindFindings(kind: ServiceKind, at: Place): ServiceFinding[] {
  const { probe, inspect } = kind;
  return [
    ...kind.lookups.flatMap((lookup, index) => lookupFindings(lookup, kind, [...at, 'lookups', index])),
    ...kind.lookups.flatMap(({ request }, index) => changing(request, [...at, 'lookups', index, 'request'])),
    ...(probe === undefined ? [] : changing(probe.request, [...at, 'probe', 'request'])),
    ...(inspect === undefined || 'lookup' in inspect ? [] : changing(inspect.request, [...at, 'inspect', 'request'])),
    ...(probe === undefined ? [] : probeFindings(probe, [...at, 'probe'])),
    ...(inspect === undefined || 'lookup' in inspect ? [] : requestFindings(inspect.request, [...at, 'inspect', 'request'])),
    ...(['disable', 'revoke'] as const).flatMap((name) => verbFindings(kind[name], [...at, name])),
  ];
}

/** Looks are made before anybody agreed to anything. POST stays: some services are asked that way (RFC 7662). */
function changing({ method }: ServiceRequest, at: Place): ServiceFinding[] {
  if (method === 'GET' || method === 'POST') return [];
  const what = `is ${method}: a look changes nothing, and it is made before anybody agreed`;
  return [{ path: [...at, 'method'], what, fix: 'method: GET   # what ends a credential belongs under disable: or revoke:' }];
}

/** Whether anything of what leaked, or of what a person gave about it, says which one is meant. */
const saysWhich = (tree: unknown) => sourcesIn(tree).some((source) => !('$identity' in source));

function lookupFindings({ request, list, where, take }: Lookup, kind: ServiceKind, at: Place): ServiceFinding[] {
  const findings = requestFindings(request, [...at, 'request']);
  const which =
    list === undefined
      ? [request.path, request.query, request.auth, request.headers, request.json, request.form, where]
      : [where];
  if (!saysWhich(which)) {
    const what =
      'does not say which one is meant: only constants are compared, and the only one there need not be the one that leaked';
    findings.push({ path: list === undefined ? at : [...at, 'where'], what, fix: 'where: { /id: { $locator: id } }' });
  }
  for (const [pointer, leaf] of Object.entries(where)) {
    const path = [...at, 'where', pointer];
    if (leaf === '') findings.push({ path, what: 'is empty: nothing is equal to that', fix: '# remove it' });
    if (isSource(leaf) && '$derived' in leaf && 'first' in leaf.$derived)
      findings.push(...hintFindings(leaf.$derived, kind, path));
  }
  for (const [name, pointer] of Object.entries(take)) {
    if (/\/\d+(\/|$)/.test(pointer))
      findings.push({
        path: [...at, 'take', name],
        what: 'takes what stands at one place of a list: what stands first is anybody’s',
        fix: '# write `list:` and `where:`, so that exactly one is found',
      });
  }
  return findings;
}

function hintFindings({ first, last }: { first: number; last: number }, { value }: ServiceKind, path: Place): ServiceFinding[] {
  const told =
    Math.min(...(value?.prefixes.length ? value.prefixes : ['']).map((prefix) => Math.max(first - prefix.length, 0))) + last;
  if (told >= leastTold) return [];
  const what = `compares only ${told} characters of a value beyond its prefix: it would fit others too (at least ${leastTold})`;
  return [{ path, what, fix: '# compare more of it, or an id that a person gives: { $locator: id }' }];
}

function probeFindings({ request, alive, refused }: Probe, at: Place): ServiceFinding[] {
  const each = (answers: readonly Answer[], key: string, wrong: (answer: Answer) => string | null, fix: string) =>
    answers.flatMap((answer, index): ServiceFinding[] => {
      const what = wrong(answer);
      return what === null ? [] : [{ path: [...at, key, index], what, fix }];
    });
  const isFine = (status: number) => status >= 200 && status < 300;
  return [
    ...requestFindings(request, [...at, 'request']),
    ...each(
      alive,
      'alive',
      ({ status }) => (isFine(status) ? null : `is ${status}: only an answer of 200 to 299 shows that a value works`),
      'alive: [{ status: 200, body: { /user: { present: true } } }]',
    ),
    ...each(
      refused,
      'refused',
      ({ status, body = {} }) => {
        if (status === 429 || status >= 500) return `is ${status}: a service that is busy or broken refuses everybody`;
        if (status >= 300 && status < 400) return `is ${status}: a redirect says nothing about a value`;
        const told = Object.keys(body).length > 0;
        return isFine(status) && !told ? `is ${status} without a body: that is how a success looks, too` : null;
      },
      'refused: [{ status: 401 }]',
    ),
  ];
}

function verbFindings(verb: Verb | undefined, at: Place): ServiceFinding[] {
  if (verb === undefined) return [];
  const { request, undo, mass, until, reversible } = verb;
  const findings = [
    ...requestFindings(request, [...at, 'request']),
    ...(undo === undefined ? [] : requestFindings(undo.request, [...at, 'undo', 'request'])),
  ];
  // A header or a query may be ignored: only what the service must read says which one is meant.
  const read = [request.path, request.auth, request.json, request.form];
  const one = sourcesIn(read).some((source) => '$value' in source || '$id' in source || '$derived' in source);
  if (!one && !mass) {
    const what = 'names neither the leaked value nor an id that a look-up found: it would end more than this one';
    findings.push({
      path: [...at, 'request'],
      what,
      fix: 'mass: true   # two people are asked; or use { $id: … } or { $value: leaked }',
    });
  }
  if (until !== undefined && !reversible)
    findings.push({ path: [...at, 'until'], what: 'is for what can be taken back', fix: '# remove it' });
  return findings;
}

function requestFindings({ method, path, query, json, form }: ServiceRequest, at: Place): ServiceFinding[] {
  const findings: ServiceFinding[] = [];
  for (const [key, part] of Object.entries({ path, query })) {
    if (sourcesIn(part).some((source) => '$identity' in source))
      findings.push({
        path: [...at, key],
        what: 'holds a secret of Staunch: addresses are written into logs everywhere',
        fix: 'auth: { bearer: { $identity: admin } }',
      });
  }
  const body = json === undefined ? (form === undefined ? null : 'form') : 'json';
  if (method === 'GET' && body !== null)
    findings.push({ path: [...at, body], what: 'is a body of a GET: servers drop it', fix: 'method: POST' });
  return findings;
}
