import { readEvent } from '#shared/application/webhooks/read-event.ts';
import {
  type ResendEventDeps,
  resendEvent as resend,
} from '#shared/application/webhooks/resend-event.ts';
import { resendEvent as contract } from '#shared/contract/api/webhooks.ts';
import { bind } from '#shared/platform/http/bound-route.ts';
import { presentEventWithDeliveries } from './present-event-with-deliveries.ts';

export const resendEvent = (deps: ResendEventDeps) =>
  bind(contract, async ({ params, body }, { tenant }) => {
    const { eventId } = params;
    await resend(deps, { tenant, eventId, endpointId: body.endpoint });
    return presentEventWithDeliveries(await readEvent(deps, tenant, eventId));
  });
