import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginTry, LEASE_MILLIS } from '#shared/domain/webhooks/begin-try.ts';
import {
  type Delivery,
  deliverySchema,
  MAX_LOGGED_TEXT,
  MAX_LOGGED_TRIES,
} from '#shared/domain/webhooks/delivery.ts';
import { endTry, type TryOutcome, verdictOf } from '#shared/domain/webhooks/end-try.ts';
import { RETRY_DELAYS_SECONDS } from '#shared/domain/webhooks/retry-schedule.ts';
import { cancelDelivery, restartDelivery } from '#shared/domain/webhooks/start-delivery.ts';
import {
  isCarriedByQueue,
  SWEEP_GRACE_MILLIS,
  sweepTime,
} from '#shared/domain/webhooks/sweep-time.ts';
import { later, NOW } from '#test/support/builders.ts';
import { aDelivery } from '#test/support/webhook-builders.ts';

const answered = (status: number, body = ''): TryOutcome => ({ kind: 'answered', status, body });
const SILENCE: TryOutcome = { kind: 'failed', detail: 'no whole answer within 10000 ms' };

const begin = (delivery: Delivery, now = NOW): Delivery => {
  const result = beginTry(delivery, delivery.dueAt ?? '', now);
  if (result.kind !== 'begin') throw new Error(`the try does not begin: ${result.kind}`);
  return result.delivery;
};
const end = (delivery: Delivery, outcome: TryOutcome, now = NOW): Delivery =>
  endTry(delivery, outcome, { startedAt: now, now, random: 0 });

describe('a try', () => {
  it('begins when it is due, once: its lease keeps others off', () => {
    const begun = begin(aDelivery());
    expect(begun).toMatchObject({ tries: 1, scheduleTries: 1, version: 1 });
    expect(beginTry(begun, begun.dueAt ?? '', NOW)).toEqual({ kind: 'busy' });
  });

  it('begins again when its process did not end it in time', () => {
    const begun = begin(aDelivery());
    const afterLease = new Date(NOW.getTime() + LEASE_MILLIS);
    expect(beginTry(begun, begun.dueAt ?? '', afterLease)).toMatchObject({
      kind: 'begin',
      delivery: { tries: 2, scheduleTries: 2 },
    });
  });

  it('is over for a message that names another time', () => {
    const waiting = end(begin(aDelivery()), SILENCE);
    expect(beginTry(waiting, NOW.toISOString(), later(3_600))).toEqual({ kind: 'over' });
  });

  it.each(['delivered', 'failed', 'cancelled'] as const)('does not begin once %s', (state) => {
    const delivery = aDelivery({ state });
    expect(beginTry(delivery, delivery.dueAt ?? '', NOW)).toEqual({ kind: 'over' });
  });
});

describe('the verdict', () => {
  it.each([200, 201, 202, 204, 299])('%s is success', (status) => {
    expect(verdictOf(answered(status))).toBe('delivered');
  });
  it.each([100, 199, 300, 301, 302, 304, 307, 400, 401, 404, 409, 429, 500, 503])(
    '%s is a failure',
    (status) => {
      expect(verdictOf(answered(status))).toBe('failed');
    },
  );
  it('410 means that the receiver is gone', () => {
    expect(verdictOf(answered(410))).toBe('gone');
  });
  it('no answer is a failure', () => {
    expect(verdictOf(SILENCE)).toBe('failed');
  });
});

