import { z } from 'zod';
import { channelIdSchema } from '../identity/ids.ts';
import { tenantSchema } from '../identity/tenant.ts';
import { currencySchema, moneySchema } from '../money/money.ts';
import { sealedSchema } from '../stock/sealed.ts';
import { ASSUMED_FIGURES } from './assumed-figures.ts';
import type { Name } from './channel-names.ts';

/** How a buyer pays, whichever provider carries it. */
export const paymentMethodSchema = z.enum([
  'alipay',
  'wechat_pay',
  'qq_wallet',
  'unionpay',
  'bank_gateway',
  'card',
  'apple_pay',
  'google_pay',
  'paypal',
  'grabpay',
  'usdt_trc20',
  'usdt_erc20',
  'usdt_bep20',
  'carrier_billing',
]);
export type PaymentMethod = z.infer<typeof paymentMethodSchema>;

/** What a buyer holds in their hands, as far as it decides which next action works. `app`: the shop's own app. */
export const deviceSchema = z.enum(['desktop', 'mobile', 'wechat', 'alipay', 'app']);
export type Device = z.infer<typeof deviceSchema>;

/** Code of a provider's that a front end runs with the parameters of `client_params`. */
export const clientSdkSchema = z.enum(['wechat_jsapi', 'alipay_app', 'stripe']);
export type ClientSdk = z.infer<typeof clientSdkSchema>;

/**
 * What a provider's adapter can do, as data: read by routing, the console and the generated channel table.
 */
export interface ChannelCapabilities {
  readonly methods: readonly PaymentMethod[];
  readonly currencies: readonly (typeof currencySchema.options)[number][];
  readonly devices: readonly z.infer<typeof deviceSchema>[];
  /** Names of ways to reach the provider, e.g. `page` and `api` for epay. */
  readonly accessModes: readonly string[];
  /** Smallest and largest payment that the protocol itself can carry, in minor units of each currency. */
  readonly amountMinor: { readonly min: bigint; readonly max: bigint };
  /** It moves no money, and works for orders in test mode alone. */
  readonly testModeOnly?: boolean;
  readonly query: boolean;
  /** Its notifications prove nothing by themselves: every one is confirmed by a query before anything is delivered. */
  readonly confirmByQuery?: boolean;
  /**
   * Whether `create` may be sent again under the same number, with the same parameters, as the same payment: the provider
   * then has one payment under it, however often it was asked. Absent: `none`.
   */
  readonly resubmission?: 'same_number' | 'none';
  readonly close: boolean;
  readonly refund: 'full_and_partial' | 'full' | 'none';
  readonly statement: boolean;
  /** The phone number that is charged must be known before a payment can be made. */
  readonly needsPhone?: boolean;
  /**
   * Devices on which `create` leads to `client_params`, and whose code the front end runs with them. Absent, or a device that
   * is not named: any page can show what it leads to.
   */
  readonly clientSdks?: Readonly<Partial<Record<Device, ClientSdk>>>;
  /** Banks that a buyer can be taken to directly. */
  readonly banks?: readonly { readonly code: string; readonly name: Name }[];
  /** How often the provider repeats an unanswered notification, in words for the docs. */
  readonly notificationRetries: string;
}

export const channelStatusSchema = z.enum(['enabled', 'draining', 'frozen']);
export type ChannelStatus = z.infer<typeof channelStatusSchema>;

/** Announced maintenance: [startsAt, endsAt). */
export const maintenanceWindowSchema = z.object({
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
});

/** How risky a payment looks, as judged before it is routed. */
export const riskLevelSchema = z.enum(['low', 'medium', 'high']);
export type RiskLevel = z.infer<typeof riskLevelSchema>;

