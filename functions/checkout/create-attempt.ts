import {
  type CreateAttemptDeps,
  createAttempt as create,
} from '#shared/application/checkout/create-attempt.ts';
import { presentCheckout } from '#shared/application/checkout/present-checkout.ts';
import { returnAddress } from '#shared/application/checkout/return-address.ts';
import { createAttempt as contract } from '#shared/contract/api/checkout.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { isRealView } from '#shared/platform/http/is-real-view.ts';
import { refuseCrossSite } from '#shared/platform/http/refuse-cross-site.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';

export const createAttempt = (deps: CreateAttemptDeps) =>
  bind(contract, async ({ params, body }, call) => {
    refuseCrossSite(call);
    const { device, sdks, fingerprint, by_itself: byItself = false, ...said } = body;
    if (byItself && !isRealView(call)) throw nobodyLooks();
    const visitor = visitorOfCall(call, { device, clientSdks: sdks });
    const aggregate = await create(deps, {
      token: params.token,
      ...said,
      device: visitor.device,
      country: visitor.country,
      clientSdks: sdks,
      buyerIp: call.clientIp,
      returnUrl: returnAddress(call.publicBaseUrl, params.token),
      marks: { device: call.knownDevice, fingerprint },
      byItself,
    });
    return presentCheckout(deps, aggregate, visitor);
  });

const nobodyLooks = (): AppError =>
  new AppError(
    'state_conflict',
    'A payment starts by itself only in a browser that somebody looks at, not for a link preview, a crawler or a prefetch.',
    { param: 'by_itself' },
  );
