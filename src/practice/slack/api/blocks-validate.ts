import type { Answer, Fault, Method } from './method.ts';
import { isObject } from './read-argument.ts';

/** Says what is wrong with blocks without posting them. https://docs.slack.dev/reference/methods/blocks.validate */
export const blocksValidate: Method = {
  name: 'blocks.validate',
  token: 'bot',
  tier: 'special',
  scopes: [],
  run({ args, strict }): Answer {
    const message = args.message ?? null;
    const faults: Fault[] = [
      ...(args.view === undefined ? [] : strict.viewFaults(args.view)),
      ...(args.blocks === undefined ? [] : strict.blockFaults(args.blocks, 'message')),
      ...(isObject(message) && message.blocks !== undefined ? strict.blockFaults(message.blocks, 'message') : []),
    ];
    if (faults.length === 0) return { ok: {} };
    return { error: 'invalid_blocks', more: { errors: faults.map((fault) => ({ ...fault, code: 'invalid' })) } };
  },
};
