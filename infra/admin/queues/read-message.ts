import { z } from 'zod';
import {
  callbackMessageSchema,
  followUpMessageSchema,
  type QueueName,
  webhookMessageSchema,
} from '#shared/contract/queues.ts';
import {
  notifiedAttempt,
  notifiedOrder,
  notifiedStatus,
} from '#shared/domain/callbacks/notified-order.ts';
import { type Tenant, tenantKey } from '#shared/domain/identity/tenant.ts';

type Summary = Readonly<Record<string, string>>;

/** A message as an operator may see it: who and what it is about, never what a provider or a buyer wrote. */
export type ReadMessage =
  | { readonly kind: 'readable'; readonly summary: Summary }
  /** `reason` names fields and what is wrong with them, not their values. */
  | { readonly kind: 'unreadable'; readonly reason: string };

export type MessageReader = (body: string) => ReadMessage;

const MAX_PROBLEMS = 3;
const MAX_EVENTS = 10;

const reader =
  <Message>(schema: z.ZodType<Message>, summarise: (message: Message) => Summary): MessageReader =>
  (body) => {
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      return { kind: 'unreadable', reason: `${Buffer.byteLength(body)} bytes that are no JSON` };
    }
    const parsed = schema.safeParse(json);
    if (parsed.success) return { kind: 'readable', summary: summarise(parsed.data) };
    const problems = parsed.error.issues
      .slice(0, MAX_PROBLEMS)
      .map(({ path, code }) => `${path.join('.') || 'message'}: ${code}`);
    return { kind: 'unreadable', reason: problems.join(', ') };
  };

const owner = (tenant: Tenant): Summary => ({ tenant: tenantKey(tenant) });

const SUBJECTS = {
  orderId: 'order',
  attemptId: 'attempt',
  refundId: 'refund',
  productId: 'product',
} as const;

/** The objects that a message names, whatever its kind. */
const subjects = (message: object): Summary =>
  Object.fromEntries(
    Object.entries(message).flatMap(([field, value]) =>
      field in SUBJECTS ? [[SUBJECTS[field as keyof typeof SUBJECTS], String(value)]] : [],
    ),
  );

/** One reader a queue: it believes exactly what the queue's consumer believes. */
export const MESSAGE_READERS: Readonly<Record<QueueName, MessageReader>> = {
  callbacks: reader(callbackMessageSchema, (message) => {
    const { notification } = message;
    const attemptId = notifiedAttempt(notification);
    return {
      about: `${notification.kind} ${notifiedStatus(notification)}, reported by ${message.provider}`,
      ...owner(message.tenant),
      callback: message.id,
      channel: message.channelId,
      order: notifiedOrder(notification) ?? 'an order number that was never ours',
      ...(attemptId && { attempt: attemptId }),
      received_at: message.receivedAt,
    };
  }),
  'follow-ups': reader(followUpMessageSchema, (message) => ({
    about: message.kind,
    ...owner(message.tenant),
    ...subjects(message),
    due_at: message.dueAt,
  })),
  webhooks: reader(webhookMessageSchema, (message): Summary => {
    if (message.kind === 'deliver') {
      return {
        about: 'deliver',
        ...owner(message.tenant),
        event: message.eventId,
        endpoint: message.endpointId,
        due_at: message.dueAt,
      };
    }
    const { events } = message;
    return {
      about: 'fan_out',
      tenant: [...new Set(events.map(({ tenant }) => tenantKey(tenant)))].join(', '),
      events: events
        .slice(0, MAX_EVENTS)
        .map(({ id, type, objectId }) => `${type} ${id} of ${objectId}`)
        .join(', '),
    };
  }),
};

/** What Lambda writes about records that it gave up (AWS: "Retain discarded records for a DynamoDB event source"). */
const discardedRecordsSchema = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  timestamp: z.string(),
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    batchSize: z.number(),
  }),
});

export const readDiscardedRecords: MessageReader = reader(
  discardedRecordsSchema,
  ({ requestContext, timestamp, DDBStreamBatchInfo: batch }) => ({
    about: `${batch.batchSize} records given up: ${requestContext.condition} after ${requestContext.approximateInvokeCount} tries`,
    given_up_at: timestamp,
    shard: batch.shardId,
    sequence_numbers: `${batch.startSequenceNumber} … ${batch.endSequenceNumber}`,
  }),
);
