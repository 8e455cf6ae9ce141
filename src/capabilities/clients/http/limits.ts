export const httpLimits = {
  /** Of an answer's body, in bytes: a list page of a hundred tokens has less; the rest is not taken. */
  bodyBytes: 256 * 1024,
  /** Of an answer's whole header, in bytes: what most servers and proxies allow. */
  headerBytes: 16 * 1024,
  /** Objects and lists within each other: no provider's answer comes near, and what reads it later recurses. */
  jsonDepth: 64,
  /** The longest pause a service can impose, in ms: an hourly limit resets within it. */
  retryAfterMs: 60 * 60 * 1000,
  /** Of a request's path and query, in characters: servers refuse longer ones. */
  pathCharacters: 8 * 1024,
  /** The shortest prefix of a listed range, in bits: 10.0.0.0/8 and fc00::/8 are somebody's own, shorter is the whole Internet. */
  rangeBits: 8,
} as const;
