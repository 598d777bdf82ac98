import { z } from 'zod';
import {
  attemptIdSchema,
  callbackIdSchema,
  channelIdSchema,
  orderIdSchema,
} from '../../domain/identity/ids.ts';
import { apiTime, defineRoute, listReply, noQuery, pageQuery, strict } from './route.ts';

export const callbackObject = z.object({
  object: z.literal('callback'),
  id: callbackIdSchema,
  channel: channelIdSchema,
  provider: z.string(),
  attempt: attemptIdSchema.nullable(),
  received_at: apiTime,
  applied_at: apiTime,
  http_method: z.string(),
  query: z.string(),
  content_type: z.string(),
  body_base64: z.string().describe('The exact bytes that arrived.'),
  headers: z
    .record(z.string(), z.string())
    .describe(
      'Headers that its signature lives in, by lower-case name. Empty where it is in the query or body.',
    ),
  provider_status: z.string(),
  status: z.string(),
  effect: z.enum(['applied', 'no_change', 'needs_review', 'unmatched']),
  effect_detail: z.string(),
});

export const listCallbacks = defineRoute({
  method: 'GET',
  path: '/v1/callbacks',
  stage: 'callbacks',
  operationId: 'listCallbacks',
  summary: 'List the callbacks of an order, or those that match no order',
  description: 'Without `order`: callbacks that were verified but name no order of yours.',
  auth: 'api_key',
  params: strict({}),
  query: strict({
    ...pageQuery,
    starting_after: callbackIdSchema.optional(),
    order: orderIdSchema.optional(),
  }),
  body: z.undefined(),
  reply: listReply(callbackObject),
  status: 200,
  errors: ['not_found'],
});

export const replayCallback = defineRoute({
  method: 'POST',
  path: '/v1/callbacks/:callbackId/replay',
  stage: 'callbacks',
  operationId: 'replayCallback',
  summary: 'Apply a stored callback again',
  description:
    'Goes through the same queue and the same rules; a callback that has been applied changes nothing.',
  auth: 'api_key',
  params: strict({ callbackId: callbackIdSchema }),
  query: noQuery,
  body: strict({ order: orderIdSchema.describe('The order the callback belongs to.') }),
  reply: z.object({ object: z.literal('callback'), id: callbackIdSchema }),
  status: 202,
  errors: ['not_found'],
});
