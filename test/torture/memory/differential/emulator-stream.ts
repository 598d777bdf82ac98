import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { serviceCall } from '#infra/local/emulators/service-call.ts';
import type { Dynamo } from '#test/support/dynamo.ts';

const listSchema = z.object({ Streams: z.tuple([z.object({ StreamArn: z.string() })]) });
const streamSchema = z.object({
  StreamDescription: z.object({ Shards: z.tuple([z.object({ ShardId: z.string() })]) }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });
const imageSchema = z.record(z.string(), z.custom<AttributeValue>()).optional();
const recordsSchema = z.object({
  Records: z.array(
    z.object({
      eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
      dynamodb: z.object({ NewImage: imageSchema, OldImage: imageSchema }),
    }),
  ),
  NextShardIterator: z.string().optional(),
});

/**
 * Everything in the stream of the table `orders`, the oldest change first. Left out is what the emulator records and
 * DynamoDB does not: a write that changed nothing.
 */
export const ordersStreamOf = async ({ endpoint, environment, tables }: Dynamo) => {
  const streams = serviceCall(endpoint, 'streams', environment.AWS_REGION ?? '');
  const { Streams } = listSchema.parse(await streams('ListStreams', { TableName: tables.orders }));
  const [{ StreamArn }] = Streams;
  const { StreamDescription } = streamSchema.parse(await streams('DescribeStream', { StreamArn }));
  const [{ ShardId }] = StreamDescription.Shards;
  const from = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  let { ShardIterator } = iteratorSchema.parse(await streams('GetShardIterator', from));
  const changes = [];
  for (;;) {
    const page = recordsSchema.parse(await streams('GetRecords', { ShardIterator, Limit: 1_000 }));
    for (const { eventName, dynamodb } of page.Records) {
      if (isDeepStrictEqual(dynamodb.NewImage, dynamodb.OldImage)) continue;
      changes.push({
        table: 'orders',
        eventName,
        ...(dynamodb.NewImage && { newImage: itemOf(dynamodb.NewImage) }),
        ...(dynamodb.OldImage && { oldImage: itemOf(dynamodb.OldImage) }),
      });
    }
    if (page.Records.length === 0 || !page.NextShardIterator) return changes;
    ShardIterator = page.NextShardIterator;
  }
};

const itemOf = (image: Record<string, AttributeValue>) =>
  unmarshall(Object.fromEntries(Object.entries(image).map(([name, one]) => [name, decoded(one)])));

/** Bytes come as base64 text. */
const decoded = (value: AttributeValue): AttributeValue => {
  if (value.B !== undefined) return { B: new Uint8Array(Buffer.from(String(value.B), 'base64')) };
  if (value.L) return { L: value.L.map(decoded) };
  if (!value.M) return value;
  return {
    M: Object.fromEntries(Object.entries(value.M).map(([name, one]) => [name, decoded(one)])),
  };
};
