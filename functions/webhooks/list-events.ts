import type { EventReader } from '#shared/application/ports/webhook-store.ts';
import { listEvents as contract } from '#shared/contract/api/webhooks.ts';
import { presentEvent } from '#shared/domain/webhooks/webhook-body.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const listEvents = (deps: { readonly events: EventReader }) =>
  bind(contract, async ({ query }, call) => {
    const { events, hasMore } = await deps.events.listEvents(call.tenant, {
      limit: query.limit,
      startingAfter: query.starting_after,
    });
    return {
      data: events.map((event) => ({ object: 'event' as const, ...presentEvent(event) })),
      has_more: hasMore,
    };
  });
