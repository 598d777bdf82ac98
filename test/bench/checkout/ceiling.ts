import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { BatchGetCommand, BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { emulatorCalls } from '#infra/local/emulators/emulator-calls.ts';
import { startSqs } from '#infra/local/emulators/start-sqs.ts';
import { lanePk } from '#shared/adapters/dynamodb/card-items.ts';
import { aProduct } from '#test/support/builders.ts';
import { startDynamo } from '#test/support/dynamo.ts';
import { meterOf } from '../stock/metered.ts';
import { type PreparedSale, prepareSale, relayCalls } from './prepared-sale.ts';

export interface Ceiling {
  readonly salesPerSecond: number;
  readonly writeUnitsPerSale: number;
  readonly readUnitsPerSale: number;
}

/** Sales whose events the relay passes on together, as measured on the stack under load. */
const RELAY_BATCH = 10;
const REGION = 'us-east-1';

/**
 * The machine's ceiling: the calls to AWS that make up a sale, prepared beforehand and sent through the SDK to the
 * emulators, and nothing else: no HTTP, no parsing, no decisions, no polling of queues and streams.
 */
export const measureCeiling = async (options: {
  sales: number;
  concurrency: number;
  /** How often the page looked before the card was there, in all sales together. */
  earlyReads: number;
}): Promise<Ceiling> => {
  const directory = await mkdtemp(join(tmpdir(), 'arteria-ceiling-'));
  const dynamo = await startDynamo();
  const sqs = await startSqs({ directory, region: REGION });
  const queueClient = new SQSClient({
    endpoint: sqs.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  try {
    await queueClient.send(new CreateQueueCommand({ QueueName: 'ceiling' }));
    const { queueUrl } = emulatorCalls({
      region: REGION,
      dynamoDb: dynamo.endpoint,
      sqs: sqs.endpoint,
    });
    const QueueUrl = queueUrl('ceiling');
    const product = aProduct();
    const prepared = Array.from({ length: options.sales }, (_, index) =>
      prepareSale(dynamo.tables, product, index, shareOf(options.earlyReads, options.sales, index)),
    );
    await stockShelf(dynamo, product, prepared);
    const send = async (sale: PreparedSale) => {
      for (const step of sale.steps) {
        if ('callback' in step)
          await queueClient.send(new SendMessageCommand({ QueueUrl, MessageBody: step.callback }));
        else await step(dynamo.documents);
      }
    };
    const relay = async (sales: readonly PreparedSale[]) => {
      const { writes, messages, peeks } = relayCalls(dynamo.tables, sales);
      for (const input of writes) await dynamo.documents.send(new BatchWriteCommand(input));
      for (const input of peeks) await dynamo.documents.send(new BatchGetCommand(input));
      for (const Entries of messages)
        await queueClient.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    };
    const startedAt = performance.now();
    await runAll(prepared, options.concurrency, send, relay);
    const seconds = (performance.now() - startedAt) / 1000;
    const units = await unitsOfOneSale(dynamo, product, send, relay);
    return { salesPerSecond: options.sales / seconds, ...units };
  } finally {
    await sqs.stop();
    await dynamo.stop();
    await rm(directory, { recursive: true, force: true });
  }
};

/** A whole number for each of `parts`, which differ by one at most and sum up to `total`. */
const shareOf = (total: number, parts: number, index: number): number =>
  Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts);

type Emulator = Awaited<ReturnType<typeof startDynamo>>;

const stockShelf = async (
  dynamo: Emulator,
  product: ReturnType<typeof aProduct>,
  sales: readonly PreparedSale[],
): Promise<void> => {
  for (const { card } of sales) {
    await dynamo.documents.send(
      new PutCommand({
        TableName: dynamo.tables.inventory,
        Item: { pk: lanePk(product.tenant, product.id, 0), sk: `card#${card.position}`, ...card },
      }),
    );
  }
};

const runAll = async (
  sales: readonly PreparedSale[],
  concurrency: number,
  send: (sale: PreparedSale) => Promise<void>,
  relay: (sales: readonly PreparedSale[]) => Promise<void>,
): Promise<void> => {
  let next = 0;
  let unrelayed: PreparedSale[] = [];
  const worker = async () => {
    for (;;) {
      const sale = sales[next];
      if (!sale) return;
      next += 1;
      await send(sale);
      unrelayed.push(sale);
      if (unrelayed.length < RELAY_BATCH) continue;
      const batch = unrelayed;
      unrelayed = [];
      await relay(batch);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
};

/** Capacity of a batch of sales as the emulator reports it, measured apart so that reporting does not slow the clock. */
const unitsOfOneSale = async (
  dynamo: Emulator,
  product: ReturnType<typeof aProduct>,
  send: (sale: PreparedSale) => Promise<void>,
  relay: (sales: readonly PreparedSale[]) => Promise<void>,
): Promise<{ writeUnitsPerSale: number; readUnitsPerSale: number }> => {
  const sales = Array.from({ length: RELAY_BATCH }, (_, index) =>
    prepareSale(dynamo.tables, product, 900_000 + index),
  );
  await stockShelf(dynamo, product, sales);
  const meter = meterOf(dynamo.client);
  for (const sale of sales) await send(sale);
  await relay(sales);
  return {
    writeUnitsPerSale: meter.writeUnits / sales.length,
    readUnitsPerSale: meter.readUnits / sales.length,
  };
};
