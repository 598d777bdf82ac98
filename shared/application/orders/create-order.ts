import { METRICS } from '../../contract/metrics.ts';
import { AppError, concurrentChange, notFound } from '../../domain/errors/app-error.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import { formatCheckoutToken } from '../../domain/orders/checkout-token.ts';
import { newOrder } from '../../domain/orders/new-order.ts';
import type { Product } from '../../domain/products/product.ts';
import type { HoldNote } from '../ports/buyer-holds.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { StockAlerts } from '../ports/stock-alerts.ts';
import { type BuyerShareDeps, holdNotes, recountShare } from './buyer-share.ts';
import { type ChangeOrderDeps, expireQuietly } from './change-order.ts';
import { CALM_EXTRA, type CardsFound, findCards } from './find-cards.ts';
import { type KnownBuyerDeps, knownBuyer } from './known-buyer.ts';
import type { Rush } from './rush.ts';

export interface CreateOrderDeps
  extends ChangeOrderDeps,
    BuyerShareDeps,
    Pick<KnownBuyerDeps, 'habits'> {
  readonly stockAlerts: StockAlerts;
  readonly rush: Rush;
}

export interface CreateOrderRequest {
  readonly tenant: Tenant;
  readonly productId: string;
  readonly quantity: number;
  readonly contact: string | undefined;
  readonly buyerIp: string | undefined;
  readonly buyerDevice?: string;
  readonly returnUrl: string | undefined;
  readonly metadata: Record<string, string>;
  readonly expiresInSeconds: number;
}

const MAX_ROUNDS = 12;
const MAX_BACKOFF_MILLIS = 250;

/**
 * Creates an order and takes its cards in one transaction: either both or nothing. Under a rush it loses a card to
 * somebody else now and then, and picks another.
 *
 * @throws AppError not_found · product_unavailable · invalid_parameter · out_of_stock · buyer_holds_too_much ·
 *   concurrent_change
 */
export const createOrder = async (
  deps: CreateOrderDeps,
  request: CreateOrderRequest,
): Promise<{ created: OrderAggregate; checkoutToken: string }> => {
  const { runtime } = deps;
  const orderId = runtime.newId('order');
  const secret = runtime.newSecret();
  const [policies, buyer] = await Promise.all([
    deps.policies.readPolicies(request.tenant),
    request.contact ? knownBuyer(deps, { ...request, contact: request.contact }) : undefined,
  ]);
  let recounted: HoldNote[] | undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if (round > 0)
      await runtime.pause(runtime.random() * Math.min(MAX_BACKOFF_MILLIS, 4 * 2 ** round));
    const found = await findCards(deps, {
      tenant: request.tenant,
      productId: request.productId,
      quantity: request.quantity,
      contended: deps.rush.isOn(request.productId, runtime.now()),
      // One card: a random pick is a write cheaper and nearly always enough. Several, or bad luck twice: claim.
      claims: request.quantity > 1 || round > 1,
      expireOrder: (overdue) => expireQuietly(deps, request.tenant, overdue),
    });
    const { product, cards, remaining } = sellable(deps, found, request.quantity);
    const order = newOrder({
      ...request,
      ...(buyer ? { buyer } : {}),
      id: orderId,
      product,
      checkoutSecretHash: runtime.sha256(secret),
      now: runtime.now(),
    });
    const move = product.cardKind === 'loop' ? ('copy' as const) : ('take' as const);
    const wanted = {
      product,
      policies,
      buyer: {
        contact: order.contact,
        buyerIp: order.buyerIp,
        buyerDevice: order.buyerDevice,
      },
      hold: { orderId, units: request.quantity, until: order.expiresAt },
    };
    const seenUnits = request.quantity + (remaining ?? CALM_EXTRA);
    const notes = recounted ?? holdNotes(deps, wanted, seenUnits);
    const outcome = await deps.orders.record({
      order,
      previousVersion: 0,
      holdNotes: notes,
      cards: product.cardKind === 'manual' ? undefined : { kind: move, cards },
    });
    if (outcome.kind === 'recorded') {
      await announceLowStock(deps, product, remaining);
      const created: OrderAggregate = {
        order,
        attempts: [],
        refunds: [],
        cards,
        manualContent: undefined,
      };
      return {
        created,
        checkoutToken: formatCheckoutToken({ tenant: request.tenant, orderId, secret }),
      };
    }
    if (outcome.kind === 'order_changed') throw new Error(`order id ${orderId} was used before`);
    if (outcome.kind === 'holds_too_much') {
      recounted = await recountShare(deps, wanted, notes);
      continue;
    }
    deps.rush.noticed(request.productId, runtime.now());
    deps.metrics.count(METRICS.stockConflict);
  }
  throw concurrentChange('Very many people are buying this product right now. Try again.');
};

type Sellable = Extract<CardsFound, { kind: 'found' }>;

const sellable = (deps: CreateOrderDeps, found: CardsFound, quantity: number): Sellable => {
  if (found.kind === 'no_product') throw notFound('product');
  const { product } = found;
  if (product.status !== 'active') {
    throw new AppError('product_unavailable', 'This product is archived and not for sale.');
  }
  if (quantity < product.minQuantity || quantity > product.maxQuantity) {
    throw new AppError(
      'invalid_parameter',
      `"quantity" must be between ${product.minQuantity} and ${product.maxQuantity} for this product.`,
      { param: 'quantity' },
    );
  }
  if (found.kind === 'short') {
    deps.metrics.count(METRICS.outOfStock);
    throw new AppError(
      'out_of_stock',
      `Only ${found.available} of this product can be sold right now; ${quantity} were asked for.`,
      {
        param: 'quantity',
      },
    );
  }
  return found;
};

/** Tells the merchant once that a product runs low. A crash before it is made good by the next order. */
const announceLowStock = async (
  deps: CreateOrderDeps,
  product: Product,
  seen: number | undefined,
): Promise<void> => {
  if (product.lowStockNotified || product.lowStockThreshold === 0) return;
  const { runtime, stockAlerts, log } = deps;
  try {
    const left = seen ?? (await countUpTo(deps, product));
    if (left >= product.lowStockThreshold) return;
    const now = runtime.now();
    await stockAlerts.announceLowStock(product, {
      id: runtime.newId('event'),
      type: 'stock.low',
      tenant: product.tenant,
      objectId: product.id,
      sequence: now.getTime(),
      createdAt: now.toISOString(),
      data: {
        object: 'product',
        id: product.id,
        name: product.name,
        available: left,
        low_stock_threshold: product.lowStockThreshold,
      },
    });
  } catch (error) {
    log.warn('low stock could not be announced; the next order tries again', {
      productId: product.id,
      error,
    });
  }
};

/**
 * Free cards, counted no further than the product's threshold. More than {@link CALM_EXTRA} are free when nobody saw the
 * end of the line, so that only a higher threshold needs another look.
 */
const countUpTo = async (
  { shelves }: CreateOrderDeps,
  { tenant, id, stockLanes, lowStockThreshold }: Product,
): Promise<number> => {
  if (lowStockThreshold <= CALM_EXTRA) return lowStockThreshold;
  let found = 0;
  for (let lane = 0; lane < stockLanes && found < lowStockThreshold; lane += 1) {
    const shelf = await shelves.readShelf(tenant, id, { lane, window: lowStockThreshold });
    found += shelf?.cards.length ?? 0;
  }
  return found;
};
