import {
  type CreateAttemptDeps,
  createAttempt as create,
} from '#shared/application/checkout/create-attempt.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import { createAttempt as contract } from '#shared/contract/api/checkout.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';

export const createAttempt = (deps: CreateAttemptDeps) =>
  bind(contract, async ({ params, body: { device, sdks, ...said } }, call) => {
    const visitor = visitorOfCall(call, { device, clientSdks: sdks });
    const aggregate = await create(deps, {
      token: params.token,
      ...said,
      device: visitor.device,
      country: visitor.country,
      clientSdks: sdks,
      buyerIp: call.clientIp,
      returnUrl: returnAddress(call.publicBaseUrl, params.token),
    });
    return presentCheckout(deps, aggregate, visitor);
  });
