import { METRICS } from '../../contract/metrics.ts';
import type { CallbackMessage } from '../../contract/queues.ts';
import type { RejectionReason, VerifiedNotification } from '../../domain/callbacks/notification.ts';
import { notifiedStatus } from '../../domain/callbacks/notified-order.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { tenantKey } from '../../domain/identity/tenant.ts';
import { sealFor } from '../orders/payment-reference.ts';
import type { Acknowledgement, ChannelPort, RawCallback } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { CallbackQueue } from '../ports/queue.ts';
import type { Log, Metrics, Runtime } from '../ports/runtime.ts';
import { loadPort, type OpenChannelDeps } from '../routing/open-channel.ts';
import { type VerifiedCallback, verifyCallback } from './verify-callback.ts';

export interface ReceiveCallbackDeps extends OpenChannelDeps {
  readonly channels: ChannelReader;
  readonly queue: CallbackQueue;
  readonly runtime: Runtime;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Largest body that is looked at. */
  readonly maxBodyBytes: number;
}

export interface ReceivedCallback extends RawCallback {
  readonly provider: string;
  readonly channelId: string;
}

/** Rejected callbacks whose bytes are logged: enough to see an attack or a wrong key, too few to fill a disk. */
const SAMPLED_SHARE = 0.05;
const SAMPLE_CHARACTERS = 2_000;

/** For an address under which no provider answers: nothing is revealed. */
const UNKNOWN_ADDRESS: Acknowledgement = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'not found',
};

/**
 * Believes a provider's callback or not, queues what it believes, and answers in the provider's own words. The
 * acknowledgement is sent after the queue has the message and never waits for its effect.
 */
export const receiveCallback = async (
  deps: ReceiveCallbackDeps,
  callback: ReceivedCallback,
): Promise<Acknowledgement> => {
  const tenant = await deps.channels.findOwner(callback.channelId);
  const channel = tenant && (await deps.channels.read(tenant, callback.channelId));
  if (!channel || channel.provider !== callback.provider) {
    reject(deps, callback, 'unknown_channel', 'no such channel');
    return UNKNOWN_ADDRESS;
  }
  const port = await loadPort(deps, channel);
  if (callback.body.length > deps.maxBodyBytes) {
    return refuse(deps, port, callback, 'too_large', `${callback.body.length} bytes`);
  }
  const outcome = await verifyCallback(deps, port, channel, callback);
  if (outcome.kind === 'unavailable') {
    deps.log.error('a callback could not be judged; the provider will repeat it', {
      provider: channel.provider,
      channelId: channel.id,
      detail: outcome.detail,
    });
    return port.acknowledge('try_again');
  }
  if (outcome.kind === 'rejected')
    return refuse(deps, port, callback, outcome.reason, outcome.detail);
  const message: CallbackMessage = {
    id: deps.runtime.newId('callback'),
    tenant: channel.tenant,
    channelId: channel.id,
    provider: channel.provider,
    receivedAt: deps.runtime.now().toISOString(),
    httpMethod: callback.httpMethod,
    query: callback.query,
    contentType: callback.headers['content-type'] ?? '',
    body: Buffer.from(callback.body).toString('base64'),
    ...evidenceIn(port, callback),
    notification: outcome.notification,
    accountVersions: [...outcome.accountVersions],
    confirm: wantsConfirmation(port, channel, outcome.notification),
    ...(await keptIn(deps, channel, outcome)),
  };
  try {
    await deps.queue.send([{ message, group: tenantKey(channel.tenant) }]);
  } catch (error) {
    deps.log.error('a verified callback could not be queued; the provider will repeat it', {
      channelId: channel.id,
      error,
    });
    return port.acknowledge('try_again');
  }
  deps.metrics.count(METRICS.callbackAccepted);
  if (notifiedStatus(outcome.notification) === 'unknown')
    deps.metrics.count(METRICS.providerUnknownWord, 1, { provider: channel.provider });
  return port.acknowledge('accepted');
};

/** What the signature was made over or lives in, beside query and body. */
const evidenceIn = (
  { evidenceHeaders = [] }: ChannelPort,
  { headers }: RawCallback,
): Pick<CallbackMessage, 'headers'> =>
  evidenceHeaders.length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          evidenceHeaders.flatMap((name) => {
            const value = headers[name];
            return value === undefined ? [] : [[name, value]];
          }),
        ),
      };

/** Sealed for its payment before it travels: no queue carries it in plain text. */
const keptIn = async (
  { sealer }: Pick<ReceiveCallbackDeps, 'sealer'>,
  { tenant }: Channel,
  { notification, kept }: Extract<VerifiedCallback, { kind: 'verified' }>,
): Promise<Pick<CallbackMessage, 'kept'>> => {
  if (kept === undefined || notification.kind !== 'payment' || !notification.attemptId) return {};
  const { wrappedKey, data } = await sealFor(sealer, tenant, notification.attemptId, kept);
  return {
    kept: {
      wrappedKey: Buffer.from(wrappedKey).toString('base64'),
      data: Buffer.from(data).toString('base64'),
    },
  };
};

/** Whether the channel, or an amount, asks for a query before a payment is believed: a leaked key alone buys nothing. */
const wantsConfirmation = (
  { capabilities }: ChannelPort,
  { confirmFrom }: Channel,
  notification: VerifiedNotification,
): boolean => {
  if (capabilities.confirmByQuery) return true;
  if (notification.kind !== 'payment') return false;
  const { amount } = notification;
  return (
    confirmFrom !== undefined &&
    (amount === undefined ||
      amount.currency !== confirmFrom.currency ||
      amount.minor >= confirmFrom.minor)
  );
};

const refuse = (
  deps: ReceiveCallbackDeps,
  port: ChannelPort,
  callback: ReceivedCallback,
  reason: RejectionReason,
  detail: string,
): Acknowledgement => {
  reject(deps, callback, reason, detail);
  return port.acknowledge('rejected');
};

/** Counts every rejected callback and keeps a sample of them in the log. */
const reject = (
  { metrics, log, runtime }: ReceiveCallbackDeps,
  callback: ReceivedCallback,
  reason: RejectionReason,
  detail: string,
): void => {
  metrics.count(METRICS.callbackRejected);
  const sampled = runtime.random() < SAMPLED_SHARE;
  log.warn('callback rejected', {
    provider: callback.provider,
    channelId: callback.channelId,
    reason,
    detail,
    ...(sampled
      ? {
          sample: {
            httpMethod: callback.httpMethod,
            query: callback.query.slice(0, SAMPLE_CHARACTERS),
            body: Buffer.from(callback.body).toString('utf8').slice(0, SAMPLE_CHARACTERS),
          },
        }
      : {}),
  });
};
