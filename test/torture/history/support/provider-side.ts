import type { Channel } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { PaperBooks, PaperPayment } from '../../world/paper-books.ts';
import type { World } from '../../world/world.ts';

export const channelOf = (world: World, channelId: string): Channel => {
  const channel = world.channelList.find(({ id }) => id === channelId);
  if (!channel) throw new Error(`there is no channel ${channelId}`);
  return channel;
};

export const booksOf = (world: World, channelId: string): PaperBooks =>
  world.booksOf(String(channelOf(world, channelId).config.account));

/** The payment in the provider's own books. */
export const paymentOf = (world: World, { id, channelId }: Attempt): PaperPayment | undefined =>
  booksOf(world, channelId).payments.get(providerOrderNumberOf(id));

/** What the provider has paid back of a payment, each time. */
export const refundsOf = (world: World, attempt: Attempt): readonly number[] => [
  ...(paymentOf(world, attempt)?.refunds.values() ?? []),
];
