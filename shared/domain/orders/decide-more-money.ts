import { MAX_REFUNDS_PER_ORDER } from '../identity/ids.ts';
import { type Money, money, shownAmount } from '../money/money.ts';
import { mayRefundAlone } from '../policies/payment-policies.ts';
import type { Attempt } from './attempt.ts';
import type { DecideInput } from './decide-input.ts';
import type { Transfer } from './decide-transfer.ts';
import { changed, type OrderDecision } from './decision.ts';
import { compared, surplusOf } from './judge-arrival.ts';
import type { Order } from './order.ts';
import { raiseQuestion } from './raise-question.ts';
import { spendSurplus } from './spend-surplus.ts';
import { startRefund } from './start-refund.ts';
import { Story } from './story.ts';
import { transferred } from './transfers.ts';

type Policies = Exclude<DecideInput['policies'], 'unasked'>;

/**
 * A further transfer for an attempt that was decided: it is never "applied before". What the sale that it paid for does
 * not need is a surplus; a sale that is over, or that somebody else paid for, needs nothing.
 *
 * @param attempt with the transfer among its own
 */
export const decideMoreMoney = (
  input: DecideInput,
  attempt: Attempt,
  transfer: Transfer,
): OrderDecision => {
  const { order, now, policies } = input;
  const sum = transferred(attempt);
  const counted = attempt.paidAmount ?? attempt.amount;
  const story = new Story(order, now);
  const next: Attempt = {
    ...attempt,
    version: attempt.version + 1,
    updatedAt: now.toISOString(),
  };
  if (transfer.amount.currency !== sum.currency || counted.currency !== sum.currency)
    return ask(story, next, 'currency_mismatch', `${shownAmount(transfer.amount)} came as well`);
  // What was promised back before anybody knew how much had come is not to be more than that.
  const isPromised = input.refunds.some(
    ({ attemptId, state }) => attemptId === attempt.id && state !== 'failed',
  );
  if (attempt.paidAmount === undefined && !isPromised)
    return ask(
      story,
      { ...next, paidAmount: sum },
      'amount_mismatch',
      `${compared(attempt.amount, sum)}: the provider had not said how much`,
    );
  if (sum.minor <= counted.minor)
    return note(story, next, transfer, 'it was counted before, in what the provider told in all');
  const total: Attempt = { ...next, paidAmount: sum };
  if (isForAPersonToDecide(order, attempt))
    return ask(
      story,
      total,
      order.review?.reason ?? 'underpaid',
      `${compared(attempt.amount, sum)}: ${shownAmount(transfer.amount)} came as well`,
    );
  if (policies === 'unasked') return { kind: 'needs_policies' };
  return stands(order, attempt)
    ? surplus(input, story, total, transfer, policies)
    : notNeeded(story, total, money(sum.currency, sum.minor - counted.minor), policies, now);
};

const isForAPersonToDecide = (order: Order, { id }: Attempt): boolean =>
  order.paidAttemptId === id && order.state === 'needs_review' && order.deliveredAt === undefined;

const OVER: readonly Order['state'][] = ['refunding', 'refunded', 'cancelled'];

/** The sale is this attempt's, and goes on or was made. */
const stands = ({ paidAttemptId, state }: Order, { id }: Attempt): boolean =>
  paidAttemptId === id && !OVER.includes(state);

const note = (story: Story, attempt: Attempt, transfer: Transfer, detail: string) =>
  changed(
    story.note({
      what: 'transfer_arrived',
      actor: transfer.source,
      attemptId: attempt.id,
      detail: `${shownAmount(transfer.amount)}; ${detail}`,
    }),
    { attempts: [attempt], detail },
  );

const ask = (
  story: Story,
  attempt: Attempt,
  reason: NonNullable<Order['review']>['reason'],
  detail: string,
) => {
  raiseQuestion(story, attempt, { reason, detail });
  return changed(story, { attempts: [attempt], effect: 'needs_review', detail });
};

/** All that was paid beyond the price, less what of it was spent before. */
const surplus = (
  { order, refunds, now }: DecideInput,
  story: Story,
  attempt: Attempt,
  transfer: Transfer,
  policies: Policies,
): OrderDecision => {
  const paid = transferred(attempt);
  const given = refunds
    .filter(
      ({ attemptId, cause, state }) =>
        attemptId === attempt.id && cause === 'overpaid' && state !== 'failed',
    )
    .reduce((sum, { amount }) => sum + amount.minor, order.credit?.minor ?? 0n);
  const due = money(paid.currency, surplusOf(policies, attempt.amount, paid).minor - given);
  if (due.minor <= 0n) return note(story, attempt, transfer, 'it is taken for the price');
  const detail = compared(attempt.amount, paid);
  const { beyond } = policies.overpaid;
  if (beyond === 'hold') return ask(story, attempt, 'overpaid', detail);
  const goesBack =
    beyond === 'deliver_and_refund' && mayRefundAlone(policies, due) && hasRoom(order);
  const spent = spendSurplus(
    story,
    attempt,
    { amount: due, goes: goesBack ? 'back' : 'to_credit' },
    now,
  );
  return changed(story, { ...spent, attempts: [attempt], detail });
};

const notNeeded = (
  story: Story,
  attempt: Attempt,
  amount: Money,
  policies: Policies,
  now: Date,
): OrderDecision => {
  const detail = `${shownAmount(amount)} came for attempt ${attempt.id} as well`;
  const isHeld =
    policies.duplicate === 'hold' || !mayRefundAlone(policies, amount) || !hasRoom(story.order);
  if (isHeld) return ask(story, attempt, 'duplicate_payment', detail);
  const started = startRefund(
    story,
    {
      attempt,
      amount,
      cause: 'duplicate_payment',
      reason: detail,
      actor: 'system',
      cards: 'keep',
      touchesSale: false,
      whole: false,
    },
    now,
  );
  return changed(story, { ...started, attempts: [attempt], detail: `${detail}; it is paid back` });
};

const hasRoom = ({ refundCount }: Order): boolean => refundCount < MAX_REFUNDS_PER_ORDER;
