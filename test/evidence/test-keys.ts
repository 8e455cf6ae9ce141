/** Keys that nobody could take for real ones: 32 times the same byte. */
import { recordKey } from '../../src/platform/keys/record-key.ts';

/** Signs every bundle of these tests and of the corpus; the key of `test/incident/world.ts` as well. */
export const testKey = recordKey(Buffer.alloc(32, 1));
/** Somebody else's. */
export const otherKey = recordKey(Buffer.alloc(32, 9));
