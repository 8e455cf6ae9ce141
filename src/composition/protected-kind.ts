import type { CredentialKind, Identified } from '../capabilities/credentials/kind.ts';

const untouched: Identified = {
  kind: 'refused',
  class: 'denied',
  reason:
    '`protected:` in staunch.yml names it: Staunch never touches it, whoever agrees. Nothing was asked of the service. End it by hand, or have the entry removed by whoever is answerable for it.',
};

/** The kind, which refuses to look up what `isListed` names: what was not looked up is neither planned nor struck. */
export function protectedKind(kind: CredentialKind, isListed: (locator: Record<string, string>) => boolean): CredentialKind {
  return { ...kind, identify: async (call) => (isListed(call.credential.locator) ? untouched : kind.identify(call)) };
}
