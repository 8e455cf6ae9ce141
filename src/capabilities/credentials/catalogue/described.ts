/** One kind of a service with all that its verbs stand on. */
import { ProviderError } from '../../clients/provider-error.ts';
import type { Call } from '../kind.ts';
import type { AskOnce } from './ask.ts';
import type { Known } from './leaf-value.ts';
import type { Service, ServiceKind } from './schema.ts';
import type { ServiceTarget } from './target.ts';

export type Described = {
  name: string;
  service: Service;
  kind: ServiceKind;
  /** Targets of this service by their name in staunch.yml. */
  targets: ReadonlyMap<string, ServiceTarget>;
  once: AskOnce;
};

export function unknownTarget({ service, targets }: Described, name: string): string {
  const known = [...targets.keys()].sort().join(', ') || 'none';
  return `There is no target "${name}" of kind ${service.service} in staunch.yml (known: ${known}): add it under targets, or correct target=.`;
}

/** Throws ProviderError when the target is not configured (any more). */
export function targetOf(described: Described, locator: Record<string, string>): ServiceTarget {
  const target = described.targets.get(locator.target ?? '');
  if (target === undefined) throw new ProviderError('fatal', unknownTarget(described, locator.target ?? ''));
  return target;
}

export async function knownOf(call: Pick<Call, 'credential' | 'value'>, ids: Record<string, string>): Promise<Known> {
  return { value: await call.value(), ids, locator: call.credential.locator };
}
