import { runCommandSink } from './command-sink.ts';
import { writeFileSink } from './file-sink.ts';

/** Brings a new value to its sink. Throws ProviderError, without the value in it. */
export async function deliver(
  sink: { file: string } | { command: string[] },
  value: string,
  signal: AbortSignal,
): Promise<void> {
  if ('file' in sink) await writeFileSink(sink.file, value);
  else await runCommandSink(sink.command, value, signal);
}
