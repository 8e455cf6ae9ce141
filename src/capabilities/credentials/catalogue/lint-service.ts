/** What a well-formed service file can still get wrong: names that lead nowhere, text that looks filled in, answers that clash. Pure. */
import type { Answer } from './answer-shape.ts';
import { isSource, type Source } from './leaf.ts';
import { overlapping } from './overlap.ts';
import type { ServiceRequest } from './request-shape.ts';
import type { Service, ServiceKind, Verb } from './schema.ts';

export type ServiceFinding = {
  path: (string | number)[];
  what: string;
  fix: string;
  /** A word that may be a slip of one of these. */
  near?: { word: string; known: string[] };
};

type Known = { ids: string[]; locator: string[]; identities: string[] };
type Place = (string | number)[];

export function lintService(service: Service): ServiceFinding[] {
  return [
    ...addressFindings(service),
    ...Object.entries(service.kinds).flatMap(([name, kind]) => lintKind(service, kind, ['kinds', name])),
  ];
}

function addressFindings({ url }: Service): ServiceFinding[] {
  if (url === undefined) return [];
  const { protocol, search, hash, username, password } = new URL(url);
  const fix = 'url: https://api.example.com';
  if (protocol !== 'https:') return [{ path: ['url'], what: 'is not https: a secret would travel in the open', fix }];
  if (search !== '' || hash !== '' || username !== '' || password !== '')
    return [{ path: ['url'], what: 'has more than scheme, host, port and path', fix }];
  return [];
}

function lintKind(service: Service, kind: ServiceKind, at: Place): ServiceFinding[] {
  const known: Known = { ids: [], locator: Object.keys(kind.locator), identities: Object.keys(service.identities) };
  const request = (one: ServiceRequest, path: Place) => lintRequest(service, one, path, known);
  const findings: ServiceFinding[] = [];
  for (const [index, lookup] of kind.lookups.entries()) {
    const path = [...at, 'lookups', index];
    findings.push(...request(lookup.request, [...path, 'request']), ...lookupFindings(kind, index, path));
    findings.push(...compared(lookup.where, [...path, 'where'], known), ...answers(lookup.found, [...path, 'found'], known));
    known.ids.push(...Object.keys(lookup.take));
  }
  const { probe, inspect } = kind;
  if (probe !== undefined) {
    findings.push(...request(probe.request, [...at, 'probe', 'request']));
    findings.push(...clash(probe.alive, probe.refused, [...at, 'probe', 'refused'], 'alive'));
    findings.push(...answers(probe.alive, [...at, 'probe', 'alive'], known));
    findings.push(...answers(probe.refused, [...at, 'probe', 'refused'], known));
  }
  if (inspect !== undefined && 'request' in inspect) {
    findings.push(...request(inspect.request, [...at, 'inspect', 'request']));
    findings.push(...clash(inspect.open, inspect['cut-off'], [...at, 'inspect', 'cut-off'], 'open'));
    findings.push(...answers(inspect.open, [...at, 'inspect', 'open'], known));
    findings.push(...answers(inspect['cut-off'], [...at, 'inspect', 'cut-off'], known));
  }
  if (inspect !== undefined && 'lookup' in inspect) findings.push(...inspectLookup(kind, inspect.lookup, at));
  for (const verb of ['disable', 'revoke'] as const) {
    const described = kind[verb];
    if (described === undefined) continue;
    findings.push(...verbFindings(described, [...at, verb], request));
    for (const [key, list] of [
      ['done', described.done],
      ['already', described.already],
    ] as const) {
      findings.push(...answers(list ?? [], [...at, verb, key], known));
    }
  }
  return [...findings, ...verbRules(kind, at), ...valueFindings(kind, at)];
}

function lookupFindings(kind: ServiceKind, index: number, path: Place): ServiceFinding[] {
  const lookup = kind.lookups[index];
  if (lookup === undefined) return [];
  const findings: ServiceFinding[] = [];
  if (lookup.list !== undefined && Object.keys(lookup.where).length === 0) {
    findings.push({
      path,
      what: 'has a `list` and no `where`: it could take anybody’s',
      fix: 'where: { /id: { $locator: id } }',
    });
  }
  if (lookup.list === undefined && lookup.pages !== 'none') {
    findings.push({ path: [...path, 'pages'], what: 'has pages without a `list`', fix: '# remove it, or add list:' });
  }
  if (kind.lookups.slice(0, index).some(({ name }) => name === lookup.name)) {
    findings.push({ path: [...path, 'name'], what: 'is the name of an earlier look-up', fix: `name: ${lookup.name}-2` });
  }
  const taken = kind.lookups.slice(0, index).flatMap(({ take }) => Object.keys(take));
  const twice = Object.keys(lookup.take).find((key) => taken.includes(key));
  if (twice !== undefined) {
    findings.push({ path: [...path, 'take', twice], what: 'was taken by an earlier look-up', fix: '# give it another name' });
  }
  return findings;
}

function inspectLookup(kind: ServiceKind, name: string, at: Place): ServiceFinding[] {
  const lookup = kind.lookups.find((one) => one.name === name);
  const path = [...at, 'inspect', 'lookup'];
  const names = kind.lookups.map((one) => one.name);
  if (lookup === undefined) {
    const fix = names.length === 0 ? '# add a look-up of this name' : `lookup: ${names[0]}`;
    return [{ path, what: 'is no look-up of this kind.', fix, near: { word: name, known: names } }];
  }
  if (lookup.list !== undefined) return [];
  return [
    { path, what: 'has no `list`: that nothing is found would be an error there', fix: 'inspect: { request, cut-off, open }' },
  ];
}

