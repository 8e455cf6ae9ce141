/** How long this process keeps its own work waiting. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 20;
const nanosPerSecond = 1e9;

/** In seconds, since the last reading. */
export type LoopDelay = { p50: number; p99: number; max: number };

export type LoopWatch = { read(): LoopDelay; stop(): void };

export function watchEventLoop(): LoopWatch {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  return {
    read() {
      // What it measures is the time between two ticks; the ticks themselves are no delay.
      const seconds = (nanos: number) => Math.max(0, nanos / nanosPerSecond - resolutionMs / 1_000);
      const read =
        histogram.count === 0
          ? { p50: 0, p99: 0, max: 0 }
          : { p50: seconds(histogram.percentile(50)), p99: seconds(histogram.percentile(99)), max: seconds(histogram.max) };
      histogram.reset();
      return read;
    },
    stop: () => void histogram.disable(),
  };
}
