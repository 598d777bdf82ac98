import { z } from 'zod';
import { emulatorCalls } from '#infra/local/emulators/emulator-calls.ts';
import type { RunningStack } from '#infra/local/start-local-stack.ts';
import { tracePk } from '#shared/adapters/dynamodb/order-items.ts';
import { callbackMessageSchema } from '#shared/contract/queues.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import type { BenchShop } from '../checkout/sale.ts';
import { notificationUrl } from './notify.ts';

const BATCH = 10;
const SENDERS = 4;

/** The queue between receive and apply, seen and filled past our code. */
export interface Backlog {
  /** Messages that wait or are being worked on. */
  count(): Promise<number>;
  deadLetters(): Promise<number>;
  empty(): Promise<void>;
  /** Adds messages as receive makes them, of payments whose order number was never ours. */
  add(messages: number): Promise<void>;
  /** The emulator alone: milliseconds of single sends, `atOnce` at a time. They stay in the queue. */
  sendTimes(messages: number, atOnce: number): Promise<number[]>;
  /** Traces of payments whose order number was never ours: one for each such message that was worked on. */
  tracesOfStrangers(): Promise<number>;
}

const countsSchema = z.object({
  Attributes: z.object({
    ApproximateNumberOfMessages: z.coerce.number(),
    ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
  }),
});

const countSchema = z.object({
  Count: z.int(),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).optional(),
});

export const backlogOf = (
  { emulators }: RunningStack,
  { shop, tenant }: { shop: BenchShop; tenant: Tenant },
): Backlog => {
  const { sqs, dynamoDb } = emulatorCalls({
    region: emulators.region,
    dynamoDb: emulators.dynamoDbEndpoint,
    sqs: emulators.sqsEndpoint,
  });
  const urlOf = (name: string) =>
    Object.values(emulators.queueUrls).find((url) => url.endsWith(`-${name}`)) ?? '';
  const QueueUrl = urlOf('callbacks');
  const countOf = async (url: string): Promise<number> => {
    const answer = await sqs('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] });
    const { Attributes } = countsSchema.parse(answer);
    return (
      Attributes.ApproximateNumberOfMessages + Attributes.ApproximateNumberOfMessagesNotVisible
    );
  };
  const send = async (messages: number): Promise<void> => {
    const Entries = Array.from({ length: messages }, (_, index) => ({
      Id: String(index),
      MessageBody: messageOfAStranger(shop, tenant),
    }));
    await sqs('SendMessageBatch', { QueueUrl, Entries });
  };
  const together = async (calls: number, atOnce: number, call: () => Promise<void>) => {
    let left = calls;
    const sender = async (): Promise<void> => {
      for (; left > 0; ) {
        left -= 1;
        await call();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sender));
  };
  return {
    count: () => countOf(QueueUrl),
    deadLetters: () => countOf(urlOf('callbacks-dead')),
    empty: async () => {
      await sqs('PurgeQueue', { QueueUrl });
    },
    add: async (messages) => {
      await together(Math.floor(messages / BATCH), SENDERS, () => send(BATCH));
      if (messages % BATCH > 0) await send(messages % BATCH);
    },
    sendTimes: async (messages, atOnce) => {
      const millis: number[] = [];
      await together(messages, atOnce, async () => {
        const sentAt = performance.now();
        await send(1);
        millis.push(performance.now() - sentAt);
      });
      return millis;
    },
    tracesOfStrangers: async () => {
      let traces = 0;
      let page: z.infer<typeof countSchema> | undefined;
      do {
        const answer = await dynamoDb('Query', {
          TableName: emulators.tables.find((name) => /orderstable/i.test(name)),
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: tracePk(tenant, undefined) } },
          Select: 'COUNT',
          ExclusiveStartKey: page?.LastEvaluatedKey,
        });
        page = countSchema.parse(answer);
        traces += page.Count;
      } while (page.LastEvaluatedKey);
      return traces;
    },
  };
};

const PRICE = '9.90';
let strangers = 0;

/** An order number that was never ours; each is another. */
const strangersNumber = (): string => {
  strangers += 1;
  return `SHOP2${String(strangers).padStart(10, '0')}`;
};

/** Signed notifications of payments that are none of ours: another shop uses the same account at the gateway. */
export const notificationsOfStrangers = (shop: BenchShop, count: number): string[] =>
  Array.from({ length: count }, () => notificationUrl(shop, strangersNumber(), PRICE));

/** What receive would queue for {@link notificationUrl} of a stranger's number. */
const messageOfAStranger = (shop: BenchShop, tenant: Tenant): string => {
  const number = strangersNumber();
  const message = {
    id: systemRuntime.newId('callback'),
    tenant,
    channelId: shop.channelId,
    provider: 'epay',
    receivedAt: new Date().toISOString(),
    httpMethod: 'GET',
    query: new URL(notificationUrl(shop, number, PRICE)).search.slice(1),
    contentType: '',
    body: '',
    notification: {
      kind: 'payment',
      providerOrderNumber: number,
      providerReference: `T${number}`,
      status: 'succeeded',
      providerStatus: 'TRADE_SUCCESS',
      amount: { currency: 'CNY', minor: 990 },
    },
  };
  callbackMessageSchema.parse(message);
  return JSON.stringify(message);
};
