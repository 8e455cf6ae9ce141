/** What tests need of a server whose tokens they end: none of this is code of ours. */
export type MadeToken = {
  value: string;
  /** What the server calls it, in its own words. */
  ids: Record<string, string>;
};

export type TokenServer = {
  /** Without a slash at the end, on 127.0.0.1. */
  url: string;
  version: string;
  /** A token as a person there would make one; each is another value. */
  makeToken(): Promise<MadeToken>;
  /** Uses it as its thief would: whether the server does what is asked. */
  works(value: string): Promise<boolean>;
  /** A token of somebody else, in use all the time: it must go on working. */
  bystander: string;
  stop(): Promise<void>;
};

/** No answer of a server on this machine takes this long. */
const answerLimitMs = 10_000;

/** One request, bounded. */
export function asked(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(answerLimitMs), ...init });
}

/** The body of an answer that must be good. */
export async function answeredJson(response: Response): Promise<Record<string, string>> {
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as Record<string, string>;
}
