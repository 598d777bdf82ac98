import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { EVENT_TYPES, WEBHOOK_EVENTS, webhookMessage } from '#shared/contract/webhook-events.ts';

/** The `webhooks` part of the document: one message for every event type. */
export const webhooksOf = (): ZodOpenApiPathsObject =>
  Object.fromEntries(
    EVENT_TYPES.map((type) => [
      type,
      {
        post: {
          operationId: type,
          summary: WEBHOOK_EVENTS[type].meaning,
          security: [],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: webhookMessage(type) } },
          },
          responses: { '2XX': { description: 'Taken. Anything else is repeated.' } },
        },
      },
    ]),
  );
