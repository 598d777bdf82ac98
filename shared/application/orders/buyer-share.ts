import { METRICS } from '../../contract/metrics.ts';
import { AppError } from '../../domain/errors/app-error.ts';
import type { PaymentPolicies } from '../../domain/policies/payment-policies.ts';
import type { Product } from '../../domain/products/product.ts';
import { type Buyer, buyerMarks } from '../../domain/stock/buyer-marks.ts';
import { stockShare, unsoldNeeded } from '../../domain/stock/stock-share.ts';
import type { BuyerHoldStore, HoldNote, RememberedHold } from '../ports/buyer-holds.ts';
import type { InventoryStore, StockOf } from '../ports/inventory-store.ts';
import type { OrderPeek } from '../ports/order-store.ts';
import type { Metrics, Runtime } from '../ports/runtime.ts';

export interface BuyerShareDeps {
  readonly holds: BuyerHoldStore;
  readonly peek: OrderPeek;
  readonly stock: Pick<InventoryStore, 'hasFreeCards'>;
  readonly runtime: Runtime;
  readonly metrics: Metrics;
}

export interface ShareWanted {
  readonly product: Product;
  readonly policies: PaymentPolicies;
  readonly buyer: Buyer;
  readonly hold: RememberedHold;
}

/**
 * What the order notes under each of the buyer's marks. The room comes from the cards that were seen anyway: it is never
 * too large, and whoever is refused by it is counted exactly ({@link recountShare}). Loop and manual products have no
 * stock that could be held.
 *
 * @param seenUnits free cards that were seen, the order's own among them
 */
export const holdNotes = (
  { runtime }: Pick<BuyerShareDeps, 'runtime'>,
  { product, policies, buyer, hold }: ShareWanted,
  seenUnits: number,
): HoldNote[] => {
  const { percent, countBy } = policies.stockShare;
  if (product.cardKind !== 'unique' || percent === 100) return [];
  const room = stockShare(seenUnits, percent) - hold.units;
  return buyerMarks(buyer, countBy).map((mark) => ({ mark: runtime.sha256(mark), hold, room }));
};

/**
 * The buyer's marks remember too much. Forgets what was paid or has expired (nobody did before: that is why a sale costs
 * nothing here), counts the stock as far as needed, and gives the notes with the room there really is.
 *
 * @throws AppError buyer_holds_too_much
 */
export const recountShare = async (
  deps: BuyerShareDeps,
  wanted: ShareWanted,
  notes: readonly HoldNote[],
): Promise<HoldNote[]> => {
  const { product, policies, hold } = wanted;
  const stock: StockOf = { tenant: product.tenant, productId: product.id };
  const recounted: HoldNote[] = [];
  for (const note of notes) {
    const own = await openUnits(deps, stock, note.mark);
    const needed = unsoldNeeded(own + hold.units, policies.stockShare.percent) - own;
    const allowed =
      own === 0 ||
      needed <= 0 ||
      (await deps.stock.hasFreeCards(stock, product.stockLanes, needed));
    if (!allowed) {
      deps.metrics.count(METRICS.buyerHoldsTooMuch);
      throw new AppError(
        'buyer_holds_too_much',
        `This buyer's unpaid orders hold ${own} of this product already. They can be paid or cancelled first, or they expire.`,
        { param: 'quantity', retryAfterSeconds: 60 },
      );
    }
    recounted.push({ ...note, room: own });
  }
  return recounted;
};

/** Units that a mark's orders really hold now; what is over is forgotten on the way. */
const openUnits = async (deps: BuyerShareDeps, stock: StockOf, mark: string): Promise<number> => {
  const before = await deps.holds.readHolds(stock, mark);
  if (!before) return 0;
  const now = deps.runtime.now().toISOString();
  const checked = await Promise.all(
    before.holds.map(async (hold) => {
      if (hold.until <= now) return [];
      const order = await deps.peek.order(stock.tenant, hold.orderId);
      return order?.state === 'awaiting_payment' ? [hold] : [];
    }),
  );
  const holds = checked.flat();
  if (holds.length < before.holds.length)
    await deps.holds.replaceHolds(stock, mark, { before, holds });
  return holds.reduce((sum, { units }) => sum + units, 0);
};
