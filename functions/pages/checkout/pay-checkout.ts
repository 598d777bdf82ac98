import {
  type CreateAttemptDeps,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import { payCheckout as contract } from '#shared/contract/api/pages.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import type { RawReply } from '#shared/platform/http/call.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { answerWithPage } from './answer-with-page.ts';
import { readPayForm } from './pay-form.ts';
import { seeOther } from './see-other.ts';
import { checkoutPath, isProblem, type Problem } from './view-context.ts';

type Outcome =
  | { readonly go?: '1' }
  /** With a method: the page asks for what that method needs. */
  | { readonly problem: Problem; readonly method?: PaymentMethod };

/**
 * Starts a payment and goes back to the page, which takes the buyer on to the provider: a redirect straight from the
 * form would have to name the provider's host in the page's `form-action`, and nobody knows it before the payment
 * is routed.
 */
export const payCheckout = (deps: CreateAttemptDeps): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) => {
    const path = checkoutPath(token);
    return answerWithPage(deps, call, { path, lang: query.lang }, async (language) => {
      refuseCrossSite(call);
      const back = (outcome: Outcome): RawReply =>
        seeOther(`${path}?${new URLSearchParams({ lang: language, ...outcome })}`);
      const form = readPayForm(call.text ?? '');
      if (form.kind === 'problem') {
        const { problem, method } = form;
        return back({ problem, ...(method ? { method } : {}) });
      }
      const { kind: _, method, fingerprint, ...said } = form;
      try {
        await createAttempt(deps, {
          token,
          method,
          ...said,
          device: deviceOf(call.userAgent),
          buyerIp: call.clientIp,
          returnUrl: returnAddress(call.publicBaseUrl, token, language),
          marks: { device: call.knownDevice, fingerprint },
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // The page itself says why an order cannot be paid any more.
        if (error.code === 'order_not_payable') return back({});
        if (error.param === 'phone') return back({ problem: 'missing_phone', method });
        if (error.param === 'bank') return back({ problem: 'invalid_choice', method });
        if (isProblem(error.code)) return back({ problem: error.code });
        throw error;
      }
      return back({ go: '1' });
    });
  });
