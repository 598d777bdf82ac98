import type { Attempt } from './attempt.ts';
import type { OrderDecision } from './decision.ts';
import type { Story } from './story.ts';

/** The decision that a story about a payment tells: the order after it, the attempts it touched, what else follows. */
export const paymentChange = (
  story: Story,
  attempts: readonly Attempt[],
  rest: {
    cards?: 'keep' | 'take';
    releaseCapsOf?: readonly Attempt[];
    effect?: 'applied' | 'needs_review';
    detail: string;
  },
): OrderDecision => ({
  kind: 'change',
  order: story.order,
  attempts,
  cards: rest.cards ?? 'keep',
  releaseCapsOf: rest.releaseCapsOf ?? [],
  announce: story.announce,
  effect: rest.effect ?? 'applied',
  detail: rest.detail,
});
