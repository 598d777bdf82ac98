import { z } from 'zod';
import { demoSchema } from './seed/demo-file.ts';

/** What a local stack in a child process and whoever started it tell each other. */
const sdkCallSchema = z.object({
  name: z.string(),
  service: z.enum(['dynamodb', 'sqs']),
  operation: z.string(),
  targets: z.record(z.string(), z.number()),
  body: z.string(),
});

export const measurementsSchema = z.object({
  /** By `<service> <operation> <table or queue>×<items> …`. */
  sdkCalls: z.record(z.string(), z.number()),
  /** In order, when they are recorded. */
  recorded: z.array(sdkCallSchema),
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
export type Measurements = z.infer<typeof measurementsSchema>;

/** Where the emulators are: for measuring them alone, and for looking into tables and queues. */
const emulatorsSchema = z.object({
  dynamoDbEndpoint: z.string(),
  sqsEndpoint: z.string(),
  region: z.string(),
  /** Physical names, as the functions know them. */
  tables: z.array(z.string()),
  queueUrls: z.record(z.string(), z.string()),
});

export const fromChildSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    baseUrl: z.string(),
    callbackBaseUrl: z.string(),
    emulators: emulatorsSchema,
    demo: demoSchema.optional(),
  }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('measurements'), measurements: measurementsSchema }),
]);
export type FromChild = z.infer<typeof fromChildSchema>;

/** `reset` answers with the measurements until now and begins anew. */
export const toChildSchema = z.object({ kind: z.enum(['measure', 'reset']) });
export type ToChild = z.infer<typeof toChildSchema>;
