/** A service file's text → a checked service, or every fault with its line and what to write instead. */
import { didYouMean } from '../../../platform/config/did-you-mean.ts';
import { ConfigError, type ConfigFault } from '../../../platform/config/fault.ts';
import { faultAt, shapeFaults } from '../../../platform/config/shape-faults.ts';
import { parseYaml, type YamlSource } from '../../../platform/config/yaml-source.ts';
import { lintCertainty } from './lint-certainty.ts';
import { lintService, type ServiceFinding } from './lint-service.ts';
import { type Service, serviceShape } from './schema.ts';

/** Throws ConfigError with every fault of the file. `file` names it in the faults. */
export function readService(text: string, file: string): Service {
  const parsed = parseYaml(text);
  if ('faults' in parsed) throw new ConfigError(file, parsed.faults);
  const { source } = parsed;
  const shape = serviceShape.safeParse(source.value);
  if (!shape.success) throw new ConfigError(file, shapeFaults(source, serviceShape, shape.error.issues));
  const findings = [...lintService(shape.data), ...lintCertainty(shape.data)];
  if (findings.length > 0)
    throw new ConfigError(
      file,
      findings.map((finding) => placed(source, finding)),
    );
  return shape.data;
}

function placed(source: YamlSource, { path, what, fix, near }: ServiceFinding): ConfigFault {
  const suggestion = near === undefined ? null : didYouMean(near.word, near.known);
  const meant = suggestion === null ? '' : ` Did you mean ${suggestion}?`;
  return faultAt(source, path, `${what}${meant}`, fix);
}
