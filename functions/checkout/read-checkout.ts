import { deviceAfterView } from '#shared/application/checkout/device-after-view.ts';
import { type OpenCheckoutDeps, openCheckout } from '#shared/application/checkout/open-checkout.ts';
import {
  type PresentCheckoutDeps,
  presentCheckout,
} from '#shared/application/checkout/present-checkout.ts';
import { readCheckout as contract } from '#shared/contract/api/checkout.ts';
import { type ClientSdk, clientSdkSchema } from '#shared/domain/channels/channel.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { jsonReply } from '#shared/platform/http/json-reply.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';

export const readCheckout = (deps: OpenCheckoutDeps & PresentCheckoutDeps) =>
  bind(contract, async ({ params, query: { device, lang, sdks } }, call) => {
    const { knownDevice } = call;
    const aggregate = await openCheckout(deps, params.token);
    const visitor = visitorOfCall(call, {
      device,
      language: lang,
      clientSdks: listedSdks(sdks),
      // As the page itself is ranked: its list would change places with the first look at its state.
      lastMethod: knownDevice?.lastMethod,
    });
    const view = await presentCheckout(deps, aggregate, visitor);
    // Most buyers never leave the page: their device learns here what paid. Devices are named by pages alone.
    const learned = knownDevice && deviceAfterView(deps.runtime, aggregate, knownDevice);
    return learned ? jsonReply(view).remembering(learned) : view;
  });

/** An empty list is a front end that runs nobody's code. */
const listedSdks = (list: string | undefined): ClientSdk[] | undefined => {
  const names = list?.split(',');
  return names && clientSdkSchema.options.filter((sdk) => names.includes(sdk));
};
