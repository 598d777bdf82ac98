import { describe, expect, it } from 'vitest';
import { presentCallback } from '#shared/application/callbacks/present-callback.ts';
import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import { replayCallback } from '#shared/application/callbacks/replay-callback.ts';
import type { ChannelPort } from '#shared/application/ports/channel-port.ts';
import type { Sealer } from '#shared/application/ports/sealer.ts';
import { callbackObject } from '#shared/contract/api/callbacks.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import { type CallbackMessage, callbackMessageSchema } from '#shared/contract/queues.ts';
import type { CallbackTrace, VerifiedNotification } from '#shared/domain/callbacks/notification.ts';
import { attemptIdOf, providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { aChannel, anOrder, aTenant, NOW } from '#test/support/builders.ts';
import { aFakeProvider, fakeChannelServices } from '#test/support/fake-channel.ts';

const order = anOrder();
const attemptId = attemptIdOf(order.id, 1);
const said: VerifiedNotification = {
  kind: 'payment',
  attemptId,
  providerOrderNumber: providerOrderNumberOf(attemptId),
  status: 'succeeded',
  providerStatus: 'PAID',
};

const HEADERS = {
  'content-type': 'application/json',
  'fake-signature': 'c2lnbmF0dXJl',
  'fake-timestamp': '1777636800',
  authorization: 'Bearer nobody keeps this',
};

/** Receives a genuine callback of a provider, changed as the test wants it. */
const receive = async (changes: Partial<ChannelPort>, sealer?: Sealer) => {
  const channel = aChannel(aTenant());
  const provider = aFakeProvider();
  const port = await provider.registry.load('fake');
  if (!port) throw new Error('the fake provider is gone');
  const queued: CallbackMessage[] = [];
  const counted: { name: string; dimensions: Record<string, string> | undefined }[] = [];
  const services = fakeChannelServices(provider, () => [channel]);
  const reply = await receiveCallback(
    {
      ...services,
      ...(sealer ? { sealer } : {}),
      channels: { ...services.channels, findOwner: async () => channel.tenant },
      registry: {
        providers: ['fake'],
        load: async () => ({
          ...port,
          acknowledge: (kind) => ({ status: 200, headers: {}, body: kind }),
          notification: async () => ({ kind: 'verified', notification: said }),
          ...changes,
        }),
      },
      queue: {
        send: async (messages) =>
          void queued.push(...messages.map(({ message }) => callbackMessageSchema.parse(message))),
      },
      runtime: { ...systemRuntime, now: () => NOW },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      metrics: { count: (name, _value, dimensions) => counted.push({ name, dimensions }) },
      maxBodyBytes: 1_000,
    },
    {
      provider: 'fake',
      channelId: channel.id,
      httpMethod: 'POST',
      headers: HEADERS,
      query: '',
      body: Buffer.from('{}'),
    },
  );
  return { reply, queued, counted };
};

describe('the evidence of a callback', () => {
  it('is its bytes and the headers that the provider signs in, and no other header', async () => {
    const { queued } = await receive({
      evidenceHeaders: ['fake-signature', 'fake-timestamp', 'fake-nonce'],
    });
    expect(queued.map(({ headers }) => headers)).toEqual([
      { 'fake-signature': 'c2lnbmF0dXJl', 'fake-timestamp': '1777636800' },
    ]);
  });

  it('does not carry what is to be kept in plain text', async () => {
    const hint: VerifiedNotification = { ...said, isHint: true };
    const bound: unknown[] = [];
    const sealer: Sealer = {
      newDataKey: async () => ({
        seal: (plaintext, context) => {
          bound.push(context);
          return { wrappedKey: Buffer.from('key'), data: Buffer.from(plaintext).reverse() };
        },
      }),
      open: async () => '{}',
    };
    const notification = async () =>
      ({ kind: 'verified', notification: hint, kept: 'a charging token' }) as const;
    const { queued } = await receive({ notification }, sealer);
    expect(queued[0]?.kept).toEqual({
      wrappedKey: Buffer.from('key').toString('base64'),
      data: Buffer.from('nekot gnigrahc a').toString('base64'),
    });
    expect(bound).toMatchObject([{ kind: 'attempt_kept', id: attemptId }]);
    expect(queued[0]?.notification).toEqual(hint);
  });

  it('has no headers where the provider signs in none', async () => {
    const { queued } = await receive({});
    expect(queued).toHaveLength(1);
    expect(queued[0]).not.toHaveProperty('headers');
  });

  it('is shown to the merchant, and is whole after a replay', async () => {
    const { queued } = await receive({ evidenceHeaders: ['fake-signature'] });
    const [message] = queued;
    if (!message) throw new Error('nothing was queued');
    const trace: CallbackTrace = {
      ...message,
      effect: 'applied',
      effectDetail: 'paid and delivered',
      appliedAt: NOW.toISOString(),
    };
    expect(callbackObject.parse(presentCallback(trace)).headers).toEqual(message.headers);
    const again: CallbackMessage[] = [];
    await replayCallback(
      {
        orders: { trace: async () => trace },
        queue: {
          send: async (messages) => void again.push(...messages.map((one) => one.message)),
        },
        runtime: systemRuntime,
      },
      { tenant: message.tenant, orderId: order.id, callbackId: message.id },
    );
    expect(again).toEqual([{ ...message, id: again[0]?.id }]);
  });
});

describe('a callback', () => {
  it('that cannot be judged now is not queued, and its provider is asked to repeat it', async () => {
    const { reply, queued, counted } = await receive({
      notification: async () => ({ kind: 'unavailable', detail: 'no certificate' }),
    });
    expect(reply.body).toBe('try_again');
    expect([queued, counted]).toEqual([[], []]);
  });

  it('with a word that nobody knows is counted by provider', async () => {
    const { counted } = await receive({
      notification: async () => ({
        kind: 'verified',
        notification: { ...said, status: 'unknown' },
      }),
    });
    expect(counted).toContainEqual({
      name: METRICS.providerUnknownWord,
      dimensions: { provider: 'fake' },
    });
  });
});
