import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Product } from '../../domain/products/product.ts';
import type { Card } from '../../domain/stock/card.ts';
import { pickCards } from '../../domain/stock/pick-cards.ts';
import type { ShelfReader } from '../ports/inventory-store.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { Runtime } from '../ports/runtime.ts';

export interface FindCardsDeps {
  readonly shelves: ShelfReader;
  readonly orders: Pick<OrderStore, 'expiredHolds'>;
  readonly runtime: Runtime;
}

export interface CardsWanted {
  readonly tenant: Tenant;
  readonly productId: string;
  readonly quantity: number;
  /** Others are buying the same product right now: pick at random among many instead of the first in line. */
  readonly contended: boolean;
  /**
   * Under contention, claim cards that no other buyer is pointed at instead of picking at random: one more write, and
   * buyers of several cards no longer collide.
   */
  readonly claims?: boolean;
  /** Take also what paid orders wait for: only for those orders themselves, and for a person who decides it. */
  readonly aheadOfWaiting?: boolean;
  /** Ends an order whose time is over, which frees its cards. */
  readonly expireOrder: (orderId: string) => Promise<void>;
}

export type CardsFound =
  | { readonly kind: 'no_product' }
  | { readonly kind: 'short'; readonly product: Product; readonly available: number }
  | {
      readonly kind: 'found';
      readonly product: Product;
      readonly cards: readonly Card[];
      /** Cards left after these, when few enough to have been seen; otherwise absent. */
      readonly remaining: number | undefined;
    };

/** How many more cards than needed are looked at under contention: the wider, the rarer two buyers collide. */
const CONTENDED_EXTRA = 32;
/** How many are looked at in any case: enough to see that a product runs low. */
export const CALM_EXTRA = 16;
/** Overdue orders ended in one go when a product runs short. */
const RECLAIM_LIMIT = 20;

/**
 * Finds cards to sell. Expired reservations count as stock: when the shelf is short they are ended first, so that
 * stock is right even if no sweeper ever runs.
 */
export const findCards = async (deps: FindCardsDeps, wanted: CardsWanted): Promise<CardsFound> => {
  const first = await look(deps, wanted);
  if (first.kind !== 'short' || first.product.cardKind !== 'unique') return first;
  const overdue = await deps.orders.expiredHolds(
    wanted.tenant,
    wanted.productId,
    deps.runtime.now(),
    RECLAIM_LIMIT,
  );
  if (overdue.length === 0) return first;
  await Promise.all(overdue.map(wanted.expireOrder));
  return look(deps, wanted);
};

const look = async (
  { shelves, runtime }: FindCardsDeps,
  wanted: CardsWanted,
): Promise<CardsFound> => {
  const { tenant, productId, quantity, contended } = wanted;
  const claim = contended && wanted.claims ? quantity : undefined;
  const extra = contended && claim === undefined ? CONTENDED_EXTRA : CALM_EXTRA;
  const window = quantity + extra;
  const shelf = await shelves.readShelf(tenant, productId, { lane: 0, window, claim });
  if (!shelf) return { kind: 'no_product' };
  const { product } = shelf;
  if (product.cardKind === 'manual')
    return { kind: 'found', product, cards: [], remaining: undefined };
  const setAside = wanted.aheadOfWaiting ? 0 : product.waitingUnits;
  if (setAside > 0 && product.cardKind === 'unique')
    return behindWaiting(shelves, wanted, product, setAside);
  if (shelf.claimed) {
    const seenAll = product.stockLanes === 1 && shelf.cards.length < window;
    const remaining = seenAll ? shelf.cards.length - quantity : undefined;
    return { kind: 'found', product, cards: shelf.claimed, remaining };
  }
  const cards = await moreLanes(shelves, wanted, product, [...shelf.cards], {
    window,
    random: runtime.random,
  });
  if (product.cardKind === 'loop') return loopCards(product, cards, quantity);
  if (cards.length < quantity) return { kind: 'short', product, available: cards.length };
  return {
    kind: 'found',
    product,
    cards: pickCards({ cards, quantity, contended, random: runtime.random }),
    // Fewer than were looked for in every lane: these are all there are.
    remaining: cards.length < quantity + CALM_EXTRA ? cards.length - quantity : undefined,
  };
};

/** Most cards that are set aside one by one; a product that more paid units wait for is simply short. */
const MAX_SET_ASIDE = 1_000;

/**
 * Paid orders wait for cards: what has arrived for them is theirs, in the order of payment, and a new buyer gets what is
 * left. The first cards in line are set aside.
 */
const behindWaiting = async (
  shelves: ShelfReader,
  { tenant, productId, quantity }: CardsWanted,
  product: Product,
  setAside: number,
): Promise<CardsFound> => {
  const window = setAside + quantity + CALM_EXTRA;
  const cards: Card[] = [];
  for (let lane = 0; lane < product.stockLanes && setAside <= MAX_SET_ASIDE; lane += 1) {
    if (cards.length >= window) break;
    cards.push(...((await shelves.readShelf(tenant, productId, { lane, window }))?.cards ?? []));
  }
  const left = cards.slice(setAside);
  if (left.length < quantity) return { kind: 'short', product, available: left.length };
  return {
    kind: 'found',
    product,
    cards: left.slice(0, quantity),
    remaining: cards.length < window ? left.length - quantity : undefined,
  };
};

/**
 * A product with several lanes is looked at from a random one under contention, and through all of them before it
 * counts as short.
 */
const moreLanes = async (
  shelves: ShelfReader,
  { tenant, productId, contended, quantity }: CardsWanted,
  product: Product,
  cards: Card[],
  { window, random }: { window: number; random: () => number },
): Promise<Card[]> => {
  const lanes = product.stockLanes;
  if (lanes === 1) return cards;
  const start = contended ? Math.floor(random() * lanes) : 0;
  const read = async (lane: number) =>
    lane === 0
      ? cards
      : ((await shelves.readShelf(tenant, productId, { lane, window }))?.cards ?? []);
  const found: Card[] = [];
  for (
    let step = 0;
    step < lanes && found.length < Math.min(window, quantity + CALM_EXTRA);
    step += 1
  ) {
    found.push(...(await read((start + step) % lanes)));
  }
  return found;
};

/** Reusable cards are handed out in turn; one card serves any quantity. */
const loopCards = (product: Product, cards: readonly Card[], quantity: number): CardsFound => {
  if (cards.length === 0) return { kind: 'short', product, available: 0 };
  const chosen = Array.from({ length: quantity }, (_, index) => cards[index % cards.length]).filter(
    (card) => card !== undefined,
  );
  return { kind: 'found', product, cards: chosen, remaining: undefined };
};
