import { money } from '../money/money.ts';
import type { Attempt } from './attempt.ts';
import type { OrderChanged } from './decision.ts';
import type { Surplus } from './judge-arrival.ts';
import { startRefund } from './start-refund.ts';
import type { Story } from './story.ts';

/** What was paid beyond the price is noted as the buyer's, or goes back at once. */
export const spendSurplus = (
  story: Story,
  settled: Attempt,
  surplus: Surplus | undefined,
  now: Date,
): Pick<OrderChanged, 'refunds' | 'followUps'> => {
  if (!surplus) return { refunds: [], followUps: [] };
  if (surplus.goes === 'to_credit') {
    story.note(
      {
        what: 'overpaid',
        actor: 'system',
        attemptId: settled.id,
        detail: 'the difference is noted as the buyer’s credit',
      },
      {
        credit: money(
          surplus.amount.currency,
          surplus.amount.minor + (story.order.credit?.minor ?? 0n),
        ),
      },
    );
    return { refunds: [], followUps: [] };
  }
  return startRefund(
    story,
    {
      attempt: settled,
      amount: surplus.amount,
      cause: 'overpaid',
      reason: 'more was paid than the price',
      actor: 'system',
      cards: 'keep',
      touchesSale: false,
      whole: false,
    },
    now,
  );
};
