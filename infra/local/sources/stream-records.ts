import { z } from 'zod';

/** One change, as DynamoDB Streams answers it and as Lambda passes it on. */
export const streamRecordSchema = z.looseObject({
  dynamodb: z.looseObject({
    SequenceNumber: z.string(),
    ApproximateCreationDateTime: z.number().optional(),
  }),
});
export type StreamRecord = z.infer<typeof streamRecordSchema>;

/** What `GetRecords` answers. Without a next iterator the shard is closed and read to its end. */
export const recordsSchema = z.object({
  Records: z.array(streamRecordSchema),
  NextShardIterator: z.string().optional(),
});

/** What `DescribeStream` answers. */
export const streamSchema = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })),
    LastEvaluatedShardId: z.string().optional(),
  }),
});

export const sequenceOf = (record: StreamRecord): string => record.dynamodb.SequenceNumber;
