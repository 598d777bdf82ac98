import { z } from 'zod';
import type { Invoker } from '../functions/invoker.ts';
import type { SdkCallCounter } from './count-sdk-calls.ts';

export const measurementsSchema = z.object({
  /** The functions' SDK calls, by `<service> <operation> <table or queue>×<items> …`. */
  sdkCalls: z.record(z.string(), z.number()),
  functions: z.record(
    z.string(),
    z.object({
      invocations: z.number(),
      errors: z.number(),
      totalMillis: z.number(),
      maxMillis: z.number(),
    }),
  ),
});

/** What functions did since the start, or since SDK calls were last counted from zero. */
export type Measurements = z.infer<typeof measurementsSchema>;

/** One thread's share. */
export const measurementsOf = (
  sdkCalls: SdkCallCounter | undefined,
  invoker: Invoker,
): Measurements => ({ sdkCalls: sdkCalls?.counts() ?? {}, functions: invoker.use() });

/** The shares of two threads together; each function runs in one of them. */
export const sumMeasurements = (one: Measurements, other: Measurements): Measurements => {
  const sdkCalls = { ...one.sdkCalls };
  for (const [name, count] of Object.entries(other.sdkCalls)) {
    sdkCalls[name] = (sdkCalls[name] ?? 0) + count;
  }
  return { sdkCalls, functions: { ...one.functions, ...other.functions } };
};
