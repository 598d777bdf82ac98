import { z } from 'zod';
import { isDayZone } from '../../domain/channels/cap-day.ts';
import { paymentMethodSchema, riskLevelSchema } from '../../domain/channels/channel.ts';
import { apiAmount, apiTime, strict } from './route.ts';

const basisPoints = z.int().min(0).max(10_000);
const minor = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const roleSchema = z.enum(['main', 'backup']);

const windowsInOrder = (windows: readonly { starts_at: string; ends_at: string }[]): boolean =>
  windows.every(({ starts_at, ends_at }) => Date.parse(starts_at) < Date.parse(ends_at));

/** What a merchant sets on a channel, whichever provider it is; creating and changing share it. */
export const channelSettings = {
  label: z.string().trim().min(1).max(100).describe('What your own people call the account.'),
  role: roleSchema.describe('Backup channels come after every main channel.'),
  priority: z.int().min(0).max(10_000).describe('Lower comes first among channels of one role.'),
  weight: z
    .int()
    .min(0)
    .max(10_000)
    .describe('Share of the payments among channels of the same role and priority; 0 comes last.'),
  methods: z
    .array(paymentMethodSchema)
    .min(1)
    .max(paymentMethodSchema.options.length)
    .refine((methods) => new Set(methods).size === methods.length, 'a method is named twice'),
  min_amount: apiAmount.describe('Smallest payment, in minor units.'),
  max_amount: apiAmount.describe('Largest payment, in minor units.'),
  daily_cap: apiAmount.describe('Most money the account may take a day, in minor units.'),
  confirm_from: z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .describe(
      'A notified payment of this amount or more is confirmed by asking the provider before anything is delivered, so that a leaked key alone buys nothing. 0: every payment; absent: none.',
    ),
  day_zone: z
    .string()
    .max(64)
    .refine(isDayZone, 'must be an IANA time zone such as Asia/Shanghai')
    .describe('The time zone in which the daily cap counts its days.'),
  fee: strict({
    rate_basis_points: z.int().min(0).max(10_000).default(0).describe('38 = 0.38 %.'),
    fixed_amount: z.int().min(0).max(1_000_000).default(0).describe('Minor units a payment.'),
  }),
  costs: strict({
    withdrawal: strict({
      rate_basis_points: basisPoints.default(0),
      fixed_amount: minor.default(0),
      typical_amount: minor
        .min(1)
        .describe('A usual transfer, over which the fixed fee is spread.'),
    }).optional(),
    settlement: strict({
      days: z.int().min(0).max(365).describe('Days until the money is there: T+n.'),
      minimum_amount: minor.optional().describe('Nothing is paid out below this balance.'),
    }).optional(),
    hidden_basis_points: basisPoints.optional().describe('Exchange spreads, service charges …'),
    risk_basis_points: basisPoints
      .optional()
      .describe('Expected loss by disputes for a payment of low risk.'),
    attempt_amount: minor.optional().describe('Price of every try, paid or not.'),
  }).describe('Costs that no fee shows. Routing weighs them; nothing is charged by them.'),
  tags: z
    .array(z.string().trim().min(1).max(30))
    .max(20)
    .describe('Your own words for the channel, e.g. bank or strict. Routing rules speak of them.'),
  issuer_limits: z
    .array(strict({ issuer: z.string().trim().min(1).max(40), max_amount: apiAmount }))
    .max(100)
    .describe('Most that one payment from a bank may be.'),
  max_risk: riskLevelSchema.describe('Payments of a higher risk are not sent through it.'),
  max_per_second: z
    .int()
    .min(1)
    .max(1_000)
    .describe('Payments a second that your contract allows. Never exceeded.'),
  upstream: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .describe('Accounts that name the same upstream fail together: fail-over skips them all.'),
  maintenance: z
    .array(strict({ starts_at: apiTime, ends_at: apiTime }))
    .max(50)
    .refine(windowsInOrder, 'a window must end after it starts')
    .describe('Announced maintenance: no payment is sent that could still be open then.'),
};

const fits = (value: unknown): boolean => JSON.stringify(value).length <= 10_000;
const TOO_LARGE = 'must not exceed 10,000 characters';
const settingName = z.string().min(1).max(64);
const secret = z.string().max(8_000);

/** The provider's own settings; its adapter checks them. */
export const channelConfig = z.record(settingName, z.unknown()).refine(fits, TOO_LARGE);

/** The provider's secrets, by the provider's names for them. */
export const channelCredentials = z.record(settingName, secret).refine(fits, TOO_LARGE);

/** Changes of secrets: what is named is replaced, `null` removes. */
export const channelCredentialChanges = z
  .record(settingName, secret.nullable())
  .refine(fits, TOO_LARGE);
