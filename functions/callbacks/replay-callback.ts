import { replayCallback as replay } from '#shared/application/callbacks/replay-callback.ts';
import { replayCallback as contract } from '#shared/contract/api/callbacks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const replayCallback = (deps: Parameters<typeof replay>[0]) =>
  bind(contract, async ({ params, body }, call) => {
    const { id } = await replay(deps, {
      tenant: call.tenant,
      orderId: body.order,
      callbackId: params.callbackId,
    });
    return { object: 'callback' as const, id };
  });
