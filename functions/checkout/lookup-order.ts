import { lookupOrder as lookup } from '#shared/application/checkout/lookup-order.ts';
import { lookupOrder as contract } from '#shared/contract/api/checkout.ts';
import { notFound } from '#shared/domain/errors/app-error.ts';
import { merchantIdSchema } from '#shared/domain/identity/ids.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';

export const lookupOrder = (deps: Parameters<typeof lookup>[0]) =>
  bind(contract, async ({ body }, call) => {
    refuseCrossSite(call);
    const merchant = merchantIdSchema.safeParse(body.merchant);
    if (!merchant.success) throw notFound('order');
    return lookup(deps, {
      tenant: { merchantId: merchant.data, mode: body.mode },
      orderId: body.order,
      contact: body.contact,
      visitor: visitorOfCall(call),
      buyerIp: call.clientIp,
    });
  });
