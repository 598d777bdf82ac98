import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { DURATIONS, LOADED_FIELD } from '#shared/contract/metrics.ts';
import type { Step } from './rows.ts';

/** The line that the function writes for CloudWatch, as far as the bench looks. */
const lineSchema = z.object({
  service: z.literal('checkout'),
  [DURATIONS.routingStep]: z.number(),
  [LOADED_FIELD]: z.string(),
});

/** Every routing step in the log of the local stack's functions, in its order. */
export const readSteps = async (functionLog: string): Promise<Step[]> => {
  const lines = (await readFile(functionLog, 'utf8')).split('\n');
  return lines
    .filter((line) => line.includes(`"${DURATIONS.routingStep}"`))
    .map((line) => {
      const fields = lineSchema.parse(JSON.parse(line));
      return {
        millis: fields[DURATIONS.routingStep],
        loaded: fields[LOADED_FIELD].split(' ').filter((name) => name !== ''),
      };
    });
};
