/** Links to the hand-in page, for whoever gives them to people. */
import { type LinkParts, makeHandInLink } from '../../incident/hand-in-link.ts';
import { handInPath } from './route.ts';

export type HandInLinks = {
  /** Ids, all three. The address is for that person alone: show it where nobody else reads along. */
  make(incident: string, credential: string, person: string): Promise<{ url: string; until: Date }>;
};

/** `origin` is what `serveWeb` answers. */
export function handInLinks({ db, clock, origin }: LinkParts & { origin: string }): HandInLinks {
  return {
    async make(incident, credential, person) {
      const link = await makeHandInLink({ db }, { incident, credential, person, now: clock.now() });
      return { url: `${origin}${handInPath}${link.token}`, until: link.expiresAt };
    },
  };
}
