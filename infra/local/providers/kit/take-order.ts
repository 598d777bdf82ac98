import type { PaymentDraft, SimulatedPayment } from './books.ts';
import { decideAsBuyer } from './buyer.ts';
import { html, type Reply } from './exchange.ts';
import type { Desk, SimulatedMerchant, Simulation } from './simulation.ts';

export type TakenOrder =
  | {
      readonly kind: 'taken';
      readonly payment: SimulatedPayment;
      /** The number was known: this is the payment from before, in whatever state. */
      readonly again: boolean;
      /** A fault to send instead of the reply: the order was taken all the same. */
      readonly fault: Reply | undefined;
    }
  /** Refused by a fault; `word` is the provider's error word, when the test chose one. */
  | { readonly kind: 'maintenance' }
  | { readonly kind: 'refused'; readonly word: string }
  | { readonly kind: 'broken'; readonly reply: Reply };

/**
 * Takes an order whose signature and fields were checked, with the merchant's faults. Under a known number the payment
 * from before is handed out; what the provider says to that is the caller's.
 */
export const takeOrder = <Keys, Platform>(
  simulation: Simulation<Keys, Platform>,
  desk: Desk<Keys, Platform>,
  { behaviour }: SimulatedMerchant<Keys>,
  draft: PaymentDraft,
): TakenOrder => {
  if (behaviour.createStatus !== null)
    return { kind: 'broken', reply: html('Server Error', behaviour.createStatus) };
  if (behaviour.maintenance) return { kind: 'maintenance' };
  if (behaviour.refuseOrdersWith !== null)
    return { kind: 'refused', word: behaviour.refuseOrdersWith };
  const known = desk.books.byNumber(draft.merchant, draft.number);
  const payment = known ?? desk.books.add(draft);
  if (!known && behaviour.autoPayAfterMillis !== null)
    desk.later(behaviour.autoPayAfterMillis, () => decideAsBuyer(simulation, desk, payment));
  return { kind: 'taken', payment, again: known !== undefined, fault: faultOf(behaviour) };
};

const faultOf = ({
  timeoutAfterAccepting,
  createStatusAfterAccepting,
}: SimulatedMerchant<unknown>['behaviour']): Reply | undefined => {
  if (timeoutAfterAccepting) return 'never';
  return createStatusAfterAccepting === null
    ? undefined
    : html('Bad Gateway', createStatusAfterAccepting);
};
