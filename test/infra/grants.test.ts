import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { FunctionDeclaration } from '#infra/features/feature.ts';
import { FUNCTIONS } from '#infra/features/features.ts';
import { type RunningStack, startLocalStack } from '#infra/local/start-local-stack.ts';
import { synth } from '#infra/synth.ts';
import { importCards } from '#shared/contract/api/delivery.ts';
import { createRefund } from '#shared/contract/api/refunds.ts';
import type { Client } from '#shared/contract/client/client.ts';
import { ENV, ORIGIN_SECRET_HEADER } from '#shared/contract/environment.ts';
import { QUEUES } from '#shared/contract/queues.ts';
import { TABLES } from '#shared/contract/tables.ts';
import { anEvent } from '../support/http-call.ts';
import { startHttpServer, type TestServer } from '../support/http-server.ts';
import {
  anOrder,
  aProductWith,
  loseNotifications,
  payAtGateway,
  type Shop,
  startPaying,
  stateOf,
  untilState,
} from './shop-actions.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { useEveryRoute } from './use-every-route.ts';

const WATCH = fileURLToPath(new URL('./watch-grants.ts', import.meta.url));
const RUN_LATER = fileURLToPath(new URL('./run-later.ts', import.meta.url));
const execute = promisify(execFile);
const HOUR_MILLIS = 3_600_000;

/** What each function needed while everything was used, by its id. */
const needed = new Map<string, Set<string>>();
let stack: RunningStack | undefined;
let receiver: TestServer | undefined;

beforeAll(async () => {
  const directory = temporaryFolder();
  const assembly = join(directory, 'assembly');
  await synth({ outdir: assembly, environment: 'dev' });
  const folders = await bundleFolders(assembly);
  const file = join(directory, 'needs');
  vi.stubEnv('ARTERIA_NEEDS_FILE', file);
  vi.stubEnv('NODE_OPTIONS', `--import=${WATCH}`);
  stack = await startLocalStack({ directory: join(directory, 'local'), assembly });
  vi.stubEnv('NODE_OPTIONS', '');
  receiver = await startHttpServer((response, { path }) => {
    response.statusCode = { '/gone': 410, '/fails': 500 }[path] ?? 200;
    response.end(path === '/deliver' ? '{"content":"the code"}' : undefined);
  });
  const { demo } = stack;
  if (!demo) throw new Error('the stack has no demo shop');

  const { client, productId } = await useEveryRoute(demo, receiver);
  const environment = {
    ...variablesOf(stack, join(directory, 'local', 'sealing.key')),
    NODE_OPTIONS: `--import=${WATCH}`,
    ARTERIA_NEEDS_FILE: file,
  };
  const run = (id: string, event: unknown) =>
    runLater(join(assembly, folders.get(id) ?? '', 'index.mjs'), event, environment);
  await useTime({ client, productId, shop: demo, run });

  const idOf = new Map([...folders].map(([id, folder]) => [folder, id]));
  for (const line of (await readFile(file, 'utf8')).trim().split('\n')) {
    const { folder, needs } = callSchema.parse(JSON.parse(line));
    const id = idOf.get(folder) ?? folder;
    needed.set(id, (needed.get(id) ?? new Set()).union(new Set(needs)));
  }
}, 240_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await receiver?.stop();
  await stack?.stop();
});

const callSchema = z.object({ folder: z.string(), needs: z.array(z.string()) });
const resourcesSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Metadata: z.record(z.string(), z.unknown()).default({}),
      Properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

/** Folder of each function's bundle in the assembly, by the function's id. */
const bundleFolders = async (assembly: string): Promise<Map<string, string>> => {
  const folders = new Map<string, string>();
  for (const name of ['api', 'pipeline']) {
    const text = await readFile(join(assembly, `arteria-dev-${name}.template.json`), 'utf8');
    const { Resources } = resourcesSchema.parse(JSON.parse(text));
    for (const { Metadata, Properties } of Object.values(Resources)) {
      const folder = Metadata['aws:asset:path'];
      const id = String(Properties.FunctionName).replace('arteria-dev-', '');
      if (typeof folder === 'string') folders.set(id, folder);
    }
  }
  return folders;
};

