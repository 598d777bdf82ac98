import { notingLoads } from '#shared/adapters/dynamodb/noted-loads.ts';
import type { Stopwatch } from '#shared/application/ports/runtime.ts';
import { type DurationSource, LOADED_FIELD, SOURCE_DIMENSION } from '#shared/contract/metrics.ts';
import type { Observe } from '#shared/platform/observe.ts';

/** Measures steps of a payment, and says of each whether it went by memory or read tables. */
export const stepWatch = (
  { duration }: Pick<Observe, 'duration'>,
  now: () => number = () => performance.now(),
): Stopwatch => ({
  time: async (name, work) => {
    const loads = new Set<string>();
    const startedAt = now();
    try {
      return await notingLoads(loads, work);
    } finally {
      const source: DurationSource = loads.size === 0 ? 'memory' : 'tables';
      duration(name, now() - startedAt, {
        dimensions: { [SOURCE_DIMENSION]: source },
        fields: { [LOADED_FIELD]: [...loads].toSorted().join(' ') },
      });
    }
  },
});
