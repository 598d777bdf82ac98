import type {
  ChannelStatus,
  ClientSdk,
  Device,
  PaymentMethod,
  RiskLevel,
} from '#shared/domain/channels/channel.ts';
import type { Currency, Money } from '#shared/domain/money/money.ts';

/** A limit that no score can outweigh, and that this payment breaks. */
export type Obstacle =
  | { readonly code: 'provider_unavailable' }
  | { readonly code: 'channel_not_enabled'; readonly status: ChannelStatus }
  | { readonly code: 'already_tried' }
  | { readonly code: 'upstream_failed'; readonly upstream: string }
  | { readonly code: 'method_not_offered'; readonly method: PaymentMethod }
  | { readonly code: 'device_not_supported'; readonly device: Device }
  | { readonly code: 'client_sdk_missing'; readonly sdk: ClientSdk }
  | { readonly code: 'phone_missing' }
  | {
      readonly code: 'currency_not_supported';
      readonly currency: Currency;
      readonly channelCurrency: Currency;
    }
  | { readonly code: 'amount_too_small'; readonly amount: Money; readonly min: Money }
  | { readonly code: 'amount_too_large'; readonly amount: Money; readonly max: Money }
  | { readonly code: 'issuer_limit_exceeded'; readonly issuer: string; readonly max: Money }
  | { readonly code: 'risk_too_high'; readonly risk: RiskLevel; readonly max: RiskLevel }
  | { readonly code: 'restricted'; readonly source: 'product' | 'risk' }
  | { readonly code: 'contract_rate_reached'; readonly perSecond: number }
  | { readonly code: 'daily_cap_exceeded'; readonly amount: Money; readonly cap: Money }
  | { readonly code: 'daily_cap_reached'; readonly left: Money; readonly cap: Money }
  | { readonly code: 'maintenance_now'; readonly endsAt: string }
  | { readonly code: 'maintenance_before_expiry'; readonly startsAt: string };

/** What spoke for the place of an eligible channel. Probabilities and factors in [0, 1]. */
export type Ground =
  | { readonly code: 'main_channel' }
  | { readonly code: 'backup_channel' }
  | { readonly code: 'priority'; readonly priority: number }
  | { readonly code: 'only_of_its_priority' }
  | { readonly code: 'weight_share'; readonly weight: number; readonly totalWeight: number }
  | { readonly code: 'weight_zero' }
  | { readonly code: 'expected_success'; readonly p: number; readonly usual: number }
  | { readonly code: 'expected_profit'; readonly profit: Money; readonly loss: boolean }
  | { readonly code: 'expected_cost'; readonly cost: Money }
  | { readonly code: 'broken'; readonly since: string; readonly triedFrom?: string }
  | { readonly code: 'impaired'; readonly factor: number }
  | { readonly code: 'issuer_impaired'; readonly issuer: string; readonly factor: number }
  | { readonly code: 'near_contract_rate'; readonly perSecond: number; readonly max: number }
  | { readonly code: 'near_daily_cap'; readonly left: Money }
  | { readonly code: 'forced'; readonly reason: string }
  | { readonly code: 'exploration' }
  | { readonly code: 'trial' };

/** One thing that routing found out about a channel, as data; `explain` puts it into words. */
export type Finding = Obstacle | Ground;
