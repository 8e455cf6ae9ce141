/** What one look at a credential said. Everything that is not an exactly known answer is `could-not-tell`. */
export type ProbeResult = 'alive' | 'refused' | 'could-not-tell';

/** One look: its result, when (ISO 8601, UTC), and what was answered, in words without any secret. */
export type Look = { result: ProbeResult; at: string; detail: string };

/**
 * Whether a look before the strike takes the place of an earlier one. What was seen alive in this incident stays so:
 * a refusal after that may be our own doing.
 */
export const replacesLook = (earlier: Look | null, result: ProbeResult) => earlier?.result !== 'alive' || result === 'alive';

/**
 * by-use: the credential itself was tried, alive before and refused after.
 * by-provider: the provider's own state, asked more than once by a fresh client.
 * found-dead: already refused at the first probe.
 * by-hand: a named person says so; never outranks a probe.
 */
export type Grade = 'by-use' | 'by-provider' | 'found-dead' | 'by-hand';

/** A pair of looks with a grade: `before` the strike (null when nothing was tried), `after` it. */
export type Proof = { credential: string; kind: string; grade: Grade; before: Look | null; after: Look };
