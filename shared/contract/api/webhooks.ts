import { z } from 'zod';
import { eventIdSchema, webhookEndpointIdSchema } from '../../domain/identity/ids.ts';
import { modeSchema } from '../../domain/identity/tenant.ts';
import { deliveryStateSchema } from '../../domain/webhooks/delivery.ts';
import { disabledReasonSchema } from '../../domain/webhooks/endpoint.ts';
import { eventTypeSchema } from '../../domain/webhooks/event.ts';
import {
  apiTime,
  defineRoute,
  listReply,
  noBody,
  noParams,
  noQuery,
  pageQuery,
  strict,
} from './route.ts';

const MAX_OVERLAP_SECONDS = 604_800;

const subscription = z
  .array(z.union([eventTypeSchema, z.literal('*')]))
  .min(1)
  .max(20)
  .describe('Event types to be told of; `*` is all of them, those to come included.');

const endpointUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .describe('Must start with https:// and lead to a public address.');

const description = z.string().trim().max(200);

export const webhookEndpointObject = z.object({
  object: z.literal('webhook_endpoint'),
  id: webhookEndpointIdSchema,
  mode: modeSchema,
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  status: z.enum(['enabled', 'disabled']),
  disabled_reason: disabledReasonSchema
    .nullable()
    .describe('`merchant`: by you. `gone`: it answered 410. `failing`: five days of failures.'),
  disabled_at: apiTime.nullable(),
  failing_since: apiTime.nullable().describe('The first failure after the last success.'),
  secrets: z
    .array(z.object({ created_at: apiTime, ends_at: apiTime.nullable() }))
    .describe('Secrets that sign now, newest first: two during a rotation.'),
  created_at: apiTime,
  updated_at: apiTime,
});

const withSecret = z.object({
  ...webhookEndpointObject.shape,
  secret: z.string().describe('`whsec_…`: verifies signatures. Shown in this reply only.'),
});

export const eventObject = z.object({
  object: z.literal('event'),
  id: eventIdSchema,
  type: eventTypeSchema,
  created_at: apiTime,
  sequence: z.int().describe('Grows with every event of one object.'),
  object_id: z.string().describe('What the event is about.'),
  data: z.record(z.string(), z.unknown()).describe('The object as it was then.'),
});

const deliveryObject = z.object({
  object: z.literal('webhook_delivery'),
  endpoint: webhookEndpointIdSchema,
  state: deliveryStateSchema,
  tries: z.int(),
  next_try_at: apiTime.nullable(),
  log: z
    .array(
      z.object({
        number: z.int(),
        at: apiTime,
        duration_ms: z.int(),
        status: z.int().nullable(),
        answer: z.string().nullable().describe("The beginning of your server's answer."),
        error: z.string().nullable().describe('Why there was no answer.'),
      }),
    )
    .describe('The last tries, oldest first.'),
  created_at: apiTime,
  updated_at: apiTime,
});

const eventWithDeliveries = z.object({
  ...eventObject.shape,
  deliveries: z.array(deliveryObject).describe('One for each endpoint that was to be told.'),
});

const endpointParams = strict({ endpointId: webhookEndpointIdSchema });
const eventParams = strict({ eventId: eventIdSchema });

export const createWebhookEndpoint = defineRoute({
  method: 'POST',
  path: '/v1/webhook-endpoints',
  stage: 'webhooks',
  operationId: 'createWebhookEndpoint',
  summary: 'Register an address that is told of events',
  description:
    'Messages follow the Standard Webhooks specification: headers `webhook-id`, `webhook-timestamp` and `webhook-signature`. ' +
    'Answer 2xx within ten seconds; anything else is tried again, ten times over three days. ' +
    'A URL can be registered once, so that a call whose reply was lost can be repeated: it then answers 409, and the secret comes with a rotation.',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: strict({
    url: endpointUrl,
    description: description.default(''),
    events: subscription.default(['*']),
  }),
  reply: withSecret,
  status: 201,
  // Its reply carries a secret, which is not to lie in a reply cache.
  repeatable: true,
  errors: ['invalid_parameter', 'limit_exceeded', 'state_conflict', 'concurrent_change'],
  example: { body: { url: 'https://shop.example.com/hooks', events: ['order.delivered'] } },
});

export const listWebhookEndpoints = defineRoute({
  method: 'GET',
  path: '/v1/webhook-endpoints',
  stage: 'webhooks',
  operationId: 'listWebhookEndpoints',
  summary: 'List all webhook endpoints (20 at most)',
  auth: 'api_key',
  params: noParams,
  query: noQuery,
  body: noBody,
  reply: listReply(webhookEndpointObject),
  status: 200,
  errors: [],
});

