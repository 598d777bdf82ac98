import { dynamoBuyerHolds } from '#shared/adapters/dynamodb/buyer-holds.ts';
import { dynamoDeliveryStore } from '#shared/adapters/dynamodb/delivery-store.ts';
import { createEventLog } from '#shared/adapters/dynamodb/event-log.ts';
import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { dynamoStockAlerts } from '#shared/adapters/dynamodb/stock-alerts.ts';
import { dynamoWebhookSweep } from '#shared/adapters/dynamodb/webhook-sweep.ts';
import { dynamoWorkStore } from '#shared/adapters/dynamodb/work-store.ts';
import { createRush } from '#shared/application/orders/rush.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import { DEFAULT_CHECKOUT_SETTINGS } from '#shared/domain/merchants/checkout-settings.ts';
import type { Shop } from '#shared/domain/merchants/shop.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import type { MemoryCall } from '../memory/memory-call.ts';
import type { Process } from '../simulation/process.ts';
import { paperHttp } from './paper-http.ts';
import type { World } from './world.ts';

/** Buyers may leave a contact when they start to pay. */
const SHOP: Shop = {
  name: 'Torture',
  settings: { ...DEFAULT_CHECKOUT_SETTINGS, contact: 'optional' },
};

/** Seals nothing: what is sealed is another test's business, and this one runs a million times. */
export const openSealer: Sealer = {
  newDataKey: async () => ({
    seal: (plaintext) => ({
      wrappedKey: new Uint8Array(),
      data: new TextEncoder().encode(plaintext),
    }),
  }),
  open: async ({ data }) => new TextDecoder().decode(data),
};

const NO_LOG = { info: () => {}, warn: () => {}, error: () => {} };
const NO_METRICS = { count: () => {} };

/**
 * Everything a function of ours may use, as one invocation has it: the real adapters on the tables in memory, queues
 * and providers. Every write, every send and every call is a step of the process, where it can be made to wait, to
 * fail or to die. Reads are not: what happens between a read and the write after it happens before that write's step.
 */
const bareServices = (world: World, process: Process) => {
  const { dynamo } = world;
  const documents = dynamo.client(
    (call, execute) =>
      call.writes
        ? process.step({ kind: 'write', label: labelOf(call), detail: detailOf(call) }, execute)
        : Promise.resolve(execute()),
    () => !process.spared && world.simulation.faults.happens('done_in_part', 'batch'),
  );
  const runtime = process.runtime();
  const backoff = (round: number) => runtime.pause(20 * 2 ** round);
  const inventoryTable = { documents, tableName: dynamo.tables.inventory };
  const merchantsTable = { documents, tableName: dynamo.tables.merchants };
  const inventory = dynamoInventoryStore(inventoryTable);
  const deliveries = dynamoDeliveryStore(merchantsTable);
  return {
    orders: dynamoOrderStore(documents, dynamo.tables, backoff),
    shelves: inventory,
    inventory,
    stock: inventory,
    holds: dynamoBuyerHolds(inventoryTable),
    peek: dynamoOrderPeek(documents, dynamo.tables.orders),
    stockAlerts: dynamoStockAlerts(documents, dynamo.tables),
    rush: createRush(),
    policies: { readPolicies: async () => world.setting.policies },
    shops: { readShop: async () => SHOP },
    channels: world.channels,
    registry: world.registry,
    sealer: openSealer,
    leases: leasesInMemory(),
    http: paperHttp(process, {
      booksOf: world.booksOf,
      looksLikeTimeout: () => world.simulation.choices.chance('looks like a time-out', 2),
      isOutOfMoney: () => world.simulation.choices.chance('out of money', 12),
    }),
    hook: world.hookFor(process),
    callbacksBaseUrl: 'https://callbacks.test',
    now: runtime.now,
    work: dynamoWorkStore(documents, dynamo.tables.orders, backoff),
    eventLog: createEventLog(merchantsTable, backoff),
    queue: world.callbacks.senderFor(process),
    webhooks: world.webhooks.senderFor(process),
    followUps: world.followUps.senderFor(process),
    endpoints: world.merchant.endpoints,
    endpointStore: world.merchant.endpoints,
    events: dynamoEventReader(merchantsTable),
    deliveries,
    sender: world.merchant.senderFor(process),
    sweep: dynamoWebhookSweep(merchantsTable),
    maxBodyBytes: 64_000,
    runtime,
    log: NO_LOG,
    metrics: NO_METRICS,
    stopwatch: NO_STOPWATCH,
  };
};

/** What an invocation works with; a planted bug replaces a part of it. */
export type Services = ReturnType<typeof bareServices>;

/** The services of one invocation, with the bugs that the run was given. */
export const servicesOf = (world: World, process: Process): Services =>
  world.plants.reduce(
    (services, plant) => plant(services, { world, process }),
    bareServices(world, process),
  );

const labelOf = ({ name, tables }: MemoryCall): string => `${name} ${tables.join('+')}`;

/** For the story: what is written, by the ends of its keys. */
const detailOf = ({ keys }: MemoryCall): string =>
  keys.map(({ pk, sk }) => `${pk.slice(-4)}/${sk.slice(0, 7)}${sk.slice(-3)}`).join(' ');
