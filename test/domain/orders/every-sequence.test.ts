import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attemptSchema, isAttemptOpen } from '#shared/domain/orders/attempt.ts';
import type { OrderChanged } from '#shared/domain/orders/decision.ts';
import { orderSchema, orderStateSchema } from '#shared/domain/orders/order.ts';
import { isRefundOpen, refundSchema } from '#shared/domain/refunds/refund.ts';
import { paidBy, refundedOf } from '#shared/domain/refunds/refund-amounts.ts';
import { aSale, type Sale } from './a-sale.ts';
import { COUNTS_EVERY_TIME, eventOf, somePolicies, someProduct, someSteps } from './sale-steps.ts';

/** A sale before a change, as far as the change is measured by it. */
type Before = Pick<Sale, 'order' | 'attempts' | 'refunds'>;

const byId = <Item extends { readonly id: string }>(items: readonly Item[], wanted: string) =>
  items.find(({ id }) => id === wanted);

/** Every line has the next number, and so has every attempt and refund that changed. */
const numbersHaveNoGap = (before: Before, change: OrderChanged): void => {
  const { order } = change;
  const added = order.timeline.filter(({ sequence }) => sequence > before.order.version);
  const numbers = added.map(({ sequence }) => sequence);
  expect(numbers).toEqual(numbers.map((_, index) => before.order.version + 1 + index));
  expect(numbers.at(-1)).toBe(order.version);
  for (const { sequence } of change.announce) expect(numbers).toContain(sequence);
  for (const { id, version } of change.attempts)
    expect(version).toBe((byId(before.attempts, id)?.version ?? 0) + 1);
  for (const { id, version } of change.refunds)
    expect(version).toBe((byId(before.refunds, id)?.version ?? 0) + 1);
};

/** Stored and read again, it is the same. */
const isStorable = ({ order, attempts, refunds }: Sale): void => {
  expect(orderSchema.parse(order)).toEqual(order);
  for (const attempt of attempts) expect(attemptSchema.parse(attempt)).toEqual(attempt);
  for (const refund of refunds) expect(refundSchema.parse(refund)).toEqual(refund);
};

/** Money goes back from payments that came, and never more than came. */
const neverPaysBackTooMuch = ({ attempts, refunds }: Sale): void => {
  for (const attempt of attempts) {
    const promised = refunds
      .filter(({ attemptId, state }) => attemptId === attempt.id && state !== 'failed')
      .reduce((sum, { amount }) => sum + amount.minor, 0n);
    expect(promised).toBeLessThanOrEqual(paidBy(attempt)?.minor ?? 0n);
  }
};

/** A payment that came bought something, goes back, or a person was asked about it. */
const losesNoPayment = ({ order, attempts, refunds }: Sale): void => {
  for (const { id, state } of attempts) {
    if (state !== 'succeeded' || id === order.paidAttemptId) continue;
    const asked = order.timeline.some(
      ({ attemptId, what }) =>
        attemptId === id && /amount|currency|payment|cancel|paid|refunded|disputed/.test(what),
    );
    expect(asked || refunds.some(({ attemptId }) => attemptId === id)).toBe(true);
  }
};

/** What the state says about the money of the sale is true. */
const stateIsTrue = ({ order, attempts, refunds }: Sale): void => {
  const paid = attempts.find(({ id }) => id === order.paidAttemptId);
  const elsewhere = paid ? refundedOf(paid, []) : 0n;
  const back = paid ? refundedOf(paid, refunds) - elsewhere : 0n;
  const whole = (paid && paidBy(paid)?.minor) ?? 0n;
  const open = refunds.some(
    (refund) => refund.attemptId === order.paidAttemptId && isRefundOpen(refund),
  );
  // What comes for a sale that went back is decided by itself, and the sale stays over.
  const atLeast = paid?.transfers ? 1n : whole;
  if (order.state === 'refunded') expect(back + elsewhere).toBeGreaterThanOrEqual(atLeast);
  if (order.state === 'partially_refunded') expect(back < whole && back > 0n).toBe(true);
  if (order.state === 'refunding') expect(open).toBe(true);
  if (order.state === 'delivered') {
    expect(order.deliveredAt).toBeDefined();
    if (paid) expect(back).toBeLessThan(whole);
  }
  expect(order.stockDeadline !== undefined).toBe(order.state === 'awaiting_stock');
  if (order.hook) expect(order.state).toBe('paid');
};

/** What has to be done next is about what is there: refunds that begin, attempts that can still be paid. */
const followUpsFit = (sale: Sale, { refunds, followUps }: OrderChanged): void => {
  const begun = refunds.filter(({ version }) => version === 1).map(({ id }) => id);
  const sent = followUps.flatMap((one) => (one.kind === 'submit_refund' ? [one.refundId] : []));
  expect(sent).toEqual(begun);
  for (const one of followUps) {
    if (one.kind === 'close_attempt')
      expect(isAttemptOpen(byId(sale.attempts, one.attemptId) ?? { state: 'failed' })).toBe(true);
    if (one.kind === 'call_hook') expect(sale.order.hook).toBeDefined();
  }
};

const HOLDS_CARDS: readonly string[] = ['held', 'sold', 'revoked'];

it('every sequence of events reaches every state, moves only along the transition table, without a gap, delivers once, never pays back too much, and loses neither card nor payment', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(someSteps, someProduct, somePolicies, (steps, product, policies) => {
      const sale = aSale(product);
      sale.policies = policies;
      const manual = product.cardKind === 'manual';
      let cards = manual ? 0 : 1;
      let deliveries = 0;
      for (const step of steps) {
        sale.stock = step.stock;
        const event = eventOf(sale, step);
        if (!event) continue;
        const before = { ...sale };
        const told = sale.tell(event);
        if (told.kind !== 'change') continue;

        reached.add(sale.order.state);
        numbersHaveNoGap(before, told);
        isStorable(sale);
        neverPaysBackTooMuch(sale);
        losesNoPayment(sale);
        stateIsTrue(sale);
        followUpsFit(sale, told);

        if (told.cards === 'take') cards += 1;
        if (told.cards === 'give_back') cards -= 1;
        if (manual) expect([cards, sale.order.reservation === 'held']).toEqual([0, false]);
        else expect(cards).toBe(HOLDS_CARDS.includes(sale.order.reservation) ? 1 : 0);
        if (before.order.deliveredAt !== undefined) expect(told.cards).toBe('keep');

        deliveries += told.announce.filter(({ type }) => type === 'order.delivered').length;
        expect(deliveries).toBe(sale.order.deliveredAt === undefined ? 0 : 1);

        if (!COUNTS_EVERY_TIME.has(step.happens)) expect(sale.tell(event).kind).not.toBe('change');
      }
    }),
    { numRuns: 2_500 },
  );
  expect([...reached].sort()).toEqual([...orderStateSchema.options].sort());
});
