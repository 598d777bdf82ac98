import { createEndpoint } from '#functions/webhooks/create-endpoint.ts';
import { deleteEndpoint } from '#functions/webhooks/delete-endpoint.ts';
import { listEndpoints } from '#functions/webhooks/list-endpoints.ts';
import { listEvents } from '#functions/webhooks/list-events.ts';
import { readEndpoint } from '#functions/webhooks/read-endpoint.ts';
import { readEvent } from '#functions/webhooks/read-event.ts';
import { resendEvent } from '#functions/webhooks/resend-event.ts';
import { rotateSecret } from '#functions/webhooks/rotate-secret.ts';
import { updateEndpoint } from '#functions/webhooks/update-endpoint.ts';
import type { WebhookUrlCheck } from '#shared/application/ports/webhook-sender.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aTenant } from './builders.ts';
import type { Dynamo } from './dynamo.ts';
import { anApi } from './http-call.ts';
import { aWebhookDesk } from './webhook-desk.ts';

/** The routes of the webhooks stage over the emulator, with a merchant and others who must see nothing of theirs. */
export const aWebhooksApi = (dynamo: Dynamo, urlCheck?: WebhookUrlCheck) => {
  const desk = aWebhookDesk(dynamo);
  const owner = { tenant: desk.tenant, keyId: systemRuntime.newId('apiKey') };
  const stranger = { tenant: aTenant(), keyId: systemRuntime.newId('apiKey') };
  const otherMode = { tenant: { ...desk.tenant, mode: 'test' as const }, keyId: owner.keyId };
  const deps = { ...desk.deps, urlCheck: urlCheck ?? desk.deps.urlCheck };
  const call = anApi(
    [
      createEndpoint(deps),
      listEndpoints(deps),
      readEndpoint(deps),
      updateEndpoint(deps),
      deleteEndpoint(deps),
      rotateSecret(deps),
      listEvents(deps),
      readEvent(deps),
      resendEvent(deps),
    ],
    { callers: [owner, stranger, otherMode] },
  );
  let numbered = 0;
  return {
    desk,
    owner,
    strangers: [stranger, otherMode],
    call,
    as: (method: string, path: string, body?: unknown, as = owner) =>
      call({ method, path, body, as }),
    /** A URL on loopback that no other endpoint has. */
    aUrl: () => {
      numbered += 1;
      return `http://127.0.0.1:9/hooks/${numbered}`;
    },
  };
};
export type WebhooksApi = ReturnType<typeof aWebhooksApi>;