describe('a delivery', () => {
  it('is done with the first 2xx', () => {
    const done = end(begin(aDelivery()), answered(204));
    expect(done).toMatchObject({ state: 'delivered', tries: 1 });
    expect(done.dueAt).toBeUndefined();
    expect(done.log).toEqual([
      { number: 1, at: NOW.toISOString(), durationMillis: 0, status: 204, answer: '' },
    ]);
  });

  it('is due again after a failure, and fails after the whole schedule', () => {
    let delivery = aDelivery();
    let now = NOW;
    for (const [index] of RETRY_DELAYS_SECONDS.entries()) {
      expect(delivery.state).toBe('pending');
      now = new Date(delivery.dueAt ?? '');
      delivery = end(begin(delivery, now), index % 2 ? SILENCE : answered(500), now);
    }
    expect(delivery).toMatchObject({ state: 'failed', tries: 10 });
    expect(delivery.dueAt).toBeUndefined();
    expect(delivery.log.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((now.getTime() - NOW.getTime()) / 3_600_000).toBeCloseTo(75.58, 1);
  });

  it('is not tried again at a receiver that is gone', () => {
    expect(end(begin(aDelivery()), answered(410))).toMatchObject({ state: 'failed' });
  });

  it('has the whole schedule again after a resend, and its tries are counted on', () => {
    const restarted = restartDelivery(end(begin(aDelivery()), answered(410)), later(60));
    expect(restarted).toMatchObject({
      state: 'pending',
      dueAt: later(60).toISOString(),
      tries: 1,
      scheduleTries: 0,
    });
    expect(begin(restarted, later(60))).toMatchObject({ tries: 2, scheduleTries: 1 });
  });

  it('that was cancelled waits for nothing', () => {
    const cancelled = cancelDelivery(aDelivery(), NOW);
    expect(cancelled.dueAt).toBeUndefined();
    expect(sweepTime(cancelled)).toBeUndefined();
  });

  it('stays small whatever receivers answer and however often it is resent', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.record({
              kind: fc.constant('answered' as const),
              status: fc.integer({ min: 100, max: 599 }),
              body: fc.string({ maxLength: 5_000 }),
            }),
            fc.record({
              kind: fc.constant('failed' as const),
              detail: fc.string({ maxLength: 5_000 }),
            }),
          ),
          { maxLength: 60 },
        ),
        (outcomes) => {
          let delivery = aDelivery();
          for (const [index, outcome] of outcomes.entries()) {
            const now = later(index);
            if (delivery.state !== 'pending') delivery = restartDelivery(delivery, now);
            delivery = end(begin(delivery, now), outcome, now);
            expect(deliverySchema.parse(delivery)).toEqual(delivery);
          }
          expect(delivery.tries).toBe(outcomes.length);
          expect(delivery.version).toBeGreaterThanOrEqual(outcomes.length * 2);
          expect(delivery.log.length).toBeLessThanOrEqual(MAX_LOGGED_TRIES);
          for (const { answer = '', error = '' } of delivery.log) {
            expect(answer.length + error.length).toBeLessThanOrEqual(MAX_LOGGED_TEXT);
          }
          expect(delivery.state === 'pending').toBe(delivery.dueAt !== undefined);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('the sweeper', () => {
  it('never sees a delivery that succeeds at once', () => {
    const begun = begin(aDelivery());
    expect(sweepTime(begun)).toBeUndefined();
    expect(sweepTime(end(begun, answered(200)))).toBeUndefined();
  });

  it('leaves short pauses to the queue, with a grace', () => {
    const waiting = end(begin(aDelivery()), SILENCE);
    expect(isCarriedByQueue(waiting)).toBe(true);
    expect(sweepTime(waiting)).toBe(
      new Date(Date.parse(waiting.dueAt ?? '') + SWEEP_GRACE_MILLIS).toISOString(),
    );
  });

  it('carries long pauses itself, to the moment they end', () => {
    const waiting = end(begin(aDelivery({ tries: 3, scheduleTries: 2 })), SILENCE);
    expect(isCarriedByQueue(waiting)).toBe(false);
    expect(sweepTime(waiting)).toBe(waiting.dueAt);
  });

  it('looks after a later try that was cut off', () => {
    const begun = begin(aDelivery({ tries: 3, scheduleTries: 2 }));
    expect(Date.parse(sweepTime(begun) ?? '')).toBeGreaterThan(Date.parse(begun.leaseUntil ?? ''));
  });

  it('looks after a resend whose message was never sent', () => {
    expect(sweepTime(restartDelivery(aDelivery(), NOW))).toBe(
      new Date(NOW.getTime() + SWEEP_GRACE_MILLIS).toISOString(),
    );
  });
});
