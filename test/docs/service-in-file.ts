/** What a service file holds, as far as its page tells it. Checked by the product's own schema before. */
export type Leaf = string | number | boolean | null | Record<string, unknown>;

export type RequestInFile = { method: string; host?: string; path: Leaf[]; query?: Record<string, Leaf> };

export type AnswerInFile = { status: number; body?: Record<string, Leaf>; type?: string };

export type VerbInFile = {
  title: string;
  request: RequestInFile;
  undo?: { request: RequestInFile };
  breaks: string;
  who: string;
  reversible: boolean;
  until?: string;
  mass?: boolean;
  leaves?: { what: string; for?: string; 'ended-by'?: string }[];
  note?: string;
};

export type KindInFile = {
  title: string;
  value?: { prefixes?: string[]; min?: number; max?: number; checksum?: string };
  locator?: Record<string, { title: string; required?: boolean }>;
  lookups?: { name: string; request: RequestInFile; list?: string; where?: Record<string, Leaf> }[];
  probe?: {
    request: RequestInFile;
    alive: AnswerInFile[];
    refused: AnswerInFile[];
    facts?: Record<string, string>;
    control?: string;
  };
  inspect?: { lookup?: string; none?: string; request?: RequestInFile; 'cut-off'?: AnswerInFile[]; open?: AnswerInFile[] };
  disable?: VerbInFile;
  revoke?: VerbInFile;
  settle?: { looks?: number; every?: string; lag?: string };
  /** With neither `probe` nor `inspect`. */
  proof?: 'by-hand';
  exercised?: string;
  note?: string;
};

export type ServiceInFile = {
  service: string;
  title: string;
  url?: string;
  sources?: string[];
  guide?: string;
  identities?: Record<string, { title: string; permissions?: string[] }>;
  kinds: Record<string, KindInFile>;
};

/** "GET /v1/tokens/{id}": the request in one line, with names for what is filled in. */
export function requestLine({ method, host, path, query }: RequestInFile): string {
  const parts = path.map(leafWord).join('/');
  const pairs = Object.entries(query ?? {}).map(([key, leaf]) => `${key}=${leafWord(leaf)}`);
  return `${method} ${host === undefined ? '' : `https://${host}`}/${parts}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** A constant as it is; what is filled in as {what it is}. */
export function leafWord(leaf: Leaf): string {
  if (typeof leaf !== 'object' || leaf === null) return String(leaf);
  if ('$value' in leaf) return '{leaked value}';
  if ('$id' in leaf) return `{${leaf.$id}}`;
  if ('$locator' in leaf) return `{${leaf.$locator}}`;
  if ('$identity' in leaf) return `{${leaf.$identity}}`;
  return '$derived' in leaf ? derivedWord(leaf.$derived as Record<string, unknown>) : '…';
}

function derivedWord({ first, last, hash, part }: Record<string, unknown>): string {
  if (hash !== undefined) return `{${hash} of the leaked value}`;
  if (part !== undefined) return `{part ${part} of the leaked value}`;
  const ends = [first ? [`first ${first}`] : [], last ? [`last ${last}`] : []].flat();
  return `{${ends.join(' and ')} characters of the leaked value}`;
}

/** "200 with /state = active". */
export function answerWords({ status, body, type }: AnswerInFile): string {
  const conditions = Object.entries(body ?? {}).map(([pointer, condition]) => {
    if (typeof condition === 'object' && condition !== null && 'present' in condition) return `\`${pointer}\` there`;
    if (typeof condition === 'object' && condition !== null && 'absent' in condition) return `no \`${pointer}\``;
    return `\`${pointer}\` = \`${leafWord(condition)}\``;
  });
  const kind = type === undefined || type === 'json' ? [] : type === 'empty' ? ['an empty body'] : ['any body'];
  const more = [...conditions, ...kind];
  return `\`${status}\`${more.length === 0 ? '' : ` with ${more.join(' and ')}`}`;
}

/** Whether the leaked value is needed for anything at all. */
export function usesValue(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  return '$value' in part || '$derived' in part || Object.values(part).some(usesValue);
}

/** The accounts of Staunch that a part of a file refers to. */
export function identitiesIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = '$identity' in part && typeof part.$identity === 'string' ? [part.$identity] : [];
  return [...new Set([...own, ...Object.values(part).flatMap(identitiesIn)])];
}