/** The variables that the local stack gives its functions. */
const variablesOf = (
  { emulators, callbackBaseUrl }: RunningStack,
  keyFile: string,
): Record<string, string> => ({
  AWS_REGION: emulators.region,
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL_DYNAMODB: emulators.dynamoDbEndpoint,
  AWS_ENDPOINT_URL_SQS: emulators.sqsEndpoint,
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  [ENV.sealingKey]: `file:${keyFile}`,
  [ENV.callbacksBaseUrl]: callbackBaseUrl,
  [ENV.allowPrivateAddresses]: 'true',
  [ENV.originSecret]: anEvent({ method: 'GET', path: '/' }).headers[ORIGIN_SECRET_HEADER] ?? '',
  [ENV.deviceCookieSecret]: 'device-secret-of-the-tests',
  ...Object.fromEntries(
    Object.keys(TABLES).map((table) => [
      `${table.toUpperCase()}_TABLE`,
      emulators.tables.find((name) => name.toLowerCase().includes(`${table}table`)) ?? '',
    ]),
  ),
  ...Object.fromEntries(
    QUEUES.map((queue) => [
      `${queue.toUpperCase().replace('-', '_')}_QUEUE_URL`,
      Object.values(emulators.queueUrls).find((url) => url.endsWith(`-${queue}`)) ?? '',
    ]),
  ),
});

/** Runs a bundle's handler as if it were an hour later, and returns its answer. */
const runLater = async (
  file: string,
  event: unknown,
  env: Record<string, string>,
): Promise<unknown> => {
  const { stdout } = await execute(
    process.execPath,
    [RUN_LATER, file, JSON.stringify(event), String(HOUR_MILLIS)],
    { env },
  );
  // Metrics come before it.
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
};

type RunFunction = (id: string, event: unknown) => Promise<unknown>;
interface Given {
  readonly client: Client;
  readonly productId: string;
  readonly shop: Shop;
  readonly run: RunFunction;
}

/** What happens by the clock: sweeps, a query of an open payment, expiries, payments after them. */
const useTime = async (given: Given): Promise<void> => {
  const { client, productId, shop, run } = given;
  const late = await anExpiredOrder(given, productId);
  const scheduled = ['orders-sweep', 'webhooks-sweep', 'callbacks-watch', 'routing-expiries'];
  for (const id of scheduled) await run(id, {});
  await payAtGateway(shop, late.number);
  await untilState(client, late.id, 'delivered');

  // Nobody told us of this payment: asking for it finds it, and its cards.
  const unheard = await anExpiredOrder(given, productId, { asked: false });
  await loseNotifications(shop, 100);
  await payAtGateway(shop, unheard.number);
  await loseNotifications(shop, 0);
  await followUp(run, { kind: 'query_attempt', ...unheard.message });
  expect(await stateOf(client, unheard.id)).toBe('delivered');
  await useReturns(given);

  const waits = await aWaitingOrder(given);
  await client.call(importCards, {
    params: { productId: waits.product },
    body: { cards: ['NEW'] },
  });
  await untilState(client, waits.id, 'delivered');
  const waitsInVain = await aWaitingOrder(given);
  await client.call(createRefund, { body: { order: waitsInVain.id, reason: 'no card came' } });

  const again = await anExpiredOrder(given, await aScarceProduct(client), { asked: false });
  await followUp(run, { kind: 'query_attempt', ...again.message });
};

