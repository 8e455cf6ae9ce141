/** An HTTP service as the client needs it. Nothing but its own host and `hosts` is ever called. */
export type HttpTarget = {
  /** As people know it; stands in errors. */
  name: string;
  /** Base address: scheme, host, port and perhaps a path that every request to it begins with. */
  url: string;
  /** Further exact hosts that a request may name, each with its port where that is not the scheme's own. */
  hosts: readonly string[];
  /** Private addresses or CIDR ranges that it may be found at; others are refused. */
  addresses: readonly string[];
  /** `off` is plain HTTP, to listed addresses only. `ca`: absolute path of the authority's certificate, in place of the public ones. */
  tls: 'verify' | 'off' | { ca: string };
  /** For the whole call: looking up the name, connecting, sending, reading. */
  timeoutMs: number;
};
