import { z } from 'zod';
import type { EventPattern, QueueMapping, StreamMapping } from './local-model.ts';
import { nameInArn, resourceValue } from './resource-values.ts';
import { resourcesOf, type TemplateSource } from './resources-of.ts';
import { unsupported } from './unsupported.ts';

const patternSchema = z
  .string()
  .transform((text) => JSON.parse(text) as unknown)
  .pipe(z.record(z.string(), z.unknown()));

const mappingSchema = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.literal(true).default(true),
  BatchSize: z.int().optional(),
  MaximumBatchingWindowInSeconds: z.int().default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.int() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.int().default(-1),
  MaximumRecordAgeInSeconds: z.int().default(-1),
  ParallelizationFactor: z.literal(1).default(1),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) })
    .optional(),
  FilterCriteria: z
    .strictObject({ Filters: z.array(z.strictObject({ Pattern: patternSchema })) })
    .optional(),
});
type Mapping = z.output<typeof mappingSchema>;

/** Larger batches need a batching window and gathering over several receives. */
const MAX_QUEUE_BATCH = 10;
const DEFAULT_QUEUE_BATCH = 10;
const DEFAULT_STREAM_BATCH = 100;

/** What feeds functions from queues and streams. */
export const readEventSources = (
  source: TemplateSource,
): { queueMappings: QueueMapping[]; streamMappings: StreamMapping[] } => {
  const queueMappings: QueueMapping[] = [];
  const streamMappings: StreamMapping[] = [];
  const mappings = resourcesOf(source, 'AWS::Lambda::EventSourceMapping', mappingSchema);
  const functions = resourcesOf(source, 'AWS::Lambda::Function', z.unknown(), () => ({}));
  for (const { properties, stack, logicalId } of mappings) {
    const service = properties.EventSourceArn.split(':')[2];
    if (service === 'sqs') queueMappings.push(queueMapping(properties, `${stack}/${logicalId}`));
    else if (service === 'dynamodb') {
      const functionArn = functions
        .filter(({ name }) => name === nameInArn(properties.FunctionName))
        .map((named) => resourceValue(named, 'Arn', source.addresses))[0];
      streamMappings.push(streamMapping(properties, functionArn ?? properties.FunctionName));
    } else throw unsupported(`${stack}/${logicalId}`, `an event source of ${service}`);
  }
  return { queueMappings, streamMappings };
};

const queueMapping = (mapping: Mapping, where: string): QueueMapping => {
  const batchSize = mapping.BatchSize ?? DEFAULT_QUEUE_BATCH;
  if (batchSize > MAX_QUEUE_BATCH) throw unsupported(where, `BatchSize ${batchSize}`);
  return {
    queueName: nameInArn(mapping.EventSourceArn),
    queueArn: mapping.EventSourceArn,
    functionName: nameInArn(mapping.FunctionName),
    batchSize,
    batchWindowSeconds: mapping.MaximumBatchingWindowInSeconds,
    maxConcurrency: mapping.ScalingConfig?.MaximumConcurrency,
    reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
    filters: filtersOf(mapping),
  };
};

const streamMapping = (mapping: Mapping, functionArn: string): StreamMapping => ({
  tableName: nameInArn(mapping.EventSourceArn),
  streamArn: mapping.EventSourceArn,
  functionName: nameInArn(mapping.FunctionName),
  functionArn,
  batchSize: mapping.BatchSize ?? DEFAULT_STREAM_BATCH,
  startingPosition: mapping.StartingPosition ?? 'LATEST',
  reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
  bisects: mapping.BisectBatchOnFunctionError,
  retryAttempts: mapping.MaximumRetryAttempts < 0 ? undefined : mapping.MaximumRetryAttempts,
  maxAgeSeconds:
    mapping.MaximumRecordAgeInSeconds < 0 ? undefined : mapping.MaximumRecordAgeInSeconds,
  onFailureQueue:
    mapping.DestinationConfig && nameInArn(mapping.DestinationConfig.OnFailure.Destination),
  filters: filtersOf(mapping),
});

const filtersOf = (mapping: Mapping): EventPattern[] =>
  (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern);
