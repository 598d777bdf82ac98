import {
  type CreateAttemptDeps,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { readCheckout } from '#shared/application/checkout/read-checkout.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import { payCheckout as contract } from '#shared/contract/api/pages.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import type { RawReply } from '#shared/platform/http/call.ts';
import { answerWithPage } from './answer-with-page.ts';
import { readPayForm, type Typed } from './pay-form.ts';
import { renderCheckout } from './render-checkout.tsx';
import { seeOther } from './see-other.ts';
import { checkoutPath, isProblem, type Problem } from './view-context.ts';

/** With a method: the page asks for what that method needs. */
interface Refused {
  readonly problem: Problem;
  readonly method?: PaymentMethod | undefined;
}

/**
 * Starts a payment and goes back to the page, which takes the buyer on to the provider: a redirect straight from the
 * form would have to name the provider's host in the page's `form-action`, and nobody knows it before the payment
 * is routed.
 */
export const payCheckout = (deps: CreateAttemptDeps): BoundRoute =>
  bind(contract, ({ params: { token }, query }, call) => {
    const path = checkoutPath(token);
    return answerWithPage(deps, call, { path, lang: query.lang }, async (language) => {
      const device = deviceOf(call.userAgent);
      const back = (query: Readonly<Record<string, string>> = {}): RawReply =>
        seeOther(`${path}?${new URLSearchParams({ lang: language, ...query })}`);
      // A contact belongs into no address: the page with the form is the answer then, and keeps it.
      const refuse = async ({ problem, method }: Refused, typed: Typed): Promise<RawReply> => {
        if (typed.contact === undefined && problem !== 'missing_contact')
          return back({ problem, ...(method ? { method } : {}) });
        const view = await readCheckout(deps, { token, device });
        const chosen = view.inputs.find((input) => input.method === method)?.method;
        return renderCheckout({
          view,
          language,
          now: deps.runtime.now(),
          token,
          problem,
          typed,
          chosen,
        });
      };
      const form = readPayForm(call.text ?? '');
      if (form.kind === 'problem') return refuse(form, form.typed);
      const { kind: _, typed, method, ...said } = form;
      try {
        await createAttempt(deps, {
          token,
          method,
          ...said,
          device,
          buyerIp: call.clientIp,
          returnUrl: returnAddress(call.publicBaseUrl, token, language),
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // The page itself says why an order cannot be paid any more.
        if (error.code === 'order_not_payable') return back();
        if (error.param === 'contact') return refuse({ problem: 'missing_contact', method }, typed);
        if (error.param === 'phone') return refuse({ problem: 'missing_phone', method }, typed);
        if (error.param === 'bank') return refuse({ problem: 'invalid_choice', method }, typed);
        if (isProblem(error.code)) return refuse({ problem: error.code }, typed);
        throw error;
      }
      return back({ go: '1' });
    });
  });
