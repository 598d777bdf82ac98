import { readCheckout as read } from '#shared/application/checkout/read-checkout.ts';
import { readCheckout as contract } from '#shared/contract/api/checkout.ts';
import { type ClientSdk, clientSdkSchema } from '#shared/domain/channels/channel.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { visitorOfCall } from '#shared/platform/http/visitor-of-call.ts';

export const readCheckout = (deps: Parameters<typeof read>[0]) =>
  bind(contract, ({ params, query: { device, lang, sdks } }, call) =>
    read(deps, {
      token: params.token,
      visitor: visitorOfCall(call, {
        device,
        language: lang,
        clientSdks: listedSdks(sdks),
        // As the page itself is ranked: its list would change places with the first look at its state.
        lastMethod: call.knownDevice?.lastMethod,
      }),
    }),
  );

/** An empty list is a front end that runs nobody's code. */
const listedSdks = (list: string | undefined): ClientSdk[] | undefined => {
  const names = list?.split(',');
  return names && clientSdkSchema.options.filter((sdk) => names.includes(sdk));
};
