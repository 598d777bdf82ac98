import type { DecideInput } from './decide-input.ts';
import { changed, type OrderDecision } from './decision.ts';
import { review } from './review.ts';
import { Story } from './story.ts';

/** Seconds to the next call of a delivery hook that did not answer; when they are used up, a person is asked. */
const RETRY_SECONDS = [5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200] as const;

/** The merchant's own system supplied what is to be delivered. */
export const decideHookDelivery = ({ order, now }: DecideInput): OrderDecision => {
  const waits =
    order.state === 'paid' ||
    (order.state === 'needs_review' && order.review?.reason === 'delivery_hook_failed');
  if (!order.product.hasHook || !waits || order.deliveredAt !== undefined)
    return { kind: 'no_change', detail: `the order is ${order.state}` };
  const story = new Story(order, now).move(
    'delivered',
    {
      what: 'delivered',
      actor: 'delivery hook',
      announce: 'order.delivered',
    },
    {
      deliveredAt: now.toISOString(),
      hasManualContent: true,
      hook: undefined,
      review: undefined,
    },
  );
  return changed(story, { detail: 'the delivery hook supplied the content' });
};

/** It did not: it is called again later, or a person takes over. */
export const decideHookFailure = ({ order, now }: DecideInput, detail: string): OrderDecision => {
  if (order.state !== 'paid' || !order.hook)
    return { kind: 'no_change', detail: `the order is ${order.state}` };
  const seconds = RETRY_SECONDS[order.hook.tries];
  const story = new Story(order, now);
  if (seconds === undefined) {
    review(story, now, {
      reason: 'delivery_hook_failed',
      detail: `the delivery hook did not supply the content: ${detail}`,
      actor: 'system',
    });
    return changed(story, { effect: 'needs_review', detail });
  }
  story.note(
    { what: 'delivery_hook_failed', actor: 'system', detail },
    {
      hook: {
        tries: order.hook.tries + 1,
        nextAt: new Date(now.getTime() + seconds * 1000).toISOString(),
      },
    },
  );
  return changed(story, { detail: `the delivery hook is called again in ${seconds} s` });
};
