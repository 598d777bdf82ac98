import { z } from 'zod';
import { measurementsSchema } from './measure/measurements.ts';
import { demoSchema } from './seed/demo-file.ts';

/** Where the emulators are: for measuring them alone, and for looking into tables and queues. */
const emulatorsSchema = z.object({
  dynamoDbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  region: z.string(),
  /** Physical names, as the functions know them. */
  tables: z.array(z.string()),
  queueUrls: z.record(z.string(), z.string()),
});

/** What a local stack in a child process tells whoever started it. */
export const fromChildSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    baseUrl: z.string(),
    callbackBaseUrl: z.string(),
    emulators: emulatorsSchema,
    demo: demoSchema.optional(),
  }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({
    kind: z.literal('answer'),
    /** The number of the question. */
    id: z.int(),
    /** Of `measure` and `reset`. */
    measurements: measurementsSchema.optional(),
    /** Why it could not be done. */
    refusal: z.string().optional(),
  }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;

/** `reset` answers with the measurements until now and begins anew; `pause` when the queue's consumer has stopped. */
const questionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['measure', 'reset']) }),
  z.object({ kind: z.enum(['pause', 'resume']), queue: z.string() }),
]);
export type Question = z.infer<typeof questionSchema>;

export const toChildSchema = z.object({ id: z.int(), question: questionSchema });
export type ToChild = z.infer<typeof toChildSchema>;
