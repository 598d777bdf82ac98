import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { z } from 'zod';
import type { Queue } from '../../application/ports/queue.ts';
import { SHORT_BACKOFF } from '../retry/backoff.ts';

export interface QueueOptions<Message> {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** What the reader of the queue parses with: a message that it would refuse is never sent. */
  readonly schema: z.ZodType<Message>;
}

/** Messages, and bytes of all of them, that SQS takes in one call (the byte limit is 1 MiB; kept below it). */
const MAX_ENTRIES = 10;
const MAX_BATCH_BYTES = 900_000;
/** A batch can be taken in part; what was not is sent again, after a pause, this often. */
const MAX_TRIES = 3;

/** Sends JSON to a standard queue. `group` becomes the message group, by which SQS shares a busy queue fairly. */
export const createQueue = <Message>({
  client,
  queueUrl,
  schema,
}: QueueOptions<Message>): Queue<Message> => ({
  send: async (messages) => {
    const entries = messages.map(
      ({ message, group, delaySeconds }, index): SendMessageBatchRequestEntry => ({
        Id: String(index),
        MessageBody: JSON.stringify(schema.parse(message), plain),
        MessageGroupId: group,
        DelaySeconds: delaySeconds,
      }),
    );
    for (const batch of batchesOf(entries)) await sendBatch(client, queueUrl, batch);
  },
});

/** Money counts in bigint, which JSON lacks; every amount is a safe integer (domain/money). */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? Number(value) : value;

function* batchesOf(
  entries: readonly SendMessageBatchRequestEntry[],
): Generator<SendMessageBatchRequestEntry[]> {
  let batch: SendMessageBatchRequestEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody ?? '');
    if (batch.length === MAX_ENTRIES || (batch.length > 0 && bytes + size > MAX_BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

const sendBatch = async (
  client: SQSClient,
  queueUrl: string,
  batch: SendMessageBatchRequestEntry[],
): Promise<void> => {
  let waiting = batch;
  for (let tries = 1; ; tries += 1) {
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: waiting }),
    );
    if (Failed.length === 0) return;
    const fault = Failed.find(({ SenderFault }) => SenderFault);
    const first = fault ?? Failed[0];
    if (fault || tries === MAX_TRIES) {
      throw new Error(
        `SQS did not take ${Failed.length} of ${batch.length} messages: ${first?.Code} ${first?.Message ?? ''}`,
      );
    }
    await SHORT_BACKOFF(tries);
    const refused = new Set(Failed.map(({ Id }) => Id));
    waiting = waiting.filter(({ Id }) => refused.has(Id));
  }
};
