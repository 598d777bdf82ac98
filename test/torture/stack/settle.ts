import { setTimeout as pause } from 'node:timers/promises';
import { cancelOrder } from '#shared/contract/api/orders.ts';
import { resendEvent } from '#shared/contract/api/webhooks.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { readStoredState } from '../invariants/stored-state.ts';
import { isPaid } from './gateways.ts';
import { redriveAll } from './queues.ts';
import type { Shop } from './shop.ts';
import { readTables } from './tables.ts';
import { type Unfinished, unfinishedIn } from './unfinished.ts';

const BOUND_MILLIS = 360_000;
const LOOKS_EVERY_MILLIS = 2_500;
const TELLS_EVERY_LOOKS = 8;
const MOST_SHOWN = 4;
/** Messages that a killed consumer held come back with a restart; by then nobody thinks any more that it works on them. */
const RESTARTS_AFTER_MILLIS = 40_000;

/**
 * Waits until nothing moves any more, with what operators do meanwhile.
 *
 * @returns what was still to be done when patience ended
 */
export const settle = async (
  shop: Shop,
  progress: (line: string) => void,
): Promise<readonly string[]> => {
  const deadline = Date.now() + BOUND_MILLIS;
  let heldSince: number | undefined;
  for (let looks = 1; ; looks += 1) {
    const unfinished = await unfinishedIn(shop.journey);
    await tidyUp(shop, unfinished);
    const open = unfinished.what.length > 0 ? unfinished.what : await unknownPayments(shop);
    if (open.length === 0) return [];
    if (Date.now() > deadline) return open;
    if (looks % TELLS_EVERY_LOOKS === 0) progress(`waits: ${shown(open)}`);
    heldSince = unfinished.held > 0 ? (heldSince ?? Date.now()) : undefined;
    if (heldSince !== undefined && Date.now() - heldSince > RESTARTS_AFTER_MILLIS) {
      progress(`restarts: ${shown(open)}`);
      await shop.restart();
      heldSince = undefined;
    }
    await pause(LOOKS_EVERY_MILLIS);
  }
};

const shown = (open: readonly string[]): string =>
  `${open.slice(0, MOST_SHOWN).join('; ')}${open.length > MOST_SHOWN ? ` and ${open.length - MOST_SHOWN} more` : ''}`;

const tidyUp = async (
  shop: Shop,
  { deadLetters, longOrders, missed }: Unfinished,
): Promise<void> => {
  if (deadLetters > 0) shop.chronicle.redriven += await redriveAll(shop.journey);
  for (const orderId of longOrders)
    await shop.merchant.call(cancelOrder, {
      params: { orderId },
      body: { reason: 'the shop closes' },
    });
  for (const eventId of missed) {
    shop.chronicle.askedFor += 1;
    await shop.merchant.call(resendEvent, { params: { eventId }, body: {} });
  }
};

/** What gateways were paid and the shop has not heard of. */
const unknownPayments = async (shop: Shop): Promise<string[]> => {
  const itemsOf = await readTables(shop.journey, (tables) => tables.scan());
  const known = new Set(
    readStoredState(itemsOf).orders.flatMap(({ attempts }) =>
      attempts
        .filter(({ state }) => state === 'succeeded')
        .map(({ id }) => providerOrderNumberOf(id)),
    ),
  );
  return (await shop.gateways.books())
    .flatMap(({ orders }) => orders)
    .filter((order) => isPaid(order) && !known.has(order.number))
    .map(({ number }) => `${number} is paid and unknown`);
};
