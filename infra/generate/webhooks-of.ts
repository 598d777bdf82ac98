import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { apiTime } from '#shared/contract/api/route.ts';
import { WEBHOOK_EVENTS } from '#shared/contract/webhook-events.ts';
import { eventIdSchema } from '#shared/domain/identity/ids.ts';

const messageOf = (type: string, data: z.ZodType) =>
  z.object({
    id: eventIdSchema.describe('The same in every try: act once per id.'),
    type: z.literal(type),
    created_at: apiTime,
    sequence: z.int().describe('Grows with every event of one object.'),
    object_id: z.string(),
    data: data.describe('The object as it was then, without secrets.'),
  });

/** The `webhooks` part of the document: one message for every event type. */
export const webhooksOf = (): ZodOpenApiPathsObject =>
  Object.fromEntries(
    Object.entries(WEBHOOK_EVENTS).map(([type, { meaning, data }]) => [
      type,
      {
        post: {
          operationId: type,
          summary: meaning,
          security: [],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: messageOf(type, data) } },
          },
          responses: { '2XX': { description: 'Taken. Anything else is repeated.' } },
        },
      },
    ]),
  );
