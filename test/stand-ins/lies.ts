/** What a service may do instead of what it says: switches, off unless a test turns them on. */
import type { Answered } from './strict-server.ts';

/** `look`: the leaked credential is used. `list`: a look-up, or the service's own state. `strike`: a credential is ended. */
export type Call = 'look' | 'list' | 'strike';

export type Trouble =
  /** 200 and the page of a proxy. */
  | 'html'
  /** To another host, which is never asked. */
  | 'redirect'
  /** 429 with Retry-After: 20. */
  | 'storm'
  /** 403 from now on. */
  | 'forbidden'
  /** 404 from now on: how many services say "forbidden". */
  | 'hidden'
  /** The connection breaks without an answer. */
  | 'cut'
  | 'broken';

export type Lies = {
  /** A strike is answered as accepted, and nothing happens. */
  acceptedNothingHappens: boolean;
  /** A strike takes effect so much later, by the clock that was passed in; in ms. */
  lagMs: number;
  /** Lists have a second credential that looks like the leaked one. */
  twoWithOneHint: boolean;
  /** Lists have, in place of the leaked one, another account's. */
  otherAccount: boolean;
  /** Whatever is shown to it works. */
  probeAlwaysOk: boolean;
  /** Whatever is shown to it is refused. */
  probeAlwaysRefuses: boolean;
  /** The list says it is the first page of several. */
  morePages: boolean;
  trouble: Partial<Record<Call, Trouble>>;
  /** How many calls a storm lasts. */
  storms: number;
  /** The same, but only once something was struck. */
  afterStrike: Partial<Record<Call, Trouble>>;
};

export const honest = (): Lies => ({
  acceptedNothingHappens: false,
  lagMs: 0,
  twoWithOneHint: false,
  otherAccount: false,
  probeAlwaysOk: false,
  probeAlwaysRefuses: false,
  morePages: false,
  trouble: {},
  storms: Number.POSITIVE_INFINITY,
  afterStrike: {},
});

const page = '<!doctype html><title>Sign in to the network</title><p>{"login": "everybody", "active": true}</p>';

const troubled: Record<Trouble, Answered> = {
  html: { status: 200, text: { type: 'text/html', text: page } },
  redirect: { status: 302, headers: { location: 'https://elsewhere.example/login' } },
  storm: { status: 429, headers: { 'retry-after': '20' }, body: { message: 'You have exceeded a secondary rate limit.' } },
  forbidden: { status: 403, body: { message: 'Forbidden' } },
  hidden: { status: 404, body: { message: 'Not Found' } },
  broken: { status: 502, text: { type: 'text/html', text: '<h1>502 Bad Gateway</h1>' } },
  cut: { status: 0, cut: true },
};

/** What is answered in place of the truth to such a call, or null. `struck`: something was. */
export function troubleOf(lies: Lies, call: Call, struck: boolean): Answered | null {
  const trouble = (struck ? lies.afterStrike[call] : undefined) ?? lies.trouble[call];
  if (trouble === undefined) return null;
  if (trouble === 'storm') lies.storms -= 1;
  return lies.storms < 0 ? null : { ...troubled[trouble], lie: true };
}