/** Buyers come back from payments that nobody told us of: at once, and when their order has expired. */
const useReturns = async (given: Given): Promise<void> => {
  const { client, productId, shop, run } = given;
  const address = (token: string) => `/checkout/${token}/return`;
  const payUnheard = async (number: string): Promise<void> => {
    await loseNotifications(shop, 100);
    await payAtGateway(shop, number);
    await loseNotifications(shop, 0);
  };
  const inTime = await anOrder(client, productId);
  await payUnheard((await startPaying(client, inTime)).number);
  await fetch(new URL(address(inTime.token), shop.baseUrl), { redirect: 'manual' });
  await untilState(client, inTime.id, 'delivered');

  for (const [product, other, state] of [
    [productId, 'has others', 'delivered'],
    [await aScarceProduct(client), 'is over too', 'delivered'],
    [await aScarceProduct(client), 'buys it', 'awaiting_stock'],
  ] as const) {
    const late = await anExpiredOrder(given, product, { asked: false });
    const next = await anOrder(client, product);
    if (other === 'buys it') {
      await payAtGateway(shop, (await startPaying(client, next)).number);
      await untilState(client, next.id, 'delivered');
    }
    await payUnheard(late.number);
    await run('pages-steps', anEvent({ method: 'GET', path: address(late.token) }));
    expect(await stateOf(client, late.id)).toBe(state);
  }
};

const aScarceProduct = (client: Client): Promise<string> => aProductWith(client, ['THE-ONLY-ONE']);

/** An order that was paid late, when somebody else had the only card. */
const aWaitingOrder = async (given: Given): Promise<{ id: string; product: string }> => {
  const { client, shop } = given;
  const product = await aScarceProduct(client);
  const { id, number } = await anExpiredOrder(given, product);
  await anOrder(client, product);
  await payAtGateway(shop, number);
  await untilState(client, id, 'awaiting_stock');
  return { id, product };
};

/** An order whose payment was started, perhaps asked about, and came to nothing in time. */
const anExpiredOrder = async (
  { client, shop, run }: Given,
  product: string,
  { asked = true } = {},
) => {
  const order = await anOrder(client, product);
  const { attemptId, number } = await startPaying(client, order);
  const message = {
    tenant: { merchantId: shop.merchantId, mode: 'test' },
    orderId: order.id,
    attemptId,
    dueAt: new Date().toISOString(),
  };
  if (asked) await followUp(run, { kind: 'query_attempt', ...message });
  await followUp(run, { kind: 'look_at_order', ...message });
  return { ...order, number, message };
};

const followUp = async (run: RunFunction, message: unknown): Promise<void> => {
  expect(await run('orders-follow-up', messages(message))).toEqual({ batchItemFailures: [] });
};

const messages = (body: unknown) => ({
  Records: [
    {
      messageId: 'message',
      receiptHandle: '',
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
      eventSource: 'aws:sqs',
    },
  ],
});

const grantedTo = ({ tables = {}, sendsTo = [] }: FunctionDeclaration): string[] => [
  ...Object.entries(tables).flatMap(([table, { verbs, indexes = [] }]) => [
    ...verbs.map((verb) => `${verb} ${table}`),
    ...indexes.map((index) => `Query ${table}/${index}`),
  ]),
  ...sendsTo.map((queue) => `send ${queue}`),
];

describe.each(FUNCTIONS)('function $id', (declaration) => {
  test('is allowed everything that it did while the whole system was used', () => {
    const needs = [...(needed.get(declaration.id) ?? [])];
    expect(needs.filter((need) => !grantedTo(declaration).includes(need))).toEqual([]);
  });
});

test('every function that may touch tables or queues was seen at work', () => {
  const working = FUNCTIONS.filter((declaration) => grantedTo(declaration).length > 0);
  const unseen = working.map(({ id }) => id).filter((id) => !needed.has(id));
  // These run each minute, and may or may not have had their turn; the last one runs once an hour.
  const eachMinute = ['routing-probe', 'callbacks-watch'];
  expect(unseen.filter((id) => !eachMinute.includes(id))).toEqual(['routing-pool']);
});

