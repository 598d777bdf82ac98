import fc from 'fast-check';
import { attemptIdOf } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import type { OrderEvent } from '#shared/domain/orders/order-event.ts';
import {
  DEFAULT_PAYMENT_POLICIES,
  holdOrRefundSchema,
  type PaymentPolicies,
} from '#shared/domain/policies/payment-policies.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { anAttempt, later } from '#test/support/builders.ts';
import { cny, paid, refundReported, refundRequested, type Sale } from './a-sale.ts';

const holdOrRefund = fc.constantFrom(...holdOrRefundSchema.options);

/** A shop's policies: nothing is excluded, and what is rare in life is not rare here. */
export const somePolicies: fc.Arbitrary<PaymentPolicies> = fc.record({
  late: fc.record({ deliverWithinHours: fc.constantFrom(0, 72), afterwards: holdOrRefund }),
  afterCancellation: holdOrRefund,
  duplicate: holdOrRefund,
  underpaid: fc.record({
    toleranceBasisPoints: fc.constantFrom(0, 1_000),
    beyond: holdOrRefund,
  }),
  overpaid: fc.record({
    toleranceBasisPoints: fc.constantFrom(0, 1_000),
    beyond: fc.constantFrom('hold', 'deliver_and_credit', 'deliver_and_refund'),
  }),
  outOfStock: fc.record({ waitHours: fc.constantFrom(0, 24), afterwards: holdOrRefund }),
  automaticRefundLimits: fc
    .constantFrom(0, 1_500, 50_000)
    .map((CNY) => ({ ...DEFAULT_PAYMENT_POLICIES.automaticRefundLimits, CNY })),
  refundedCards: fc.constantFrom('keep', 'revoke'),
  stockShare: fc.constant(DEFAULT_PAYMENT_POLICIES.stockShare),
});

export const someProduct: fc.Arbitrary<Partial<Product>> = fc.constantFrom<Partial<Product>>(
  { cardKind: 'unique' },
  { cardKind: 'loop' },
  { cardKind: 'manual' },
  {
    cardKind: 'manual',
    deliveryHook: {
      url: 'https://shop.example/deliver',
      secret: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
    },
  },
);

/** What a step is about: one of the sale's attempts or refunds. */
type Told = (sale: Sale, number: number) => OrderEvent | undefined;

const byHand = { actor: 'Li', reason: 'looked at it' };

const contactOf = (number: number) => ({
  contact: `buyer-${number}@example.com`,
  buyer: { key: `key ${number}`, paidOrders: 0 },
});

/** Everything that can happen to a sale, by name. A step that there is nothing to tell of is left out. */
const STEPS = {
  starts_to_pay: ({ order }) => ({
    kind: 'attempt_started',
    attempt: anAttempt(order, { id: attemptIdOf(order.id, order.attemptCount + 1) }),
  }),
  starts_with_contact: ({ order }, number) => ({
    kind: 'attempt_started',
    attempt: anAttempt(order, { id: attemptIdOf(order.id, order.attemptCount + 1) }),
    contact: contactOf(number),
  }),
  gives_contact: (_sale, number) => ({ kind: 'contact_given', contact: contactOf(number) }),
  paid: (sale, number) => paid(sale.attempt(number)),
  underpaid: (sale, number) => paid(sale.attempt(number), { amount: cny(9_000) }),
  nearly_paid: (sale, number) => paid(sale.attempt(number), { amount: cny(9_999) }),
  overpaid: (sale, number) => paid(sale.attempt(number), { amount: cny(11_500) }),
  paid_in_dollars: (sale, number) => paid(sale.attempt(number), { amount: money('USD', 10_000) }),
  paid_who_knows_what: (sale, number) => paid(sale.attempt(number), { amount: undefined }),
  transfer: (sale, number) => transferred(sale, number, 4_000),
  other_transfer: (sale, number) => transferred(sale, number, 6_000),
  large_transfer: (sale, number) => transferred(sale, number, 10_900),
  announced: (sale, number) => paid(sale.attempt(number), { confirm: true }),
  never_confirmed: (sale, number) => ({
    kind: 'confirmation_missing',
    attemptId: sale.attempt(number).id,
  }),
  pending: (sale, number) => paid(sale.attempt(number), { status: 'pending' }),
  failed: (sale, number) => paid(sale.attempt(number), { status: 'failed' }),
  closed: (sale, number) => paid(sale.attempt(number), { status: 'closed', source: 'close' }),
  expires: () => ({ kind: 'expire' }),
  cancelled: () => ({ kind: 'cancel', actor: 'key', reason: undefined }),
  stock_looked_at: () => ({ kind: 'stock_looked_at' }),
  completed: ({ order }) => ({
    kind: 'complete_by_hand',
    hasContent: order.product.cardKind === 'manual',
    ...byHand,
  }),
  hook_delivers: () => ({ kind: 'hook_delivered' }),
  hook_fails: () => ({ kind: 'hook_failed', detail: 'it answered 500' }),
  question_answered: () => ({ kind: 'review_resolved', outcome: 'keep', ...byHand }),
  ended_by_hand: () => ({ kind: 'review_resolved', outcome: 'cancel', ...byHand }),
  all_wanted_back: () => refundRequested(),
  some_wanted_back: (_sale, number) => refundRequested({ amountMinor: 300n * BigInt(number) }),
  wanted_back_once: () => refundRequested({ amountMinor: 100n, requestKey: 'key' }),
  one_payment_wanted_back: (sale, number) =>
    refundRequested({ attemptId: sale.attempt(number).id, cards: 'keep' }),
  refund_succeeds: (sale, number) => refundTold(sale, number, 'succeeded'),
  refund_fails: (sale, number) => refundTold(sale, number, 'failed'),
  refund_unknown: (sale, number) => refundTold(sale, number, 'unknown'),
  refund_told_of: (sale, number) => refundNotified(sale, number, {}),
  refund_told_failed: (sale, number) => refundNotified(sale, number, { status: 'failed' }),
  refund_of_other_amount: (sale, number) => refundNotified(sale, number, { amount: cny(1) }),
  paid_back_elsewhere: (sale, number) => elsewhere(sale, number),
  paid_back_elsewhere_unproven: (sale, number) => ({
    ...elsewhere(sale, number),
    isProven: false,
  }),
  disputed: (sale, number) => disputed(sale, number, 'open'),
  dispute_won: (sale, number) => disputed(sale, number, 'won'),
  dispute_lost: (sale, number) => disputed(sale, number, 'lost'),
  two_hours_pass: (sale) => pass(sale, 2),
  four_days_pass: (sale) => pass(sale, 96),
} as const satisfies Record<string, Told>;

