import { z } from 'zod';
import type { LocalQueue } from './local-model.ts';
import { resourcesOf, type TemplateSource, without } from './resources-of.ts';

const seconds = z.coerce.number().int().transform(String).optional();

const queueSchema = z.strictObject({
  DelaySeconds: seconds,
  MaximumMessageSize: seconds,
  MessageRetentionPeriod: seconds,
  ReceiveMessageWaitTimeSeconds: seconds,
  VisibilityTimeout: seconds,
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number().int() })
    .transform((policy) => JSON.stringify(policy))
    .optional(),
});

const copied = without(
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'QueueName',
  'RedriveAllowPolicy',
  'SqsManagedSseEnabled',
  'Tags',
);

/** SQS's own defaults, spelled out so that a queue whose template drops a setting gets it back. */
const DEFAULTS = {
  DelaySeconds: '0',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
};

export const readQueues = (source: TemplateSource): LocalQueue[] =>
  resourcesOf(source, 'AWS::SQS::Queue', queueSchema, copied).map(({ name, properties }) => ({
    name,
    attributes: {
      ...DEFAULTS,
      ...Object.fromEntries(
        Object.entries(properties).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      ),
    },
  }));
