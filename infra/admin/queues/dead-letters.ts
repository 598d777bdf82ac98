import {
  ChangeMessageVisibilityBatchCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message that lies in a dead-letter queue, in our hands until its hold ends. */
export interface DeadLetter {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly group: string | undefined;
  readonly attributes: Record<string, MessageAttributeValue> | undefined;
  /** When it was first sent to the queue that it comes from: SQS keeps that time when it moves a message. */
  readonly sentAt: Date;
  /** Tries of the consumer and looks of operators together. */
  readonly receiveCount: number;
}

/** Messages that SQS hands out, or takes, in one call. */
export const MAX_BATCH = 10;
/** Long polling asks all of SQS's servers, so that an empty answer means an empty queue; short polling asks only some. */
const WAIT_SECONDS = 1;

/** Takes up to `count` (at most {@link MAX_BATCH}) messages; nobody else sees them for `holdSeconds`. */
export const takeDeadLetters = async (
  client: SQSClient,
  queueUrl: string,
  { count, holdSeconds }: { count: number; holdSeconds: number },
): Promise<DeadLetter[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(count, MAX_BATCH),
      VisibilityTimeout: holdSeconds,
      WaitTimeSeconds: WAIT_SECONDS,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount', 'MessageGroupId'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map((message) => ({
    id: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    group: message.Attributes?.MessageGroupId,
    attributes: message.MessageAttributes,
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 0),
  }));
};

/** Lets others see them at once. What SQS does not hear of is seen again when its hold ends, so a failure is no matter. */
export const giveBack = async (
  client: SQSClient,
  queueUrl: string,
  letters: readonly DeadLetter[],
): Promise<void> => {
  for (let start = 0; start < letters.length; start += MAX_BATCH) {
    const Entries = letters.slice(start, start + MAX_BATCH).map(({ receiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    }));
    try {
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
    } catch {
      return;
    }
  }
};
