import type { LimitRateDeps } from '#shared/application/checkout/limit-rate.ts';
import { lookupOrder } from '#shared/application/checkout/lookup-order.ts';
import { lookupOrder as lookupContract } from '#shared/contract/api/checkout.ts';
import { submitLookup as contract } from '#shared/contract/api/pages.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { tenantSchema } from '#shared/domain/identity/tenant.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { answerWithPage } from './answer-with-page.ts';
import { renderLookup } from './lookup-page.tsx';
import type { PageServices } from './page-services.ts';
import { pageState } from './page-state.ts';
import { pageVisitor } from './page-visitor.ts';
import { renderCheckout } from './render-checkout.tsx';

/** Finds an order for a buyer. What is not an order number, and what is no order, look the same. */
export const submitLookup = (deps: PageServices & LimitRateDeps): BoundRoute =>
  bind(contract, ({ query }, call) =>
    answerWithPage(deps, call, { path: '/lookup', lang: query.lang }, async (language) => {
      refuseCrossSite(call);
      const fields = new URLSearchParams(call.text ?? '');
      const typed = { order: fields.get('order') ?? '', contact: fields.get('contact') ?? '' };
      const merchant = query.merchant ?? fields.get('merchant') ?? undefined;
      const again = (): ReturnType<typeof renderLookup> =>
        renderLookup({
          language,
          mode: query.mode,
          merchant: query.merchant,
          ...typed,
          notFound: true,
        });
      const form = lookupContract.body.safeParse({
        merchant: merchant?.trim(),
        mode: query.mode,
        order: typed.order.trim(),
        contact: typed.contact,
      });
      const tenant = tenantSchema.safeParse({
        merchantId: form.data?.merchant,
        mode: form.data?.mode,
      });
      if (!form.success || !tenant.success) return again();
      try {
        const view = await lookupOrder(deps, {
          tenant: tenant.data,
          orderId: form.data.order,
          contact: form.data.contact,
          visitor: pageVisitor(call, language),
          buyerIp: call.clientIp,
        });
        return renderCheckout(pageState(view, language, {}));
      } catch (error) {
        if (error instanceof AppError && error.code === 'not_found') return again();
        throw error;
      }
    }),
  );
