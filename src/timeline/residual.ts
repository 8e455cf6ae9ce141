/** What outlives the kill. `until` is ISO 8601 or null when nothing ends it by itself; `endedBy` says what would. */
export type Residual = { id: string; credential: string; what: string; until: string | null; endedBy: string | null };

/** Ends neither by itself nor was accepted by a person: it keeps the incident from being contained. */
export const isLoose = (residual: { until: string | null; acceptedBy: string | null }) =>
  residual.until === null && residual.acceptedBy === null;
