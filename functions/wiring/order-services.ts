import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readShelf } from '#shared/adapters/dynamodb/free-cards.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { cachedPolicies, dynamoPolicyStore } from '#shared/adapters/dynamodb/policy-store.ts';
import type { ShelfReader } from '#shared/application/ports/inventory-store.ts';
import { ENV } from '#shared/contract/environment.ts';
import { readEnvironment } from '#shared/platform/environment.ts';
import type { Observe } from '#shared/platform/observe.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

/** What it takes to change an order, whoever asks for it. */
export const orderServices = (documents: DynamoDBDocumentClient, observed: Observe) => {
  const environment = readEnvironment(
    ENV.ordersTable,
    ENV.inventoryTable,
    ENV.channelsTable,
    ENV.merchantsTable,
  );
  const tables = {
    orders: environment[ENV.ordersTable],
    inventory: environment[ENV.inventoryTable],
    channels: environment[ENV.channelsTable],
  };
  return {
    orders: dynamoOrderStore(documents, tables),
    shelves: {
      readShelf: (tenant, productId, options) =>
        readShelf({ documents, tableName: tables.inventory }, { tenant, productId }, options),
    } satisfies ShelfReader,
    policies: cachedPolicies(
      dynamoPolicyStore({ documents, tableName: environment[ENV.merchantsTable] }),
    ),
    runtime: systemRuntime,
    log: observed.log,
    metrics: observed.metrics,
  };
};