/** Granted, but too rare to be seen here: what it is for. */
const RARE: Readonly<Record<string, string>> = {
  'orders-sweep: GetItem orders': 'an outbox item that the stream lost is read',
  'orders-sweep: BatchWriteItem orders': 'and removed when it was relayed',
  'orders-sweep: BatchWriteItem merchants': "and put into the merchant's list",
  'orders-sweep: send webhooks': 'and sent',
  'orders-follow-up: UpdateItem channels':
    'the cap of a payment that the provider closed is released',
  'orders-follow-up: PutItem channels':
    'a turn is taken before a charge or a refund that must be asked for once only',
  'pages-steps: PutItem channels':
    'a turn is taken before a charge that must be asked for once only',
  'callbacks-apply: UpdateItem channels':
    'the cap of a payment that the provider closed is released',
  'callbacks-apply: DeleteItem orders': 'an overdue order gives its cards to a late payment',
  'callbacks-apply: PutItem inventory': 'an overdue order gives its cards to a late payment',
  'pages-steps: UpdateItem channels': 'the cap of a payment that the provider closed is released',
  'checkout-steps: Query channels': 'the ways to pay are shown again when another code was sent',
  'checkout-steps: BatchGetItem channels': 'and what is left of the caps of their channels is read',
  'checkout-steps: send follow-ups': 'a code that got no answer is asked about soon',
  ...Object.fromEntries(
    [
      'DeleteItem orders',
      'Query orders/holds',
      'Query inventory',
      'GetItem inventory',
      'PutItem inventory',
      'DeleteItem inventory',
      'UpdateItem inventory',
      'PutItem channels',
      'UpdateItem channels',
    ].map((grant) => [
      `checkout-steps: ${grant}`,
      'the time of the order, or of its cap, ended while the provider charged the buyer',
    ]),
  ),
  'callbacks-apply: send follow-ups': 'a notification that proves nothing has its provider asked',
  'callbacks-watch: send callbacks':
    'what a watched ledger shows is queued: nobody pays on one here',
  'routing-expiries: PutItem channels': 'a notice of a certificate that ends is remembered',
  'routing-expiries: PutItem orders': 'and its event recorded for the relay',
  'routing-pool: Query channels': 'it runs once an hour: shares of shops are read',
  'routing-pool: PutItem channels': 'and what they know together is written',
  'routing-probe: GetItem channels': 'what is known of their health is read',
  'routing-probe: PutItem channels': 'a probe is recorded, and what it showed is learned',
  'routing-probe: UpdateItem channels': 'the version of what was learned is raised',
  'routing-probe: DeleteItem channels': 'a tenant whose channels are well again is forgotten',
  'webhooks-sweep: DeleteItem merchants': 'an announcement that a crash left behind is forgotten',
};

/** Granted, and seen here when the machine is slow: what it is for. */
const SOMETIMES: Readonly<Record<string, string>> = {
  'callbacks-watch: GetItem channels': 'a channel that is watched is read, each minute',
  'callbacks-watch: UpdateItem channels': 'its turn is taken, and its cursor moved',
  'routing-probe: Query channels':
    'tenants with broken channels, their accounts and probes are read, each minute',
  'routing-learn: BatchWriteItem channels':
    'results that the sealed state holds are forgotten, each half minute',
};

test('nothing is granted that nothing needed', () => {
  // The reply cache is the same code in every function.
  const anyones = new Set([...needed.values()].flatMap((needs) => [...needs]));
  const unused = FUNCTIONS.flatMap((declaration) =>
    grantedTo(declaration)
      .filter((grant) => !(grant.endsWith(' idempotency') && anyones.has(grant)))
      .filter((grant) => grant !== 'GetItem idempotency')
      .filter((grant) => !needed.get(declaration.id)?.has(grant))
      .map((grant) => `${declaration.id}: ${grant}`)
      .filter((grant) => !(grant in SOMETIMES)),
  );
  expect(unused.toSorted()).toEqual(Object.keys(RARE).toSorted());
});
