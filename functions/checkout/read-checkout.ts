import { readCheckout as read } from '#shared/application/checkout/read-checkout.ts';
import { readCheckout as contract } from '#shared/contract/api/checkout.ts';
import { deviceOf } from '#shared/domain/channels/device-of.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readCheckout = (deps: Parameters<typeof read>[0]) =>
  bind(contract, ({ params }, call) =>
    read(deps, { token: params.token, device: deviceOf(call.userAgent) }),
  );
