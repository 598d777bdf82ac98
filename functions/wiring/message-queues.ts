import { SQSClient } from '@aws-sdk/client-sqs';
import { SQS_CLIENT_OPTIONS } from '#shared/adapters/sqs/client-options.ts';
import { createQueue } from '#shared/adapters/sqs/queue.ts';
import type { EnvironmentName } from '#shared/contract/environment.ts';
import { ENV } from '#shared/contract/environment.ts';
import {
  callbackMessageSchema,
  followUpMessageSchema,
  webhookMessageSchema,
} from '#shared/contract/queues.ts';
import { readEnvironment } from '#shared/platform/environment.ts';

type QueueEnvironment = Extract<
  EnvironmentName,
  'CALLBACKS_QUEUE_URL' | 'FOLLOW_UPS_QUEUE_URL' | 'WEBHOOKS_QUEUE_URL'
>;

/** The queues a function sends to; asking for one that infrastructure did not grant fails at cold start. */
export const messageQueues = (...names: QueueEnvironment[]) => {
  const urls = readEnvironment(...names);
  const client = new SQSClient(SQS_CLIENT_OPTIONS);
  const urlOf = (name: QueueEnvironment): string => urls[name] ?? '';
  return {
    callbacks: createQueue({
      client,
      queueUrl: urlOf(ENV.callbacksQueueUrl),
      schema: callbackMessageSchema,
    }),
    followUps: createQueue({
      client,
      queueUrl: urlOf(ENV.followUpsQueueUrl),
      schema: followUpMessageSchema,
    }),
    webhooks: createQueue({
      client,
      queueUrl: urlOf(ENV.webhooksQueueUrl),
      schema: webhookMessageSchema,
    }),
  };
};
