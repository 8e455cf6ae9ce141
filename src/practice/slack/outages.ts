import type { Outage } from './api/serve-api.ts';

/** Failures of the Web API that somebody ordered, each for so many calls. */
export type Outages = {
  /** `method`: its name, or `*` for all. */
  order(method: string, outage: Outage, times: number): void;
  next(method: string): Outage | null;
};

export function createOutages(): Outages {
  const ordered: { method: string; outage: Outage; left: number }[] = [];
  return {
    order(method, outage, times) {
      ordered.push({ method, outage, left: times });
    },
    next(method) {
      const at = ordered.findIndex((one) => one.method === method || one.method === '*');
      const found = ordered[at];
      if (found === undefined) return null;
      found.left -= 1;
      if (found.left <= 0) ordered.splice(at, 1);
      return found.outage;
    },
  };
}
