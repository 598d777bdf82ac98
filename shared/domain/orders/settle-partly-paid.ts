import { decideArrival } from './decide-arrival.ts';
import type { DecideInput } from './decide-input.ts';
import type { OrderChanged, OrderDecision } from './decision.ts';
import { isPartlyPaid, settledPartly } from './transfers.ts';

/**
 * An order that does not wait for money any more waits for the rest of none of its attempts: what came for those that are
 * partly paid is decided with the change that ended the wait.
 */
export const settlePartlyPaid = (input: DecideInput, decision: OrderDecision): OrderDecision => {
  if (decision.kind !== 'change' || decision.order.state === 'awaiting_payment') return decision;
  const after: DecideInput = {
    ...input,
    order: decision.order,
    attempts: replaced(input.attempts, decision.attempts),
    refunds: [
      ...replaced(input.refunds, decision.refunds),
      ...decision.refunds.filter(({ id }) => !input.refunds.some((known) => known.id === id)),
    ],
  };
  const waiting = after.attempts.find(isPartlyPaid);
  if (!waiting) return decision;
  const settled = decideArrival(after, settledPartly(waiting, input.now), 'system');
  return settled.kind === 'change' ? settlePartlyPaid(input, together(decision, settled)) : settled;
};

const replaced = <Item extends { readonly id: string }>(
  items: readonly Item[],
  changes: readonly Item[],
): Item[] => items.map((item) => changes.find(({ id }) => id === item.id) ?? item);

/** Two decisions that follow each other, as one. The second gives back and takes no cards: the first has. */
const together = (first: OrderChanged, second: OrderChanged): OrderChanged => ({
  kind: 'change',
  order: second.order,
  attempts: [...first.attempts, ...second.attempts],
  refunds: [...first.refunds, ...second.refunds],
  cards: first.cards === 'keep' ? second.cards : first.cards,
  releaseCapsOf: [...first.releaseCapsOf, ...second.releaseCapsOf],
  announce: [...first.announce, ...second.announce],
  followUps: [
    ...first.followUps.filter(
      (one) =>
        one.kind !== 'close_attempt' || !second.attempts.some(({ id }) => id === one.attemptId),
    ),
    ...second.followUps.filter(
      (one) =>
        one.kind !== 'close_attempt' ||
        !first.followUps.some(
          (known) => known.kind === 'close_attempt' && known.attemptId === one.attemptId,
        ),
    ),
  ],
  effect: first.effect === 'needs_review' ? first.effect : second.effect,
  detail: `${first.detail}; ${second.detail}`,
});
