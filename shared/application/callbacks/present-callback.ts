import type { z } from 'zod';
import type { callbackObject } from '../../contract/api/callbacks.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import { notifiedAttempt, notifiedStatus } from '../../domain/callbacks/notified-order.ts';

/** A callback's trace as the API shows it. */
export const presentCallback = (trace: CallbackTrace): z.input<typeof callbackObject> => ({
  object: 'callback',
  id: trace.id,
  channel: trace.channelId,
  provider: trace.provider,
  attempt: notifiedAttempt(trace.notification) ?? null,
  received_at: trace.receivedAt,
  applied_at: trace.appliedAt,
  http_method: trace.httpMethod,
  query: trace.query,
  content_type: trace.contentType,
  body_base64: trace.body,
  headers: trace.headers ?? {},
  provider_status: trace.notification.providerStatus,
  status: notifiedStatus(trace.notification),
  effect: trace.effect,
  effect_detail: trace.effectDetail,
});
