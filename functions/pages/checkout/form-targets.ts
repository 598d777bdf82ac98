import type { CheckoutView } from '#shared/application/checkout/present-checkout.ts';
import { paymentStep } from './view/payment-step.ts';

/**
 * Where the page's forms may lead beside this site. Browsers apply `form-action` to every redirect after a form was
 * sent (Chromium does; the specification leaves it open), and a gateway sends the buyer on to a wallet whose host
 * nobody can know beforehand: a page with a gateway's form allows any https address.
 */
export const formTargets = (view: CheckoutView): readonly string[] => {
  if (view.state !== 'awaiting_payment' || !view.attempt?.next_action) return [];
  const step = paymentStep(view.attempt.next_action);
  if (step.kind !== 'form') return [];
  // A gateway without TLS may lead to pages without it.
  return new URL(step.action).protocol === 'https:' ? ['https:'] : ['https:', 'http:'];
};
