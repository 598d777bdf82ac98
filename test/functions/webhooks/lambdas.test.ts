import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { createKeyFile } from '#shared/adapters/kms/key-file.ts';
import { createSealer } from '#shared/adapters/kms/sealer.ts';
import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { ENV } from '#shared/contract/environment.ts';
import { type WebhookMessage, webhookMessageSchema } from '#shared/contract/queues.ts';
import { restartDelivery } from '#shared/domain/webhooks/start-delivery.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { anEvent as anHttpEvent } from '#test/support/http-call.ts';
import { aDelivery, anEvent } from '#test/support/webhook-builders.ts';
import { always, receiver, stopReceivers } from '#test/support/webhook-receiver.ts';

const ORIGIN_SECRET = 'origin-secret-of-the-tests';

let dynamo: Dynamo;
let sqs: FauxqsServer;
let client: SQSClient;
let queueUrl: string;
let directory: string;
beforeAll(async () => {
  dynamo = await startDynamo();
  sqs = await startFauxqs({ port: 0, logger: false });
  directory = await mkdtemp(join(tmpdir(), 'arteria-webhooks-'));
  const keyFile = join(directory, 'sealing.key');
  await createKeyFile(keyFile);
  queueUrl = `http://127.0.0.1:${sqs.port}/000000000000/webhooks`;
  Object.assign(process.env, dynamo.environment, {
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${sqs.port}`,
    [ENV.webhooksQueueUrl]: queueUrl,
    [ENV.sealingKey]: `file:${keyFile}`,
    [ENV.originSecret]: ORIGIN_SECRET,
    [ENV.allowPrivateAddresses]: 'true',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  client = new SQSClient({});
  await client.send(new CreateQueueCommand({ QueueName: 'webhooks' }));
});
afterEach(stopReceivers);
afterAll(async () => {
  client.destroy();
  await Promise.all([dynamo.stop(), sqs.stop()]);
  await rm(directory, { recursive: true, force: true });
});

const context = { getRemainingTimeInMillis: () => 30_000 } as never;

/** What the queue hands out now, of one event. */
const received = async (eventId: string): Promise<WebhookMessage[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  const messages = Messages.map(({ Body }) => webhookMessageSchema.parse(JSON.parse(Body ?? '')));
  return messages.filter((one) => one.kind === 'deliver' && one.eventId === eventId);
};

const sqsEvent = (...bodies: unknown[]): SQSEvent => ({
  Records: bodies.map(
    (body, index) =>
      ({
        messageId: `message-${index}`,
        receiptHandle: 'x',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        attributes: { ApproximateReceiveCount: '1' },
        eventSource: 'aws:sqs',
      }) as unknown as SQSRecord,
  ),
});

/** A merchant with an endpoint, registered through the deployed handler with a real key. */
const aMerchantWithEndpoint = async (url: string) => {
  const { handler } = await import('#functions/webhooks/handler.ts');
  const deps = {
    merchants: dynamoMerchantStore({
      documents: dynamo.documents,
      tableName: dynamo.tables.merchants,
    }),
    sealer: createSealer(process.env[ENV.sealingKey] ?? ''),
    runtime: systemRuntime,
  };
  const { id: merchantId } = await createMerchant(deps, { name: '小店' });
  const { secret } = await createApiKey(deps, { merchantId, mode: 'test', label: '' });
  const reply = await handler(
    anHttpEvent({
      method: 'POST',
      path: '/v1/webhook-endpoints',
      headers: { authorization: `Bearer ${secret}` },
      body: { url },
    }),
    context,
  );
  expect(reply.statusCode).toBe(201);
  return {
    tenant: { merchantId, mode: 'test' as const },
    endpoint: JSON.parse(reply.body ?? '') as { id: string; secret: string },
  };
};

describe('the webhooks Lambdas', () => {
  it('deliver an event from the queue to an endpoint that was registered over HTTP', async () => {
    const server = await receiver();
    const { tenant, endpoint } = await aMerchantWithEndpoint(server.url);
    const { handler } = await import('#functions/webhooks/send.handler.ts');
    const event = anEvent({ tenant });
    const result = await handler(sqsEvent({ kind: 'fan_out', events: [event] }), context);
    expect(result.batchItemFailures).toEqual([]);
    const [message] = server.received;
    expect(
      new Webhook(endpoint.secret).verify(message?.body ?? '', message?.headers ?? {}),
    ).toMatchObject({ id: event.id });
  });

  it('give back only the messages of a batch that failed', async () => {
    const server = await receiver();
    const { tenant } = await aMerchantWithEndpoint(server.url);
    const { handler } = await import('#functions/webhooks/send.handler.ts');
    const result = await handler(
      sqsEvent(
        '{"kind":"unheard_of"}',
        { kind: 'fan_out', events: [anEvent({ tenant })] },
        'no JSON',
      ),
      context,
    );
    expect(result.batchItemFailures).toEqual([
      { itemIdentifier: 'message-0' },
      { itemIdentifier: 'message-2' },
    ]);
    expect(server.received).toHaveLength(1);
  });

  it('queue the next try of a failure, to come back later', async () => {
    const server = await receiver(always(500));
    const { tenant } = await aMerchantWithEndpoint(server.url);
    const { handler } = await import('#functions/webhooks/send.handler.ts');
    await handler(sqsEvent({ kind: 'fan_out', events: [anEvent({ tenant })] }), context);
    expect(sqs.inspectQueue('webhooks')?.messages.delayed).toHaveLength(1);
  });

  it('queue every minute what is overdue', async () => {
    const { handler } = await import('#functions/webhooks/sweep.handler.ts');
    const table = { documents: dynamo.documents, tableName: dynamo.tables.merchants };
    const event = anEvent();
    await createEventLog(table).record([event]);
    const overdue = restartDelivery(
      aDelivery({ tenant: event.tenant, eventId: event.id }),
      new Date(Date.now() - 3_600_000),
    );
    await dynamoDeliveryStore(table).writeDelivery(overdue);
    await handler();
    expect(await received(event.id)).toEqual([
      {
        kind: 'deliver',
        tenant: event.tenant,
        eventId: event.id,
        endpointId: overdue.endpointId,
        dueAt: overdue.dueAt,
      },
    ]);
  });
});
