import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { type Observe, observe } from './observe.ts';

type QueueLambda = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * The Lambda of one queue: each message is parsed and handled on its own; those that fail go back to the queue and,
 * after the last try, to its dead-letter queue. The others are done.
 */
export const queueHandler = <Schema extends z.ZodType>(
  stage: string,
  schema: Schema,
  build: (observed: Observe) => (message: z.output<Schema>) => Promise<void>,
): QueueLambda => {
  const observed = observe(stage);
  const handle = build(observed);
  const onRecord = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(schema.parse(JSON.parse(record.body)));
    } catch (error) {
      observed.log.error('a message failed and will come again', {
        messageId: record.messageId,
        received: record.attributes.ApproximateReceiveCount,
        error,
      });
      throw error;
    }
  };
  return middy<SQSEvent, SQSBatchResponse>()
    .after(() => observed.flush())
    .onError(() => observed.flush())
    .handler(
      (event, context) =>
        processPartialResponse(event, onRecord, new BatchProcessor(EventType.SQS), {
          context,
          throwOnFullBatchFailure: false,
        }) as Promise<SQSBatchResponse>,
    ) as unknown as QueueLambda;
};
