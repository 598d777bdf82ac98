import {
  type CreateAttemptDeps,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import type { OrderAggregate } from '#shared/application/ports/order-store.ts';
import { payCheckout as contract } from '#shared/contract/api/pages.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { isRealView } from '#shared/platform/http/is-real-view.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { answerForm } from './answer-form.ts';
import { answerWithPage } from './answer-with-page.ts';
import type { PageServices } from './page-services.ts';
import { isProblem, type Remarks } from './page-state.ts';
import { pageVisitor } from './page-visitor.ts';
import { type PayForm, readPayForm } from './pay-form.ts';
import { checkoutPath } from './view/page.ts';

/**
 * Starts a payment and goes back to the page, which takes the buyer on to the provider: a redirect straight from the
 * form would have to name the provider's host in the page's `form-action`, and nobody knows it before the payment
 * is routed.
 */
export const payCheckout = (deps: CreateAttemptDeps & PageServices): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) => {
    const page = { path: checkoutPath(token), lang: query.lang };
    return answerWithPage(deps, call, page, async (language) => {
      refuseCrossSite(call);
      const form = readPayForm(call.text ?? '');
      const { typed } = form;
      const answer = (remarks: Omit<Remarks, 'token'>, known?: OrderAggregate) =>
        answerForm(deps, call, { token, language }, { ...remarks, typed }, known);
      if (form.kind === 'problem')
        return answer({ problem: form.problem, ...(form.method ? { chosen: form.method } : {}) });
      const { method, phone, bank, contact, fingerprint, byItself } = form;
      // Nobody looks: the page stays as it is.
      if (byItself && !isRealView(call)) return answer({});
      const { device, country, clientSdks } = pageVisitor(call, language);
      let order: OrderAggregate;
      try {
        order = await createAttempt(deps, {
          token,
          method,
          phone,
          bank,
          contact,
          device,
          country,
          clientSdks,
          buyerIp: call.clientIp,
          returnUrl: returnAddress(call.publicBaseUrl, token, language),
          marks: { device: call.knownDevice, fingerprint },
          byItself,
        });
      } catch (error) {
        // Nobody tapped: nothing is said of what came to nothing, and the page stays as it is.
        return answer(byItself && error instanceof AppError ? {} : remarksOn(error, form));
      }
      // Nobody is taken anywhere without a tap.
      return answer(byItself ? {} : { go: true }, order);
    });
  });

/** What the page says of a payment that was not started. */
const remarksOn = (
  error: unknown,
  { method, again }: Extract<PayForm, { kind: 'choice' }>,
): Omit<Remarks, 'token'> => {
  if (!(error instanceof AppError) || error.code === 'rate_limited') throw error;
  // The page itself says why an order cannot be paid any more.
  if (error.code === 'order_not_payable') return {};
  if (error.param === 'contact')
    return { problem: 'missing_contact', ...(again.method ? { chosen: again.method } : {}) };
  if (error.param === 'phone') return { problem: 'missing_phone', chosen: method };
  if (error.param === 'bank') return { problem: 'invalid_choice', chosen: method };
  if (isProblem(error.code)) return { problem: error.code };
  throw error;
};
