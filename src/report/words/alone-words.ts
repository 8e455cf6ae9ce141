import { type Rich, type Said, say } from '../document/rich.ts';
import type { AloneOutcome } from '../story/alone.ts';

/** What became of it. `nameOf`: the words for whoever said no. */
export function aloneWords({ how, by }: AloneOutcome, nameOf: (actor: string) => Said): Rich {
  switch (how) {
    case 'acted':
      return say`**acted alone**`;
    case 'stopped':
      return say`asked to act alone; stopped by the no of ${nameOf(by ?? '')}`;
    case 'agreed':
      return say`asked to act alone; others agreed meanwhile`;
    case 'void':
      return say`asked to act alone; the asking ended before`;
    case 'running':
      return say`asked to act alone; the countdown was not over when this record ended`;
  }
}
