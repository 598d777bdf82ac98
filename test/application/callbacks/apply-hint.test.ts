import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { applyHint } from '#shared/application/callbacks/apply-hint.ts';
import { keepSecret } from '#shared/application/orders/keep-secret.ts';
import type { QueryOutcome } from '#shared/application/ports/channel-port.ts';
import { METRICS } from '#shared/contract/metrics.ts';
import type { CallbackMessage } from '#shared/contract/queues.ts';
import type { PaymentNotification } from '#shared/domain/callbacks/notification.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { CHANNEL_A, CHANNEL_B, later, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import { aTill, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

let till: Till;
let asked: number;
beforeEach(async () => {
  till = aTill(dynamo);
  asked = 0;
  const port = await till.deps.registry.load('fake');
  if (!port) throw new Error('the fake provider is gone');
  const { query } = port;
  Object.assign(port, {
    query: (...args: Parameters<typeof query>) => {
      asked += 1;
      return query(...args);
    },
  });
});

const aHintedPayment = async (changes: Partial<Attempt> = {}) => {
  const order = await till.order(await till.sells({ cards: 1 }));
  const attempt = await till.attempt(order, changes);
  till.queue.splice(0);
  const notification: PaymentNotification = {
    kind: 'payment',
    isHint: true,
    attemptId: attempt.id,
    providerOrderNumber: providerOrderNumberOf(attempt.id),
    status: 'succeeded',
    providerStatus: 'CHANGED',
    amount: attempt.amount,
  };
  const message = (more: Partial<CallbackMessage> = {}): CallbackMessage => ({
    id: systemRuntime.newId('callback'),
    tenant: order.tenant,
    channelId: CHANNEL_A,
    provider: 'fake',
    receivedAt: NOW.toISOString(),
    httpMethod: 'POST',
    query: '',
    contentType: '',
    body: '',
    confirm: false,
    notification,
    ...more,
  });
  const hint = (more: Partial<CallbackMessage> = {}) => applyCallback(till.deps, message(more));
  const traces = async () =>
    (await till.deps.orders.traces(order.tenant, order.id, { limit: 9 })).traces;
  const paid: QueryOutcome = {
    kind: 'found',
    status: 'succeeded',
    providerStatus: '1',
    amount: attempt.amount,
    providerReference: 'P1',
  };
  return { order, attempt, notification, message, hint, traces, paid };
};

const NOT_PAID: QueryOutcome = { kind: 'found', status: 'pending', providerStatus: '0' };

