import {
  type CreateAttemptDeps,
  createAttempt as create,
} from '#shared/application/checkout/create-attempt.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import { createAttempt as contract } from '#shared/contract/api/checkout.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const createAttempt = (deps: CreateAttemptDeps) =>
  bind(contract, async ({ params, body }, call) => {
    const device = body.device ?? deviceOf(call.userAgent);
    const aggregate = await create(deps, {
      token: params.token,
      ...body,
      device,
      buyerIp: call.clientIp,
      returnUrl: returnAddress(call.publicBaseUrl, params.token),
    });
    return presentCheckout(deps, aggregate, device);
  });
