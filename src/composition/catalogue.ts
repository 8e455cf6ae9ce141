/** The services that are described by files: those that come with Staunch, and a team's own. */
import { readService } from '../capabilities/credentials/catalogue/read-service.ts';
import type { Service } from '../capabilities/credentials/catalogue/schema.ts';
import { ConfigError, type ConfigFault } from '../platform/config/fault.ts';
import { faultAt } from '../platform/config/shape-faults.ts';
import { parseYaml } from '../platform/config/yaml-source.ts';
import { builtInCatalogue, readServiceFile, type ServiceFile, serviceFilesIn } from './service-files.ts';

/** Names that code has taken. */
export const builtInNames = { service: 'postgres', kind: 'postgres-password' } as const;

type Fault = ConfigFault & { file: string };
type Read = ServiceFile & { service: Service };

/**
 * Every service, Staunch's own first. `folder`: a team's own files, or null. A fault in one file is a fault of the configuration:
 * a service that is silently missing would be noticed in the night in which it is needed. Throws ConfigError.
 */
export function readCatalogue(folder: string | null, builtIn: string = builtInCatalogue): Service[] {
  const found = [builtIn, ...(folder === null ? [] : [folder])].map(serviceFilesIn);
  const faults: Fault[] = found.flatMap((one) => one.faults);
  const read: Read[] = [];
  for (const file of found.flatMap(({ files }) => files)) {
    const one = readOne(file);
    if ('service' in one) read.push(one);
    else faults.push(...one.faults);
  }
  faults.push(...clashes(read));
  if (faults.length > 0) throw new ConfigError(faults[0]?.file ?? builtIn, faults);
  return read.map(({ service }) => service);
}

/** One file beside those of the catalogue, whose service of the same name it takes the place of. Throws ConfigError. */
export function readOneMore(services: readonly Service[], file: string): { service: Service; services: Service[] } {
  const text = readServiceFile(file);
  if (!('text' in text)) throw new ConfigError(file, [text]);
  const one = readOne(text);
  if (!('service' in one)) throw new ConfigError(file, one.faults);
  const others = services.filter(({ service }) => service !== one.service.service);
  const names = others.map((service) => ({ file: '', text: '', service }));
  const faults = clashes([...names, one]);
  if (faults.length > 0) throw new ConfigError(file, faults);
  return { service: one.service, services: [...others, one.service] };
}

function readOne({ file, text }: ServiceFile): Read | { faults: Fault[] } {
  try {
    return { file, text, service: readService(text, file) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { faults: error.faults.map((fault) => ({ ...fault, file })) };
  }
}

/** A name leads to one service or kind: the one that comes second is at fault. */
function clashes(read: readonly Read[]): Fault[] {
  const services = new Map<string, string>();
  const kinds = new Map<string, string>();
  return read.flatMap((one) => {
    const { service, file } = one;
    const taken = taking(services, service.service, file);
    const own =
      taken === null ? [] : [clash(one, ['service'], `the service ${service.service} is described by ${taken} already`)];
    const others = Object.keys(service.kinds).flatMap((kind) => {
      const by = taking(kinds, kind, file);
      return by === null ? [] : [clash(one, ['kinds', kind], `the kind ${kind} is described by ${by} already`)];
    });
    return [...own, ...others];
  });
}

/** Who had the name before, or null. */
function taking(names: Map<string, string>, name: string, file: string): string | null {
  const before = names.get(name) ?? null;
  if (before === null) names.set(name, file);
  return before;
}

function clash({ file, text }: ServiceFile, path: string[], what: string): Fault {
  const parsed = parseYaml(text);
  const fix = '# give it a name of its own';
  if ('faults' in parsed) return { file, line: 1, column: 1, key: path.join('.'), what, fix };
  return { ...faultAt(parsed.source, path, what, fix), file };
}
