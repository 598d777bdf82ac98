import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { type EmulatorCalls, emulatorCalls } from '#infra/local/emulators/emulator-calls.ts';
import { type LocalSqs, startSqs } from '#infra/local/emulators/start-sqs.ts';
import { temporaryDirectory } from '../support/tiny-assembly.ts';

const REGION = 'us-east-1';
const receivedSchema = z.object({
  Messages: z
    .array(
      z.object({
        Body: z.string(),
        ReceiptHandle: z.string(),
        Attributes: z.object({ ApproximateReceiveCount: z.string() }),
      }),
    )
    .default([]),
});

let server: LocalSqs;
let calls: EmulatorCalls;
let QueueUrl: string;

const start = async (directory: string) => {
  server = await startSqs({ directory, region: REGION });
  calls = emulatorCalls({ region: REGION, dynamoDb: server.endpoint, sqs: server.endpoint });
  QueueUrl = calls.queueUrl('jobs');
};

const receive = async () => {
  const answer = await calls.sqs('ReceiveMessage', {
    QueueUrl,
    MessageSystemAttributeNames: ['All'],
  });
  return receivedSchema.parse(answer).Messages;
};

let directory: string;
beforeEach(async () => {
  directory = temporaryDirectory();
  await start(directory);
  await calls.sqs('CreateQueue', { QueueName: 'jobs' });
});
afterEach(() => server.stop());

it('hands out at once a message that its consumer gave back, and counts on', async () => {
  await calls.sqs('SendMessage', { QueueUrl, MessageBody: 'a job' });
  const [first] = await receive();
  expect(await receive()).toEqual([]);
  await calls.sqs('ChangeMessageVisibility', {
    QueueUrl,
    ReceiptHandle: first?.ReceiptHandle,
    VisibilityTimeout: 0,
  });
  const [second] = await receive();
  expect(second).toMatchObject({ Body: 'a job', Attributes: { ApproximateReceiveCount: '2' } });
});

it('hands out again after a restart what was being worked on, and nothing that was deleted', async () => {
  for (const MessageBody of ['done', 'in work']) {
    await calls.sqs('SendMessage', { QueueUrl, MessageBody });
  }
  const [done] = await receive();
  await calls.sqs('DeleteMessage', { QueueUrl, ReceiptHandle: done?.ReceiptHandle });
  await receive();
  await server.stop();
  await start(directory);
  expect((await receive()).map(({ Body }) => Body)).toEqual(['in work']);
});