export const readWebhookEndpoint = defineRoute({
  method: 'GET',
  path: '/v1/webhook-endpoints/:endpointId',
  stage: 'webhooks',
  operationId: 'readWebhookEndpoint',
  summary: 'Read a webhook endpoint',
  auth: 'api_key',
  params: endpointParams,
  query: noQuery,
  body: noBody,
  reply: webhookEndpointObject,
  status: 200,
  errors: ['not_found'],
});

export const updateWebhookEndpoint = defineRoute({
  method: 'PATCH',
  path: '/v1/webhook-endpoints/:endpointId',
  stage: 'webhooks',
  operationId: 'updateWebhookEndpoint',
  summary: 'Change, disable or enable a webhook endpoint',
  description:
    'Deliveries that wait for an endpoint are cancelled when their next try finds it disabled; resend their events by hand.',
  auth: 'api_key',
  params: endpointParams,
  query: noQuery,
  body: strict({
    url: endpointUrl.optional(),
    description: description.optional(),
    events: subscription.optional(),
    status: z.enum(['enabled', 'disabled']).optional(),
  }).refine((body) => Object.keys(body).length > 0, 'at least one field is needed'),
  reply: webhookEndpointObject,
  status: 200,
  errors: ['not_found', 'invalid_parameter', 'state_conflict', 'concurrent_change'],
  example: { body: { status: 'disabled' } },
});

export const deleteWebhookEndpoint = defineRoute({
  method: 'DELETE',
  path: '/v1/webhook-endpoints/:endpointId',
  stage: 'webhooks',
  operationId: 'deleteWebhookEndpoint',
  summary: 'Remove a webhook endpoint',
  auth: 'api_key',
  params: endpointParams,
  query: noQuery,
  body: noBody,
  reply: z.object({
    object: z.literal('webhook_endpoint'),
    id: webhookEndpointIdSchema,
    deleted: z.literal(true),
  }),
  status: 200,
  errors: ['not_found', 'concurrent_change'],
});

export const rotateWebhookSecret = defineRoute({
  method: 'POST',
  path: '/v1/webhook-endpoints/:endpointId/rotate',
  stage: 'webhooks',
  operationId: 'rotateWebhookSecret',
  summary: 'Replace the signing secret',
  description:
    'During the overlap every message carries two signatures, one with each secret. ' +
    'Rotating again within the overlap replaces the new secret and leaves the old one, so that a call whose reply was lost can be repeated; a shorter overlap ends the old one sooner, 0 at once.',
  auth: 'api_key',
  params: endpointParams,
  query: noQuery,
  body: strict({
    overlap_seconds: z
      .int()
      .min(0)
      .max(MAX_OVERLAP_SECONDS)
      .default(86_400)
      .describe('How long the old secret signs on.'),
  }).default({ overlap_seconds: 86_400 }),
  reply: withSecret,
  status: 200,
  // As for createWebhookEndpoint.
  repeatable: true,
  errors: ['not_found', 'concurrent_change'],
});

export const listEvents = defineRoute({
  method: 'GET',
  path: '/v1/events',
  stage: 'webhooks',
  operationId: 'listEvents',
  summary: 'List events, newest first',
  description: 'Events of the last 90 days, whether an endpoint was told of them or not.',
  auth: 'api_key',
  params: noParams,
  query: strict({ ...pageQuery, starting_after: eventIdSchema.optional() }),
  body: noBody,
  reply: listReply(eventObject),
  status: 200,
  errors: [],
});

export const readEvent = defineRoute({
  method: 'GET',
  path: '/v1/events/:eventId',
  stage: 'webhooks',
  operationId: 'readEvent',
  summary: 'Read an event and what became of it at each endpoint',
  auth: 'api_key',
  params: eventParams,
  query: noQuery,
  body: noBody,
  reply: eventWithDeliveries,
  status: 200,
  errors: ['not_found'],
});

export const resendEvent = defineRoute({
  method: 'POST',
  path: '/v1/events/:eventId/resend',
  stage: 'webhooks',
  operationId: 'resendEvent',
  summary: 'Send an event again, with the whole retry schedule',
  description:
    'The message keeps its `webhook-id`. What is being sent at this moment is left alone.',
  auth: 'api_key',
  params: eventParams,
  query: noQuery,
  body: strict({
    endpoint: webhookEndpointIdSchema
      .optional()
      .describe(
        'Only to this one, whatever it subscribed to; absent: to all that want such events.',
      ),
  }).default({}),
  reply: eventWithDeliveries,
  status: 202,
  errors: ['not_found', 'state_conflict', 'concurrent_change'],
});
