import { dynamoBuyerHolds } from '#shared/adapters/dynamodb/buyer-holds.ts';
import { readShelf } from '#shared/adapters/dynamodb/free-cards.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { dynamoStockAlerts } from '#shared/adapters/dynamodb/stock-alerts.ts';
import type { ApplyCallbackDeps } from '#shared/application/callbacks/apply-callback.ts';
import type {
  CreateOrderDeps,
  CreateOrderRequest,
} from '#shared/application/orders/create-order.ts';
import { createRush } from '#shared/application/orders/rush.ts';
import type { ShopReader } from '#shared/application/ports/shop-reader.ts';
import {
  type CheckoutSettings,
  DEFAULT_CHECKOUT_SETTINGS,
} from '#shared/domain/merchants/checkout-settings.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aCard, aProduct, NOW } from '#test/support/builders.ts';
import type { Dynamo } from '#test/support/dynamo.ts';
import { aBatch } from '#test/support/stock.ts';

/** A shop on the emulator whose clock the test turns, and whose payment policies and look it sets. */
export const aShop = (dynamo: Dynamo) => {
  const { documents, tables } = dynamo;
  const inventory = dynamoInventoryStore({ documents, tableName: tables.inventory });
  let now = NOW;
  let policies = DEFAULT_PAYMENT_POLICIES;
  let look = DEFAULT_CHECKOUT_SETTINGS;
  const counted = new Map<string, number>();
  const warnings: string[] = [];
  const deps: CreateOrderDeps & ApplyCallbackDeps & { shops: ShopReader } = {
    orders: dynamoOrderStore(documents, tables),
    shelves: {
      readShelf: (tenant, productId, options) =>
        readShelf({ documents, tableName: tables.inventory }, { tenant, productId }, options),
    },
    policies: { readPolicies: async () => policies },
    shops: { readShop: async () => ({ name: 'Lantern Games', settings: look }) },
    holds: dynamoBuyerHolds({ documents, tableName: tables.inventory }),
    peek: dynamoOrderPeek(documents, tables.orders),
    stock: inventory,
    stockAlerts: dynamoStockAlerts(documents, tables),
    rush: createRush(),
    followUps: { send: async () => {} },
    runtime: { ...systemRuntime, now: () => now },
    metrics: { count: (name, value = 1) => counted.set(name, (counted.get(name) ?? 0) + value) },
    log: {
      info: () => {},
      warn: (message) => warnings.push(message),
      error: (message) => warnings.push(message),
    },
  };
  return {
    deps,
    inventory,
    counted,
    warnings,
    setNow: (at: Date) => {
      now = at;
    },
    /** The default policies with these parts replaced, for every tenant. */
    setPolicies: (changes: Partial<PaymentPolicies>) => {
      policies = { ...DEFAULT_PAYMENT_POLICIES, ...changes };
    },
    /** The default settings of the checkout page with these replaced, for every tenant. */
    setLook: (changes: Partial<CheckoutSettings>) => {
      look = { ...DEFAULT_CHECKOUT_SETTINGS, ...changes };
    },
    /** A product with so many cards, numbered in the order they are to be sold. */
    sells: async (changes: Partial<Product> & { cards: number }): Promise<Product> => {
      const { cards, ...rest } = changes;
      const product = aProduct(rest);
      await inventory.createProduct(product);
      await inventory.openBatch(aBatch(product, { state: 'imported', imported: cards }), cards);
      await inventory.addCards(
        { tenant: product.tenant, productId: product.id },
        Array.from({ length: cards }, (_, line) => ({
          ...aCard(line, { lane: line % product.stockLanes }),
          fingerprint: systemRuntime.sha256(`${product.id}-${line}`),
          line,
        })),
        { resumed: false },
      );
      return product;
    },
    wants: (product: Product, changes: Partial<CreateOrderRequest> = {}): CreateOrderRequest => ({
      tenant: product.tenant,
      productId: product.id,
      quantity: 1,
      contact: undefined,
      buyerIp: undefined,
      returnUrl: undefined,
      metadata: {},
      expiresInSeconds: 900,
      ...changes,
    }),
    freeCards: async (product: Product) => {
      const stock = { tenant: product.tenant, productId: product.id };
      return (await inventory.freePositions(stock, product.stockLanes)).length;
    },
  };
};
