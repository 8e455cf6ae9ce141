/** Whose record it is: only a key that came by another way than the bundle can say. */

import type { Material } from './material.ts';
import type { Finding, Verdict } from './verdict.ts';

const howToGet =
  'The bot writes its public half to record-key.pub.pem in its data folder: get it from somebody you trust, not with the bundle, and give it with --key.';

/** `key`: 32 bytes in base64, or null when none was given. */
export function checkKey({ opening }: Material, key: string | null): Finding & { key: Verdict['key'] } {
  if (key === null) {
    const what = `No key was given, and whoever made this bundle may have made its key too. ${howToGet}`;
    return { key: 'not given', checked: 'Key: none was given', faults: [{ seq: null, what }] };
  }
  const isSame = key === opening.recordKey;
  const what = `The record names the key ${opening.recordKey}, and ${key} was given: another bot made it, or somebody else.`;
  return {
    key: isSame ? 'known' : 'another',
    checked: 'Key: the one given against the one that the record names',
    faults: isSame ? [] : [{ seq: null, what }],
  };
}
