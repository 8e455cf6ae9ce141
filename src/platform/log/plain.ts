import type { Json } from '../canonical.ts';

/** Causes are followed this far: deeper ones say nothing a reader needs, and a ring must end. */
const maxCauses = 4;
/** Objects are shown this deep; a log line is no dump. */
const maxDepth = 8;

/**
 * An error as the log shows it: name, message, code, stack and causes. Nothing else: clients hang requests, headers and
 * configuration on their errors, tokens included.
 */
export function plainError(error: unknown, causes = maxCauses): Json {
  if (!(error instanceof Error)) return plain(error);
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    ...('code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? { code: error.code } : {}),
    ...(stack === undefined ? {} : { stack }),
    ...(cause === undefined || causes === 0 ? {} : { cause: plainError(cause, causes - 1) }),
  };
}

/** Any value as plain data. Objects that are more than data (clients, buffers, functions) become their class's name. */
export function plain(value: unknown, depth = 0): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'object') return typeof value === 'bigint' ? value.toString() : `[${typeof value}]`;
  if (value instanceof Error) return plainError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[Date]' : value.toISOString();
  const isArray = Array.isArray(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!isArray && prototype !== Object.prototype && prototype !== null) return `[${value.constructor?.name ?? 'object'}]`;
  if (depth === maxDepth) return '[too deep]';
  if (isArray) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, plain(item, depth + 1)]])),
  );
}
