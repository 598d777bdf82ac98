import { z } from 'zod';
import {
  type CreateAttemptDeps,
  createAttempt,
} from '#shared/application/checkout/create-attempt.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import { payCheckout as contract } from '#shared/contract/api/pages.ts';
import { paymentMethodSchema } from '#shared/domain/channels/channel.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import type { RawReply } from '#shared/platform/http/call.ts';
import { answerWithPage } from './answer-with-page.ts';
import { seeOther } from './see-other.ts';
import { checkoutPath, isProblem, type Problem, pagePath } from './view-context.ts';

const formSchema = z.object({ method: paymentMethodSchema });

/**
 * Starts a payment and goes back to the page, which takes the buyer on to the provider: a redirect straight from the
 * form would have to name the provider's host in the page's `form-action`, and nobody knows it before the payment
 * is routed.
 */
export const payCheckout = (deps: CreateAttemptDeps): BoundRoute =>
  bind(contract, ({ params, query }, call) =>
    answerWithPage(
      deps,
      call,
      { path: checkoutPath(params.token), lang: query.lang },
      async (language) => {
        const path = checkoutPath(params.token);
        const back = (outcome: { go: '1' } | { problem: Problem }): RawReply =>
          seeOther(`${pagePath(path, language)}&${new URLSearchParams(outcome)}`);
        const form = formSchema.safeParse(Object.fromEntries(new URLSearchParams(call.text ?? '')));
        if (!form.success) return back({ problem: 'invalid_choice' });
        try {
          await createAttempt(deps, {
            token: params.token,
            method: form.data.method,
            device: deviceOf(call.userAgent),
            buyerIp: call.clientIp,
            returnUrl: returnAddress(call.publicBaseUrl, params.token, language),
          });
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          // The page itself says why an order cannot be paid any more.
          if (error.code === 'order_not_payable') return seeOther(pagePath(path, language));
          if (isProblem(error.code)) return back({ problem: error.code });
          throw error;
        }
        return back({ go: '1' });
      },
    ),
  );
