import type { SQSEvent, SQSMessageAttributes } from 'aws-lambda';
import { z } from 'zod';
import type { QueueMapping } from '../template/local-model.ts';

const attributeSchema = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

const systemAttributesSchema = z.looseObject({
  ApproximateReceiveCount: z.string(),
  ApproximateFirstReceiveTimestamp: z.string(),
  SenderId: z.string(),
  SentTimestamp: z.string(),
});

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  Attributes: systemAttributesSchema,
  MessageAttributes: z.record(z.string(), attributeSchema).default({}),
});
export type QueueMessage = z.infer<typeof messageSchema>;

/** What `ReceiveMessage` answers. */
export const receivedSchema = z.object({ Messages: z.array(messageSchema).default([]) });

/** The event that Lambda makes of a batch (AWS: "Using Lambda with Amazon SQS"). */
export const queueEvent = (
  messages: readonly QueueMessage[],
  { queueArn }: QueueMapping,
  region: string,
): SQSEvent => ({
  Records: messages.map((message) => ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: messageAttributes(message),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  })),
});

const messageAttributes = ({ MessageAttributes }: QueueMessage): SQSMessageAttributes =>
  Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue !== undefined && { stringValue: StringValue }),
        ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
      },
    ]),
  );
