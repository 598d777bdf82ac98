import type { PaymentMethod } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { BuyerHabit } from '../../domain/orders/buyer-habit.ts';

export interface BuyerHabitReader {
  /** What is known of a buyer; `undefined` for one who never paid. */
  readHabit(tenant: Tenant, key: string): Promise<Omit<BuyerHabit, 'key'> | undefined>;
}

export interface BuyerHabitWriter {
  /** A buyer paid an order with a method, through a channel. */
  notePaid(
    tenant: Tenant,
    paid: {
      readonly key: string;
      readonly channelId: string;
      readonly method: PaymentMethod;
      readonly at: Date;
    },
  ): Promise<void>;
}