function verbFindings(
  verb: Verb,
  at: Place,
  request: (one: ServiceRequest, path: Place) => ServiceFinding[],
): ServiceFinding[] {
  const { undo, already = [] } = verb;
  return [
    ...request(verb.request, [...at, 'request']),
    ...clash(verb.done, already, [...at, 'already'], 'done'),
    ...(verb.request.method === 'GET'
      ? [{ path: [...at, 'request', 'method'], what: 'is GET: what only reads ends nothing', fix: 'method: DELETE' }]
      : []),
    ...(undo === undefined ? [] : request(undo.request, [...at, 'undo', 'request'])),
  ];
}

function verbRules(kind: ServiceKind, at: Place): ServiceFinding[] {
  const findings: ServiceFinding[] = [];
  if (kind.disable?.reversible === false) {
    const what = 'cannot be taken back: what cannot is called `revoke`';
    findings.push({ path: [...at, 'disable', 'reversible'], what, fix: 'revoke: { …, reversible: false }' });
  }
  if (kind.probe === undefined || !usesValue(kind.probe.request)) {
    const { lookups } = kind;
    if (kind.probe !== undefined && lookups.length === 0) {
      const what = 'does not use the leaked value, and no look-up says which one is meant';
      findings.push({ path: [...at, 'probe'], what, fix: 'auth: { bearer: { $value: leaked } }' });
    }
  }
  return findings;
}

function valueFindings({ value }: ServiceKind, at: Place): ServiceFinding[] {
  if (value === undefined || value.min <= value.max) return [];
  return [{ path: [...at, 'value', 'max'], what: 'is less than `min`', fix: `max: ${value.min}` }];
}

function clash(first: Answer[], second: Answer[], path: Place, name: string): ServiceFinding[] {
  return second.flatMap((answer, index) =>
    first.some((other) => overlapping(other, answer))
      ? [
          {
            path: [...path, index],
            what: `could be the same answer as one under \`${name}\`: then nobody could tell them apart`,
            fix: '# give both a body condition that differs, or keep one',
          },
        ]
      : [],
  );
}

function lintRequest(service: Service, request: ServiceRequest, at: Place, known: Known): ServiceFinding[] {
  const { host } = request;
  const elsewhere =
    host === undefined || service.hosts.includes(host)
      ? []
      : [
          {
            path: [...at, 'host'],
            what: 'does not stand in `hosts:` of this service.',
            fix: `hosts: [ ${host} ]`,
            near: { word: host, known: service.hosts },
          },
        ];
  const parts: [string, unknown][] = [
    ['path', request.path],
    ['query', request.query],
    ['auth', request.auth ?? null],
    ['headers', request.headers],
    ['json', request.json ?? null],
    ['form', request.form ?? null],
  ];
  return [...elsewhere, ...parts.flatMap(([key, value]) => sources(value, [...at, key], known))];
}

/** What an answer is compared with: a secret of ours never stands there. */
function compared(conditions: Record<string, unknown>, at: Place, known: Known): ServiceFinding[] {
  return Object.entries(conditions).flatMap(([pointer, condition]) => {
    const path = [...at, pointer];
    if (!isSource(condition) || !('$identity' in condition)) return sources(condition, path, known);
    return [
      {
        path,
        what: 'compares with a secret of Staunch: no answer holds that',
        fix: '# compare with an id or the leaked value',
      },
    ];
  });
}

const answers = (listed: readonly Answer[], at: Place, known: Known) =>
  listed.flatMap(({ body }, index) => compared(body ?? {}, [...at, index, 'body'], known));

/** Every source in a tree leads somewhere, and no constant looks like a template. */
function sources(value: unknown, at: Place, known: Known): ServiceFinding[] {
  if (typeof value === 'string') return template(value, at);
  if (isSource(value)) return unknownName(value, at, known);
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => sources(inner, [...at, key], known));
}

const looksFilledIn = /\{\{|\$\{|<[A-Za-z_-]+>|%\(|\{[A-Za-z_]+\}/;

function template(text: string, path: Place): ServiceFinding[] {
  if (!looksFilledIn.test(text)) return [];
  return [
    {
      path,
      what: 'looks like text to be filled in, and text is sent as it is',
      fix: '{ $value: leaked }   # or $id, $locator, $identity, $derived',
    },
  ];
}

function unknownName(source: Source, path: Place, known: Known): ServiceFinding[] {
  const missing = (word: string, names: string[], what: string, fix: string): ServiceFinding[] =>
    names.includes(word) ? [] : [{ path, what, fix, near: { word, known: names } }];
  if ('$id' in source)
    return missing(
      source.$id,
      known.ids,
      `names the id \`${source.$id}\`, which no look-up before it takes.`,
      'take: { key: /key }',
    );
  if ('$locator' in source)
    return missing(
      source.$locator,
      known.locator,
      `names the locator key \`${source.$locator}\`, which this kind does not have.`,
      `locator: { ${source.$locator}: { title: …, required: true } }`,
    );
  if ('$identity' in source)
    return missing(
      source.$identity,
      known.identities,
      `names the identity \`${source.$identity}\`, which this service does not have.`,
      `identities: { ${source.$identity}: { title: …, permissions: [ … ] } }`,
    );
  return [];
}

/** Whether a request shows the leaked value itself to the service. */
export function usesValue(request: ServiceRequest): boolean {
  return JSON.stringify(request).includes('"$value":"leaked"');
}
