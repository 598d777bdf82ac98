import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { md5Of } from '#infra/local/providers/epay/signature.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import type { Acknowledgement } from '#shared/application/ports/channel-port.ts';
import type { ProviderHttp } from '#shared/application/ports/provider-http.ts';
import { channelRegistry } from '#shared/channels/registry.ts';
import { MAX_CALLBACK_BYTES } from '#shared/contract/environment.ts';
import type { Channel, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { formatDecimalAmount } from '#shared/domain/money/money.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { Product } from '#shared/domain/products/product.ts';
import type { MerchantEvent } from '#shared/domain/webhooks/event.ts';
import { type Carrier, carried, KEY, PID } from '#test/channels/support/epay-wire.ts';
import { aChannel } from '#test/support/builders.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import { NO_STOPWATCH } from '#test/support/no-stopwatch.ts';
import { aShop } from '#test/support/shop.ts';
import { workingQueue } from './working-queue.ts';

export const CALLBACKS_BASE_URL = 'https://callbacks.example.com';
export const GATEWAY_URL = 'https://pay.example.com/epay/';

export type Fields = Readonly<Record<string, string>>;

/** What epay's gateway knows of an account. */
export interface EpayAccount {
  readonly pid?: string;
  readonly key?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Beside the key. */
  readonly secrets?: Fields;
}

/**
 * A shop that is paid through epay, on its real wire: signed notifications go through receive, the queue and apply. The
 * queue works while others are still being received, and delivers again what failed.
 */
export const anEpayTill = (dynamo: Dynamo, { random = Math.random } = {}) => {
  const shop = aShop(dynamo);
  const channels: Channel[] = [];
  const accounts = new Map<string, Required<Omit<EpayAccount, 'config'>>>();
  let http: ProviderHttp = {
    request: async () => ({ kind: 'not_sent', detail: 'no network in this test' }),
  };
  const accountOf = (channelId: string) =>
    accounts.get(channelId) ?? { pid: '', key: '', secrets: {} };

  const runtime = { ...shop.deps.runtime, random };
  const queue = workingQueue((message) => applyCallback({ ...shop.deps, runtime }, message));
  const deps = {
    ...shop.deps,
    runtime,
    channels: {
      list: async ({ merchantId }: Tenant) =>
        channels.filter(({ tenant }) => tenant.merchantId === merchantId),
      read: async (_tenant: Tenant, id: string) => channels.find((channel) => channel.id === id),
      findOwner: async (id: string) => channels.find((channel) => channel.id === id)?.tenant,
    },
    registry: channelRegistry,
    sealer: {
      newDataKey: () => Promise.reject(new Error('paying seals nothing')),
      open: async (_sealed: unknown, { kind, id }: { kind: string; id: string }) =>
        kind === 'card'
          ? `secret of ${id}`
          : JSON.stringify({ key: accountOf(id).key, ...accountOf(id).secrets }),
    },
    http: { request: (request: Parameters<ProviderHttp['request']>[0]) => http.request(request) },
    leases: leasesInMemory(),
    callbacksBaseUrl: CALLBACKS_BASE_URL,
    now: shop.deps.runtime.now,
    queue,
    stopwatch: NO_STOPWATCH,
    maxBodyBytes: MAX_CALLBACK_BYTES,
  };

  const till = {
    ...shop,
    deps,
    channels,
    /** Messages that failed for good. */
    dead: queue.dead,
    answersHttp: (to: ProviderHttp) => {
      http = to;
    },
    /** Adds an account at the gateway. */
    opens: (tenant: Tenant, changes: Partial<Channel> = {}, account: EpayAccount = {}): Channel => {
      const { pid = PID, key = KEY, config, secrets = {} } = account;
      const channel = aChannel(tenant, {
        provider: 'epay',
        config: { gatewayUrl: GATEWAY_URL, pid, protocol: 'v1', accessMode: 'page', ...config },
        ...changes,
      });
      channels.push(channel);
      accounts.set(channel.id, { pid, key, secrets });
      return channel;
    },
    /** A product with so many cards, in a shop with one account. */
    sellsByEpay: async (changes: Parameters<typeof shop.sells>[0]): Promise<Product> => {
      const product = await shop.sells(changes);
      till.opens(product.tenant);
      return product;
    },
    /** A buyer orders. */
    orders: async (product: Product, wish: Parameters<typeof shop.wants>[1] = {}) => {
      const { created, checkoutToken } = await createOrder(deps, shop.wants(product, wish));
      return { order: created.order, cards: created.cards, token: checkoutToken };
    },
    /** A buyer taps a way to pay. */
    starts: async (token: string, method: PaymentMethod = 'alipay'): Promise<Attempt> => {
      const { attempts } = await createAttempt(deps, payRequest(token, method));
      const attempt = attempts.findLast((one) => one.method === method);
      if (!attempt) throw new Error('no payment was started');
      return attempt;
    },
    /** A buyer orders and stands at the gateway. */
    buys: async (product: Product, wish: Parameters<typeof shop.wants>[1] = {}) => {
      const sale = await till.orders(product, wish);
      return { ...sale, attempt: await till.starts(sale.token) };
    },
    /** What the gateway reports about a payment, signed with the account's key or another. */
    report: (attempt: Attempt, changes: Fields = {}, key?: string): Fields => {
      const account = accountOf(attempt.channelId);
      const orderNumber = providerOrderNumberOf(attempt.id);
      const fields = {
        pid: account.pid,
        trade_no: `T${orderNumber}`,
        out_trade_no: orderNumber,
        type: 'alipay',
        name: 'product',
        money: formatDecimalAmount(attempt.amount),
        trade_status: 'TRADE_SUCCESS',
        ...changes,
      };
      return { ...fields, sign: md5Of(fields, key ?? account.key), sign_type: 'MD5' };
    },
    /** The gateway calls; answers what it reads back. */
    notify: (
      channelId: string,
      fields: Fields,
      carrier: Carrier = 'GET',
    ): Promise<Acknowledgement> =>
      receiveCallback(deps, { provider: 'epay', channelId, ...carried(fields, carrier) }),
    /** A paid attempt is reported. */
    confirm: (attempt: Attempt, changes: Fields = {}): Promise<Acknowledgement> =>
      till.notify(attempt.channelId, till.report(attempt, changes)),
    /** Until the queue is empty. */
    settled: () => queue.settled(),
    load: async ({ tenant, id }: Pick<Order, 'tenant' | 'id'>) => {
      const aggregate = await shop.deps.orders.load(tenant, id);
      if (!aggregate) throw new Error(`order ${id} is gone`);
      return aggregate;
    },
    traces: async ({ tenant, id }: Pick<Order, 'tenant' | 'id'>) =>
      (await shop.deps.orders.traces(tenant, id, { limit: 100 })).traces,
    /** What the merchant is going to be told: nobody relays it here. */
    announced: async ({ tenant, id }: Pick<Order, 'tenant' | 'id'>): Promise<MerchantEvent[]> => {
      const { Items = [] } = await dynamo.documents.send(
        new QueryCommand({
          TableName: dynamo.tables.orders,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :outbox)',
          ExpressionAttributeValues: {
            ':pk': `${tenant.merchantId}.${tenant.mode}#${id}`,
            ':outbox': 'OUTBOX#',
          },
          ConsistentRead: true,
        }),
      );
      return Items.flatMap(({ events }) => (events ?? []) as MerchantEvent[]);
    },
  };
  return till;
};
export type EpayTill = ReturnType<typeof anEpayTill>;

export const payRequest = (token: string, method: PaymentMethod) => ({
  token,
  method,
  device: 'desktop' as const,
  buyerIp: '203.0.113.7',
  returnUrl: 'https://pay.example.com/checkout/x',
});
