import { randomUUID } from 'node:crypto';
import { reportProblem } from '../report-problem.ts';
import type { StreamFeed } from './stream-feed.ts';
import { type StreamRecord, sequenceOf } from './stream-records.ts';

/**
 * Sends what Lambda sends to an on-failure destination: not the records, only where in the stream they are (AWS:
 * "Retaining discarded batches for a DynamoDB event source").
 */
export const reportGivenUp = async (
  { mapping, sqs, queueUrl }: StreamFeed,
  shardId: string,
  records: readonly StreamRecord[],
  attempts: number,
): Promise<void> => {
  const [first] = records;
  const last = records.at(-1);
  reportProblem(mapping.functionName, `gave up ${records.length} stream records`);
  if (mapping.onFailureQueue === undefined || !first || !last) return;
  const body = {
    requestContext: {
      requestId: randomUUID(),
      functionArn: `${mapping.functionArn}:$LATEST`,
      condition: attempts > 0 ? 'RetryAttemptsExhausted' : 'RecordAgeExceeded',
      approximateInvokeCount: attempts,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: sequenceOf(first),
      endSequenceNumber: sequenceOf(last),
      approximateArrivalOfFirstRecord: arrivalOf(first),
      approximateArrivalOfLastRecord: arrivalOf(last),
      batchSize: records.length,
      streamArn: mapping.streamArn,
    },
  };
  await sqs('SendMessage', {
    QueueUrl: queueUrl(mapping.onFailureQueue),
    MessageBody: JSON.stringify(body),
  });
};

const arrivalOf = ({ dynamodb }: StreamRecord): string =>
  new Date((dynamodb.ApproximateCreationDateTime ?? 0) * 1_000).toISOString();
