import { type ReadEventDeps, readEvent as read } from '#shared/application/webhooks/read-event.ts';
import { readEvent as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { presentEventWithDeliveries } from './present-event-with-deliveries.ts';

export const readEvent = (deps: ReadEventDeps) =>
  bind(contract, async ({ params }, call) =>
    presentEventWithDeliveries(await read(deps, call.tenant, params.eventId)),
  );
