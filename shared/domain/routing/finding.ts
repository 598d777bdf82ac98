import type { ChannelStatus, Device, PaymentMethod } from '../channels/channel.ts';
import type { Currency, Money } from '../money/money.ts';

/** A limit that no score can outweigh, and that this payment breaks. */
export type Obstacle =
  | { readonly code: 'provider_unavailable' }
  | { readonly code: 'channel_not_enabled'; readonly status: ChannelStatus }
  | { readonly code: 'already_tried' }
  | { readonly code: 'upstream_failed'; readonly upstream: string }
  | { readonly code: 'method_not_offered'; readonly method: PaymentMethod }
  | { readonly code: 'device_not_supported'; readonly device: Device }
  | {
      readonly code: 'currency_not_supported';
      readonly currency: Currency;
      readonly channelCurrency: Currency;
    }
  | { readonly code: 'amount_too_small'; readonly amount: Money; readonly min: Money }
  | { readonly code: 'amount_too_large'; readonly amount: Money; readonly max: Money }
  | { readonly code: 'daily_cap_exceeded'; readonly amount: Money; readonly cap: Money }
  | { readonly code: 'daily_cap_reached'; readonly left: Money; readonly cap: Money }
  | { readonly code: 'maintenance_now'; readonly endsAt: string }
  | { readonly code: 'maintenance_before_expiry'; readonly startsAt: string };

/** What spoke for the place of an eligible channel. */
export type Ground =
  | { readonly code: 'main_channel' }
  | { readonly code: 'backup_channel' }
  | { readonly code: 'priority'; readonly priority: number }
  | { readonly code: 'only_of_its_priority' }
  | { readonly code: 'weight_share'; readonly weight: number; readonly totalWeight: number }
  | { readonly code: 'weight_zero' };

/** One thing that routing found out about a channel, as data; `explain` puts it into words. */
export type Finding = Obstacle | Ground;
