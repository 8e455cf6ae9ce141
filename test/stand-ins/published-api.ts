/** A published OpenAPI 3.0 description as a judge: of what is asked of a stand-in, and of what the stand-in answers. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Media = Record<string, { schema?: unknown }>;
type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema?: unknown };
type Operation = {
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; content: Media };
  responses: Record<string, { content?: Media } | { $ref: string }>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: Record<string, Record<string, unknown>> };

/** Something the description does not say, and why it is so all the same. `status` absent: the call itself. */
export type Undocumented = { method: Method | '*'; path: string | '*'; status?: number; reason: string };

export type Question = { method: Method; path: string; query: [string, string][]; body: unknown };

export type PublishedApi = {
  /** The template of a path ("/user/keys/{key_id}") that has that method, or null. */
  template(method: Method, path: string): string | null;
  statuses(method: Method, template: string): number[];
  /** What is wrong with a request by the description; empty when it fits, or is listed. */
  faultsOfRequest(question: Question): string[];
  /** What is wrong with an answer to it. `body` undefined: none. */
  faultsOfAnswer(question: Question, status: number, body: unknown): string[];
  /** Whether that status may come: by the description, or by what is listed. */
  mayAnswer(method: Method, path: string, status: number): boolean;
};

/** OpenAPI's `nullable` said in the words of JSON Schema. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, plain(value)]));
  if (nullable !== true) return rest;
  if (typeof rest.type !== 'string') return { anyOf: [rest, { type: 'null' }] };
  return { ...rest, type: [rest.type, 'null'], ...(Array.isArray(rest.enum) ? { enum: [...rest.enum, null] } : {}) };
}

const segmentsOf = (path: string) => path.split('/').slice(1);
const isParameter = (segment: string) => segment.startsWith('{');

/** How many segments of `template` are literally those of `path`, or null when it is another path. */
function likeness(template: string, path: string): number | null {
  const [asked, known] = [segmentsOf(path), segmentsOf(template)];
  if (asked.length !== known.length) return null;
  const literal = known.filter((segment, index) => segment === asked[index]).length;
  return known.every((segment, index) => segment === asked[index] || isParameter(segment)) ? literal : null;
}

/** `template` may be given for a path: a service file's own, in which a part that is filled in stands as "{}". */
function matches(listed: Undocumented, method: Method, path: string, template: string | null): boolean {
  const here = listed.path === '*' || listed.path === template || likeness(listed.path, path) !== null;
  return here && (listed.method === '*' || listed.method === method);
}

/** Reads `file`; what `undocumented` lists is let pass. */
export function publishedApi(file: string, undocumented: readonly Undocumented[]): PublishedApi {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, logger: false, allErrors: true, coerceTypes: false });
  (addFormats as unknown as (to: Ajv) => void)(ajv);
  ajv.addSchema({ $id: 'api', ...(plain({ components: document.components }) as object) });
  const compiled = new Map<string, ValidateFunction>();

  const at = <T>(node: T | { $ref: string }): T => {
    if (typeof node !== 'object' || node === null || !('$ref' in node)) return node as T;
    const [, , kind = '', name = ''] = node.$ref.split('/');
    return document.components[kind]?.[name] as T;
  };
  function faultsBy(schema: unknown, value: unknown, what: string): string[] {
    const text = JSON.stringify(plain(schema)).replaceAll('"$ref":"#/', '"$ref":"api#/');
    const check = compiled.get(text) ?? ajv.compile(JSON.parse(text));
    compiled.set(text, check);
    return check(value) ? [] : (check.errors ?? []).map((error) => `${what}${error.instancePath} ${error.message}`);
  }
  function template(method: Method, path: string): string | null {
    const found = Object.keys(document.paths)
      .filter((known) => document.paths[known]?.[method.toLowerCase()] !== undefined && likeness(known, path) !== null)
      .sort((one, other) => (likeness(other, path) ?? 0) - (likeness(one, path) ?? 0));
    return found[0] ?? null;
  }
  const operationOf = (method: Method, known: string | null) =>
    known === null ? undefined : document.paths[known]?.[method.toLowerCase()];
  const listed = (method: Method, path: string, status?: number) =>
    undocumented.some((one) => matches(one, method, path, template(method, path)) && one.status === status);
  const unknownCall = (method: Method, path: string) => template(method, path) === null && listed(method, path);

  function faultsOfParameters(known: string, operation: Operation, question: Question): string[] {
    const parameters = (operation.parameters ?? []).map((one) => at<Parameter>(one));
    const asked = segmentsOf(question.path).map(decodeURIComponent);
    const inPath = segmentsOf(known).flatMap((segment, index) => {
      const parameter = parameters.find(({ name }) => segment === `{${name}}`);
      return parameter === undefined ? [] : faultsBy(parameter.schema, readAs(parameter.schema, asked[index] ?? ''), segment);
    });
    const inQuery = question.query.flatMap(([name, value]) => {
      const parameter = parameters.find((one) => one.in === 'query' && (one.name === name || `${one.name}[]` === name));
      if (parameter === undefined) return [`the query has ${name}, which is not described`];
      return faultsBy(parameter.schema, readAs(at(parameter.schema), value), `?${name}`);
    });
    return [...inPath, ...inQuery];
  }
  function faultsOfBody(operation: Operation, body: unknown): string[] {
    const described = operation.requestBody;
    if (described === undefined) return body === undefined ? [] : ['a body is sent, and none is described'];
    if (body === undefined) return described.required === true ? ['no body is sent'] : [];
    return faultsBy(described.content['application/json']?.schema ?? {}, body, 'the body');
  }

  return {
    template,
    statuses: (method, known) => Object.keys(operationOf(method, known)?.responses ?? {}).map(Number),
    faultsOfRequest(question) {
      const known = template(question.method, question.path);
      const operation = operationOf(question.method, known);
      if (known === null || operation === undefined) {
        return unknownCall(question.method, question.path) ? [] : [`${question.method} ${question.path} is not described`];
      }
      return [...faultsOfParameters(known, operation, question), ...faultsOfBody(operation, question.body)];
    },
    faultsOfAnswer(question, status, body) {
      const { method, path } = question;
      if (listed(method, path, status) || unknownCall(method, path)) return [];
      const response = operationOf(method, template(method, path))?.responses[String(status)];
      if (response === undefined) return [`${status} is not described for ${method} ${path}`];
      const schema = at<{ content?: Media }>(response).content?.['application/json']?.schema;
      // What an error says is left open by GitLab: any body may come with it.
      if (schema === undefined)
        return body === undefined || status >= 400 ? [] : [`a body comes with ${status}, and none is described`];
      return body === undefined ? [`no body comes with ${status}`] : faultsBy(schema, body, 'the answer');
    },
    mayAnswer(method, path, status) {
      if (listed(method, path, status) || unknownCall(method, path)) return true;
      return operationOf(method, template(method, path))?.responses[String(status)] !== undefined;
    },
  };
}

/** A parameter's text as the value that its schema speaks of. */
function readAs(schema: unknown, text: string): unknown {
  const { type, items } = (schema ?? {}) as { type?: string; items?: unknown };
  if (type === 'array') return [readAs(items, text)];
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return type === 'integer' && /^\d+$/.test(text) ? Number(text) : text;
}
