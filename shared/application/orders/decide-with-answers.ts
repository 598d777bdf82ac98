import { decide } from '../../domain/orders/decide.ts';
import type { OrderDecision } from '../../domain/orders/decision.ts';
import type { OrderEvent, StockAnswer } from '../../domain/orders/order-event.ts';
import type { PaymentPolicies } from '../../domain/policies/payment-policies.ts';
import type { Card } from '../../domain/stock/card.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { PolicyReader } from '../ports/policy-store.ts';
import { type FindCardsDeps, findCards } from './find-cards.ts';

export interface DecideDeps extends FindCardsDeps {
  readonly policies: PolicyReader;
}

type Decided = Exclude<OrderDecision, { kind: 'needs_stock' | 'needs_policies' }>;

/**
 * Decides, and looks up what the decision asks for: a plain sale asks for nothing.
 *
 * @returns the decision, and the cards that were found if it asked for some
 */
export const decideWithAnswers = async (
  deps: DecideDeps,
  event: OrderEvent,
  { order, attempts, refunds }: OrderAggregate,
  {
    contended,
    expireOrder,
  }: { contended: boolean; expireOrder: (orderId: string) => Promise<void> },
): Promise<{ decision: Decided; cards: readonly Card[] }> => {
  let stock: StockAnswer = 'unasked';
  let policies: PaymentPolicies | 'unasked' = 'unasked';
  let cards: readonly Card[] = [];
  for (;;) {
    const now = deps.runtime.now();
    const decision = decide({ order, attempts, refunds, now, stock, policies }, event);
    if (decision.kind === 'needs_stock' && stock === 'unasked') {
      const found = await findCards(deps, {
        tenant: order.tenant,
        productId: order.product.id,
        quantity: order.quantity,
        contended,
        // Who pays now comes after those who wait; who waits, or is helped by a person, does not.
        aheadOfWaiting: event.kind !== 'payment_reported',
        expireOrder,
      });
      stock = found.kind === 'found' ? 'available' : 'short';
      cards = found.kind === 'found' ? found.cards : [];
    } else if (decision.kind === 'needs_policies' && policies === 'unasked') {
      policies = await deps.policies.readPolicies(order.tenant);
    } else if (decision.kind === 'needs_stock' || decision.kind === 'needs_policies') {
      throw new Error(`the question "${decision.kind}" was answered and asked again`);
    } else {
      return { decision, cards };
    }
  }
};
