import type { CreateOutcome } from '#shared/application/ports/channel-port.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { attemptIdOf, toOrderId } from '#shared/domain/identity/ids.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { money } from '#shared/domain/money/money.ts';
import { type Attempt, attemptSchema } from '#shared/domain/orders/attempt.ts';
import { newOrder } from '#shared/domain/orders/new-order.ts';
import { type Order, orderSchema } from '#shared/domain/orders/order.ts';
import { type Product, productSchema } from '#shared/domain/products/product.ts';
import { newRefund } from '#shared/domain/refunds/new-refund.ts';
import { type Refund, refundSchema } from '#shared/domain/refunds/refund.ts';
import type { Card } from '#shared/domain/stock/card.ts';
import { cardPosition } from '#shared/domain/stock/card-position.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';

export type { CreateOutcome };

export const NOW = new Date('2026-05-01T12:00:00.000Z');
export const later = (seconds: number, from: Date = NOW): Date =>
  new Date(from.getTime() + seconds * 1000);

export const aTenant = (mode: Tenant['mode'] = 'live'): Tenant => ({
  merchantId: systemRuntime.newId('merchant'),
  mode,
});

export const aProduct = (changes: Partial<Product> = {}): Product =>
  productSchema.parse({
    id: systemRuntime.newId('product'),
    tenant: aTenant(),
    name: '视频会员月卡',
    description: '',
    price: money('CNY', 990),
    minQuantity: 1,
    maxQuantity: 50,
    cardKind: 'unique',
    status: 'active',
    lowStockThreshold: 0,
    lowStockNotified: false,
    stockLanes: 1,
    version: 1,
    createdAt: NOW.toISOString(),
    updatedAt: NOW.toISOString(),
    ...changes,
  });

export const anOrder = (changes: Partial<Order> = {}, product: Product = aProduct()): Order =>
  orderSchema.parse({
    ...newOrder({
      id: toOrderId(systemRuntime.newId('order')),
      product,
      quantity: 1,
      contact: 'buyer@example.com',
      buyerIp: undefined,
      returnUrl: undefined,
      metadata: {},
      checkoutSecretHash: 'none',
      expiresInSeconds: 900,
      now: NOW,
    }),
    ...changes,
  });

export const anAttempt = (order: Order, changes: Partial<Attempt> = {}): Attempt =>
  attemptSchema.parse({
    id: attemptIdOf(order.id, 1),
    channelId: CHANNEL_A,
    provider: 'epay',
    method: 'alipay',
    device: 'desktop',
    amount: order.amount,
    state: 'pending',
    routingReasons: [],
    queryCount: 0,
    version: 1,
    createdAt: NOW.toISOString(),
    updatedAt: NOW.toISOString(),
    expiresAt: order.expiresAt,
    ...changes,
  });

/** The order's next refund, of the whole payment; what the order counts is the caller's business. */
export const aRefund = (order: Order, attempt: Attempt, changes: Partial<Refund> = {}): Refund =>
  refundSchema.parse({
    ...newRefund(
      order,
      attempt,
      {
        amount: attempt.paidAmount ?? attempt.amount,
        cause: 'requested',
        reason: 'the buyer changed their mind',
        actor: 'Li',
        cards: 'revoke',
      },
      NOW,
    ),
    ...changes,
  });

export const CHANNEL_A = systemRuntime.newId('channel');
export const CHANNEL_B = systemRuntime.newId('channel');

export const aCard = (index: number, changes: Partial<Card> = {}): Card => ({
  cardId: systemRuntime.newId('card'),
  lane: 0,
  position: cardPosition(index),
  sealed: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
  ...changes,
});

export const aChannel = (tenant: Tenant, changes: Partial<Channel> = {}): Channel => ({
  id: systemRuntime.newId('channel'),
  tenant,
  provider: 'fake',
  label: 'fake',
  status: 'enabled',
  role: 'main',
  priority: 1,
  weight: 1,
  methods: ['alipay', 'wechat_pay'],
  currency: 'CNY',
  dayZone: 'Asia/Shanghai',
  fee: { rateBasisPoints: 0, fixedMinor: 0 },
  upstream: systemRuntime.newId('request'),
  maintenance: [],
  config: {},
  credentials: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
  credentialNames: [],
  version: 1,
  createdAt: NOW.toISOString(),
  updatedAt: NOW.toISOString(),
  ...changes,
});
