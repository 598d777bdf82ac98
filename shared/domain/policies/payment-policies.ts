import { z } from 'zod';
import { type Currency, currencySchema, type Money } from '../money/money.ts';

/** What to do with money that nothing can be delivered for: keep it and ask a person, or pay it back. */
export const holdOrRefundSchema = z.enum(['hold', 'refund']);
export type HoldOrRefund = z.infer<typeof holdOrRefundSchema>;

/** Which of a buyer's marks count when unpaid orders of one buyer are added up. */
export const buyerMarkSchema = z.enum(['contact', 'ip', 'device']);
export type BuyerMark = z.infer<typeof buyerMarkSchema>;

const hours = z.int().min(0).max(720);
const basisPoints = z.int().min(0).max(1_000);
const minor = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** 500 of a currency with two decimals is about what a clerk may pay back alone; the others are worth about as much. */
const DEFAULT_REFUND_LIMITS: Readonly<Record<Currency, number>> = {
  CNY: 50_000,
  USD: 7_000,
  EUR: 6_500,
  GBP: 5_500,
  HKD: 55_000,
  SGD: 9_500,
  MYR: 33_000,
  THB: 250_000,
  PHP: 400_000,
  JPY: 10_000,
  KRW: 100_000,
  VND: 1_800_000,
  USDT: 70_000_000,
};

const limitsSchema = z.object(
  Object.fromEntries(
    currencySchema.options.map((currency) => [
      currency,
      minor.default(DEFAULT_REFUND_LIMITS[currency]),
    ]),
  ) as Record<Currency, z.ZodDefault<typeof minor>>,
);

/**
 * How a shop wants payments treated that are not plain: late, double, too small, too large, or for something that is
 * sold out. Every part has a default; a shop that never looks at this loses no money. The cases are tabulated in
 * docs/payment-policies.md.
 */
export const paymentPoliciesSchema = z.object({
  /** The order had expired when the money arrived. */
  late: z
    .object({
      /** So long after its expiry an order is still delivered, if cards can be had. */
      deliverWithinHours: hours.default(72),
      afterwards: holdOrRefundSchema.default('refund'),
    })
    .prefault({}),
  /** The order had been cancelled when the money arrived. */
  afterCancellation: holdOrRefundSchema.default('refund'),
  /** A second attempt of one order was paid. */
  duplicate: holdOrRefundSchema.default('refund'),
  underpaid: z
    .object({
      /** So much less than the price is taken for the price. 100 = 1 %. */
      toleranceBasisPoints: basisPoints.default(0),
      beyond: holdOrRefundSchema.default('hold'),
    })
    .prefault({}),
  overpaid: z
    .object({
      toleranceBasisPoints: basisPoints.default(0),
      /** `deliver_and_credit` notes the difference as the buyer's; `deliver_and_refund` pays it back. */
      beyond: z
        .enum(['hold', 'deliver_and_credit', 'deliver_and_refund'])
        .default('deliver_and_credit'),
    })
    .prefault({}),
  /** Paid, and no card is left. */
  outOfStock: z
    .object({
      /** So long the order waits for cards, in the order of payment. */
      waitHours: hours.default(24),
      afterwards: holdOrRefundSchema.default('refund'),
    })
    .prefault({}),
  /** What is larger is not paid back without a person, whatever the policy says. Minor units by currency. */
  automaticRefundLimits: limitsSchema.prefault({}),
  /** What becomes of cards whose whole price was paid back: `revoke` hides them from the buyer. They are never sold again. */
  refundedCards: z.enum(['keep', 'revoke']).default('revoke'),
  /** How much of a product's unsold cards the unpaid orders of one buyer may hold. */
  stockShare: z
    .object({
      percent: z.int().min(1).max(100).default(50),
      countBy: z.array(buyerMarkSchema).default(['contact', 'ip', 'device']),
    })
    .prefault({}),
});
export type PaymentPolicies = z.infer<typeof paymentPoliciesSchema>;

export const DEFAULT_PAYMENT_POLICIES: PaymentPolicies = paymentPoliciesSchema.parse({});

/** Whether an amount may be paid back without a person. */
export const mayRefundAlone = (policies: PaymentPolicies, amount: Money): boolean =>
  amount.minor <= BigInt(policies.automaticRefundLimits[amount.currency]);