/** Costs that no fee table shows. Basis points of the amount; amounts in the account's minor units. */
export const channelCostsSchema = z.object({
  /** Price of moving the money to the bank: a rate, and a fixed fee spread over a typical transfer. */
  withdrawal: z
    .object({ rateBasisPoints: z.int(), fixedMinor: z.int(), typicalMinor: z.int().min(1) })
    .optional(),
  /** Days until the money is there (T+n), and the balance below which nothing is paid out. */
  settlement: z.object({ days: z.int(), minimumMinor: z.int().optional() }).optional(),
  /** Exchange spreads, service charges and the like. */
  hiddenBasisPoints: z.int().optional(),
  /** Expected loss by disputes and clawbacks, for a payment of low risk. */
  riskBasisPoints: z.int().optional(),
  /** Price of every try, paid or not: an SMS, a gateway's call fee. */
  attemptMinor: z.int().optional(),
});
export type ChannelCosts = z.infer<typeof channelCostsSchema>;

/** An account that a channel had before: its provider goes on reporting old payments, and they can be paid back. */
export const retiredAccountSchema = z.object({
  version: z.int(),
  /** Its name for people. */
  account: z.string(),
  config: z.record(z.string(), z.unknown()),
  /** Absent: dropped. */
  credentials: sealedSchema.optional(),
  credentialNames: z.array(z.string()),
  retiredAt: z.iso.datetime(),
});
export type RetiredAccount = z.infer<typeof retiredAccountSchema>;

/**
 * A shop's own account at a provider.
 * `enabled` takes payments; `draining` takes no new ones; `frozen` likewise and is skipped by probes. Callbacks and queries of
 * old payments work in every status.
 */
export const channelSchema = z.object({
  id: channelIdSchema,
  tenant: tenantSchema,
  provider: z.string(),
  label: z.string(),
  status: channelStatusSchema,
  role: z.enum(['main', 'backup']),
  /** Lower comes first. */
  priority: z.int(),
  /** Share of traffic among channels of the same role and priority; 0 means last. */
  weight: z.int(),
  methods: z.array(paymentMethodSchema),
  currency: currencySchema,
  minAmount: moneySchema.optional(),
  maxAmount: moneySchema.optional(),
  /** Most money the account may take a day (in `dayZone`); reserved with every attempt, released when it fails. */
  dailyCap: moneySchema.optional(),
  dayZone: z.string(),
  /** Notified payments of this amount or more are confirmed by a query first; 0: all of them; absent: none. */
  confirmFrom: moneySchema.optional(),
  fee: z.object({ rateBasisPoints: z.int(), fixedMinor: z.int() }),
  /** What the account costs beside its fee, and when its money arrives. */
  costs: channelCostsSchema.optional(),
  /** Figures that are the provider's usual terms, until the merchant enters those of their contract. */
  assumed: z.array(z.enum(ASSUMED_FIGURES)).optional(),
  /** The merchant's own words for it, e.g. `bank` or `strict`: routing rules speak of them. */
  tags: z.array(z.string()).optional(),
  /** Most that one payment from a bank may be. */
  issuerLimits: z.array(z.object({ issuer: z.string(), maxAmount: moneySchema })).optional(),
  /** Payments of a higher risk are not sent through it. Absent: it takes all. */
  maxRisk: riskLevelSchema.optional(),
  /** Payments a second that the contract allows; counted with every attempt. */
  maxPerSecond: z.int().min(1).optional(),
  /** Accounts that share an upstream fail together: fail-over skips them all. */
  upstream: z.string(),
  maintenance: z.array(maintenanceWindowSchema),
  /** Provider-specific settings that are no secret, checked by the provider's own schema. */
  config: z.record(z.string(), z.unknown()),
  /** Provider-specific secrets, sealed JSON. */
  credentials: sealedSchema,
  /** Which secrets are set, so that people can be told without opening them. */
  credentialNames: z.array(z.string()),
  /** Counts accounts and their secrets, because payments belong to the one they were made under. Absent: 1. */
  accountVersion: z.int().optional(),
  /** Replaced accounts, newest first. */
  retiredAccounts: z.array(retiredAccountSchema).optional(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Channel = z.infer<typeof channelSchema>;