describe('a hint', () => {
  it('delivers nothing by itself; the provider is asked at once, and its answer delivers', async () => {
    const { order, hint, traces, paid } = await aHintedPayment();
    expect(await hint()).toBe('applied');
    expect((await till.load(order)).order.state).toBe('awaiting_payment');
    expect(await traces()).toMatchObject([
      { effect: 'applied', effectDetail: 'asked the provider' },
    ]);
    till.provider.answersQuery(paid);
    await till.work();
    expect(asked).toBe(1);
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('that lies delivers nothing: the provider does not say so', async () => {
    const { order, hint } = await aHintedPayment();
    till.provider.answersQuery(NOT_PAID);
    await hint();
    await till.work();
    expect((await till.load(order)).order.state).toBe('awaiting_payment');
  });

  it('asks also long after the attempt was closed, and finds the late payment', async () => {
    const { order, hint, paid } = await aHintedPayment({ state: 'closed' });
    till.provider.answersQuery(paid);
    await hint();
    await till.work();
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('sent 64 times at once asks twice at most: once at once, and once after the last of them', async () => {
    const { hint, traces } = await aHintedPayment();
    till.provider.answersQuery(NOT_PAID);
    const effects = await Promise.allSettled(Array.from({ length: 64 }, () => hint()));
    expect(effects.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect(till.queue.length).toBeLessThanOrEqual(2);
    await till.work();
    expect(asked).toBeLessThanOrEqual(2);
    expect((await traces()).length).toBeGreaterThan(0);
  });

  it('takes no turn of the planned questions, however many come', async () => {
    const { order, hint } = await aHintedPayment();
    till.provider.answersQuery(NOT_PAID);
    for (let second = 1; second <= 12; second += 3) {
      till.setNow(later(second));
      await hint();
      await till.work();
    }
    expect(asked).toBe(4);
    expect((await till.load(order)).attempts).toMatchObject([{ queryCount: 0 }]);
  });

  it('brings what its adapter wants kept, also where the provider is about to be asked anyway', async () => {
    const { order, hint } = await aHintedPayment();
    const kept = (text: string) => ({
      wrappedKey: Buffer.from('key').toString('base64'),
      data: Buffer.from(text).toString('base64'),
    });
    const keptNow = async () => Buffer.from((await till.load(order)).attempts[0]?.kept?.data ?? '');
    await hint({ kept: kept('first') });
    expect((await keptNow()).toString()).toBe('first');
    await hint();
    await hint({ kept: kept('second'), receivedAt: later(1).toISOString() });
    expect((await keptNow()).toString()).toBe('second');
  });

  it('that comes again later does not bring back what was kept before', async () => {
    const { order, message } = await aHintedPayment();
    const brings = (text: string, seconds: number) =>
      message({
        receivedAt: later(seconds).toISOString(),
        kept: {
          wrappedKey: Buffer.from('key').toString('base64'),
          data: Buffer.from(text).toString('base64'),
        },
      });
    const stored = async () => {
      const [attempt] = (await till.load(order)).attempts;
      if (!attempt) throw new Error('no attempt');
      return attempt;
    };
    const keptNow = async () => Buffer.from((await stored()).kept?.data ?? '').toString();
    const [session, verified] = [brings('session', 1), brings('verified', 9)];
    for (const one of [session, verified, session]) await applyCallback(till.deps, one);
    expect(await keptNow()).toBe('verified');
    await keepSecret(
      till.deps,
      { tenant: order.tenant, attemptId: (await stored()).id },
      { wrappedKey: Buffer.from('key'), data: Buffer.from('charging') },
    );
    expect(await applyCallback(till.deps, verified)).toBe('no_change');
    expect(await keptNow()).toBe('charging');
  });

  it('leaves nothing of what is kept in its trace', async () => {
    const { hint, traces } = await aHintedPayment();
    await hint({ kept: { wrappedKey: 'a2V5', data: 'ZGF0YQ==' } });
    for (const trace of await traces()) expect(trace).not.toHaveProperty('kept');
  });

  it('that nobody answers is asked for again by itself', async () => {
    const { order, hint, paid } = await aHintedPayment({ state: 'closed' });
    await hint();
    await till.work();
    expect((await till.load(order)).order.state).toBe('awaiting_payment');
    till.provider.answersQuery(paid);
    await till.workUntil(later(6));
    expect((await till.load(order)).order.state).toBe('delivered');
  });

  it('is not believed from another channel, nor from an account that the payment was not made under', async () => {
    const { hint } = await aHintedPayment();
    expect(await hint({ channelId: CHANNEL_B })).toBe('no_change');
    expect(await hint({ accountVersions: [2] })).toBe('no_change');
    expect(till.queue).toEqual([]);
  });

  it('about nothing of ours is kept where a person finds it', async () => {
    const { hint, notification } = await aHintedPayment();
    expect(await hint({ notification: { ...notification, attemptId: undefined } })).toBe(
      'unmatched',
    );
    expect(till.counted.get(METRICS.callbackUnmatched)).toBe(1);
  });

  it('whose message is lost is found by the sweeper', async () => {
    const { attempt, message, notification } = await aHintedPayment({ state: 'closed' });
    const followUps = { send: async () => Promise.reject(new Error('SQS is down')) };
    await expect(applyHint({ ...till.deps, followUps }, message(), notification)).rejects.toThrow(
      'SQS is down',
    );
    expect(await till.overdue(later(90))).toContainEqual(
      expect.objectContaining({ kind: 'attempt', attemptId: attempt.id }),
    );
  });
});

it('an answer with a word that nobody knows is counted by provider', async () => {
  const { hint } = await aHintedPayment();
  till.provider.answersQuery({ kind: 'found', status: 'unknown', providerStatus: 'WAT' });
  await hint();
  await till.work();
  expect(till.counted.get(METRICS.providerUnknownWord)).toBe(1);
});