const transferred = (sale: Sale, number: number, minor: number): OrderEvent =>
  paid(sale.attempt(number), { transferId: `T${minor}`, amount: cny(minor) });

const refundTold = (
  { refunds }: Sale,
  number: number,
  outcome: 'succeeded' | 'failed' | 'unknown',
): OrderEvent | undefined => {
  const refund = refunds.at(-number);
  return refund && refundReported(refund, outcome);
};

type RefundNotified = Extract<OrderEvent, { kind: 'refund_notified' }>;

const elsewhere = (sale: Sale, number: number): RefundNotified => ({
  kind: 'refund_notified',
  reporter: { channelId: sale.attempt(number).channelId },
  refundId: undefined,
  attemptId: sale.attempt(number).id,
  status: 'succeeded',
  amount: cny(4_000 * number),
  providerReference: `C${number}`,
  providerStatus: 'REFUND',
  isProven: true,
});

const refundNotified = (
  sale: Sale,
  number: number,
  changes: Partial<RefundNotified>,
): OrderEvent | undefined => {
  const refund = sale.refunds.at(-number);
  return (
    refund && {
      ...elsewhere(sale, number),
      attemptId: undefined,
      refundId: refund.id,
      amount: refund.amount,
      providerReference: undefined,
      ...changes,
    }
  );
};

const disputed = (sale: Sale, number: number, status: 'open' | 'won' | 'lost'): OrderEvent => ({
  kind: 'disputed',
  reporter: { channelId: sale.attempt(number).channelId },
  attemptId: sale.attempt(number).id,
  reference: `D${number}`,
  status,
  providerStatus: status,
  amount: undefined,
  cause: undefined,
  answerBy: undefined,
  isProven: true,
});

const pass = (sale: Sale, hours: number): undefined => {
  sale.now = later(hours * 3_600, sale.now);
};

export type StepName = keyof typeof STEPS;

/** Of these, a second one is another one and not the same again. */
export const COUNTS_EVERY_TIME: ReadonlySet<StepName> = new Set(['hook_fails', 'some_wanted_back']);

export interface Step {
  readonly happens: StepName;
  readonly number: number;
  readonly stock: Sale['stock'];
}

/** What moves a sale on: told more often than the rest, so that long stories come about. */
const PLOT: readonly StepName[] = [
  'paid',
  'overpaid',
  'transfer',
  'other_transfer',
  'some_wanted_back',
  'all_wanted_back',
  'refund_succeeds',
  'refund_fails',
  'completed',
  'question_answered',
];

const happening = fc.oneof(
  fc.constantFrom(...PLOT),
  fc.constantFrom(...(Object.keys(STEPS) as StepName[])),
);

const step = (happens: fc.Arbitrary<StepName>): fc.Arbitrary<Step> =>
  fc.record({
    happens,
    number: fc.integer({ min: 1, max: 3 }),
    stock: fc.constantFrom<Sale['stock']>('available', 'short'),
  });

/** How a sale may begin: what would hardly ever come about by chance. */
const beginning = fc
  .constantFrom<StepName[]>([], [], ['two_hours_pass', 'expires', 'paid'], ['cancelled', 'paid'])
  .chain((names) => fc.tuple(...names.map((name) => step(fc.constant(name)))));

export const someSteps: fc.Arbitrary<Step[]> = fc
  .tuple(beginning, fc.array(step(happening), { maxLength: 20 }))
  .map((parts) => parts.flat());

/** The event of a step; steps that only let time pass do so and have none. */
export const eventOf = (sale: Sale, { happens, number }: Step): OrderEvent | undefined =>
  (STEPS[happens] as Told)(sale, number);
