import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { OPERATED_QUEUES } from '#infra/admin/queues/operated-queues.ts';
import { startSqs } from '#infra/local/emulators/start-sqs.ts';
import { type CallbackMessage, callbackMessageSchema } from '#shared/contract/queues.ts';
import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

const REGION = 'us-east-1';

/** The local stack's SQS emulator with every queue that an operator can name. */
export interface TestQueues {
  readonly endpoint: string;
  readonly region: string;
  readonly client: SQSClient;
  /** A client of its own, to be made to fail. */
  newClient(): SQSClient;
  readonly urls: readonly string[];
  urlOf(name: string): string;
  send(name: string, ...bodies: string[]): Promise<void>;
  /** Takes everything that can be received now. */
  drain(name: string): Promise<string[]>;
  stop(): Promise<void>;
}

export const startQueues = async (): Promise<TestQueues> => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-queues-'));
  const server = await startSqs({ directory, region: REGION });
  const { endpoint } = server;
  const newClient = () =>
    new SQSClient({
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  const client = newClient();
  const urlOf = (name: string) => `${endpoint}/000000000000/arteria-dev-${name}`;
  for (const { name } of OPERATED_QUEUES) {
    await client.send(new CreateQueueCommand({ QueueName: `arteria-dev-${name}` }));
  }
  return {
    endpoint,
    region: REGION,
    client,
    newClient,
    urls: OPERATED_QUEUES.map(({ name }) => urlOf(name)),
    urlOf,
    send: async (name, ...bodies) => {
      for (const MessageBody of bodies)
        await client.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody }));
    },
    drain: async (name) => {
      const bodies: string[] = [];
      for (;;) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({ QueueUrl: urlOf(name), MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return bodies;
        for (const { Body = '', ReceiptHandle } of Messages) {
          bodies.push(Body);
          await client.send(new DeleteMessageCommand({ QueueUrl: urlOf(name), ReceiptHandle }));
        }
      }
    },
    stop: async () => {
      client.destroy();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** A verified callback as it lies in the queue; `secret` stands in everything that a provider or a buyer wrote. */
export const aCallback = (secret = 'raw'): CallbackMessage =>
  callbackMessageSchema.parse({
    id: systemRuntime.newId('callback'),
    tenant: { merchantId: systemRuntime.newId('merchant'), mode: 'live' },
    channelId: systemRuntime.newId('channel'),
    provider: 'epay',
    receivedAt: '2026-05-01T12:00:00.000Z',
    httpMethod: 'GET',
    query: `sign=${secret}`,
    contentType: secret,
    body: Buffer.from(secret).toString('base64'),
    notification: {
      kind: 'payment',
      attemptId: attemptIdOf(toOrderId(systemRuntime.newId('order')), 1),
      providerOrderNumber: secret,
      providerReference: secret,
      status: 'succeeded',
      providerStatus: secret,
    },
  });
