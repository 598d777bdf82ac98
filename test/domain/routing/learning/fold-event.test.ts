import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldEvent } from '#shared/domain/routing/learning/fold-event.ts';
import {
  type HealthSnapshot,
  healthSnapshotSchema,
  takeSnapshot,
} from '#shared/domain/routing/learning/health-snapshot.ts';
import {
  copyLearnerState,
  type LearnerState,
  newLearnerState,
} from '#shared/domain/routing/learning/learner-state.ts';
import type {
  AttemptEnded,
  AttemptStarted,
  LearningEvent,
} from '#shared/domain/routing/learning/learning-event.ts';
import { passTime } from '#shared/domain/routing/learning/pass-time.ts';
import { logitOf } from '#shared/domain/routing/model/success-model.ts';
import { channelId } from '../../../support/an-account.ts';
import { START, someEvents } from './some-events.ts';

const started = (n: number, changes: Partial<AttemptStarted> = {}): AttemptStarted => ({
  kind: 'started',
  at: START + n * 1_000,
  attemptId: `att_${String(n).padStart(6, '0')}`,
  channelId: channelId(1),
  provider: 'fake',
  p: 0.85,
  priorLogit: logitOf(0.85),
  context: {
    amountMinor: 1_000,
    currency: 'CNY',
    method: 'alipay',
    device: 'mobile',
    region: 'CN',
    issuer: 'icbc',
    hour: 12,
    riskLevel: 'low',
    returningBuyer: false,
    preferredChannelId: undefined,
  },
  ...changes,
});

/** How many came so far: created, shown, engaged, paid. */
const funnelOf = (state: LearnerState): number[] =>
  Object.values(state.channels[0]?.funnel ?? {}).map(({ value }) => Math.round(value * 100) / 100);

const ended = (
  { at, attemptId }: AttemptStarted,
  changes: Partial<AttemptEnded> & { readonly afterMillis?: number } = {},
): AttemptEnded => {
  const { afterMillis = 5_000, ...rest } = changes;
  return {
    kind: 'ended',
    at: at + afterMillis,
    attemptId,
    result: 'declined',
    blame: 'channel',
    stage: 'engaged',
    ...rest,
  };
};

const learned = (events: readonly LearningEvent[]): LearnerState => {
  const state = newLearnerState();
  for (const event of [...events].sort((a, b) => a.at - b.at)) foldEvent(state, event);
  return state;
};

/** Attempts, one a second, that all end the same way. */
const course = (
  count: number,
  end: Parameters<typeof ended>[1],
  start: Partial<AttemptStarted> = {},
): LearningEvent[] =>
  Array.from({ length: count }, (_, n) => started(n, start)).flatMap((it) => [it, ended(it, end)]);

const snapshotOf = (state: LearnerState, after = 10_000): HealthSnapshot =>
  takeSnapshot(state, { now: state.upTo + after, version: 1 });
const channelOf = (events: readonly LearningEvent[]) => {
  const [channel] = snapshotOf(learned(events)).channels;
  if (!channel) throw new Error('events are of one channel');
  return channel;
};

describe('what an end says of the channel', () => {
  test('is little when it was a buyer’s own: thirty in a row change no belief', () => {
    const quiet = channelOf(course(30, { result: 'abandoned', blame: 'buyer', stage: 'shown' }));
    const wrong = channelOf(course(30, { blame: 'buyer' }));
    expect(wrong.factor).toBeGreaterThan(0.9);
    expect(wrong.factor).toBe(quiet.factor);
  });

  test('is trouble when declines pile up that speak against it', () => {
    expect(channelOf(course(30, {})).factor).toBeLessThan(0.4);
  });

  test('is an outage when two are refused at once', () => {
    const { openedAt, dead } = channelOf(
      course(2, { result: 'refused', blame: 'upstream', stage: 'created', afterMillis: 300 }),
    );
    expect(dead).toBeGreaterThan(0.8);
    expect(openedAt).toBe(START + 1_300);
  });

  test('is trouble of one bank when its bank did not answer', () => {
    const troubled = channelOf([
      ...course(
        60,
        { result: 'paid', stage: 'paid' },
        {
          context: { ...started(0).context, issuer: 'ccb' },
        },
      ),
      ...Array.from({ length: 20 }, (_, n) => started(100 + 3 * n)).flatMap((it) => [
        it,
        ended(it, { blame: 'issuer' }),
      ]),
    ]);
    expect(troubled.factor).toBeGreaterThan(0.9);
    expect(troubled.issuers.map(([issuer]) => issuer)).toEqual(['icbc']);
    expect(troubled.issuers[0]?.[1]).toBeLessThan(0.5);
  });

  test('does not count an abandoned payment among the tries', () => {
    expect(channelOf(course(5, { result: 'abandoned', blame: 'buyer' })).methods).toEqual([]);
    expect(channelOf(course(5, {})).methods).toEqual([['alipay', 5, 0]]);
    expect(channelOf(course(5, { result: 'paid', stage: 'paid' })).methods).toEqual([
      ['alipay', 5, 5],
    ]);
  });
});

describe('a payment', () => {
  test('ends once: a second end changes nothing', () => {
    const [start] = [started(0)];
    const end = ended(start, { result: 'paid', stage: 'paid' });
    const once = learned([start, end]);
    const twice = copyLearnerState(once);
    foldEvent(twice, { ...end, at: end.at + 1 });
    expect(twice.channels).toEqual(once.channels);
    expect(twice.model).toEqual(once.model);
  });

  test('whose start was never heard teaches nothing by its end', () => {
    const state = learned([ended(started(0), { result: 'paid', stage: 'paid' })]);
    expect(state.channels).toEqual([]);
  });

  test('that nobody reports for five minutes counts as not paid, then and no earlier', () => {
    const state = learned([started(0)]);
    passTime(state, START + 299_999);
    expect(state.open.size).toBe(1);
    passTime(state, START + 300_000);
    expect(state.open.size).toBe(0);
    expect(state.channels[0]).toMatchObject({ open: 0 });
    expect(state.channels[0]?.methods.get('alipay')).toMatchObject({
      tries: { value: 1 },
      paid: { value: 0 },
    });
  });

  test('that is paid after its time-out has taught that it was paid, and no try more', () => {
    const start = started(0);
    const state = learned([
      start,
      ended(start, { afterMillis: 3_600_000, result: 'paid', stage: 'paid' }),
    ]);
    const counts = state.channels[0]?.methods.get('alipay');
    expect(counts?.tries.value).toBeCloseTo(counts?.paid.value ?? Number.NaN, 9);
  });

  test('that was declined and is paid after all has taught that it was paid', () => {
    const start = started(0);
    const state = learned([
      start,
      ended(start),
      ended(start, { afterMillis: 60_000, result: 'paid', stage: 'paid' }),
    ]);
    expect(state.channels[0]?.methods.get('alipay')?.paid.value).toBeGreaterThan(0);
  });

  test('that timed out goes on in the funnel as later news comes in, each stage counted once', () => {
    const start = started(0);
    const expired = ended(start, { afterMillis: 900_000, result: 'abandoned', stage: 'shown' });
    const paid = ended(start, { afterMillis: 1_000_000, result: 'paid', stage: 'paid' });
    expect(funnelOf(learned([start]))).toEqual([0, 0, 0, 0]);
    const state = learned([start]);
    passTime(state, START + 300_000);
    expect(funnelOf(state)).toEqual([1, 0, 0, 0]);
    foldEvent(state, expired);
    expect(funnelOf(state)).toEqual([1, 1, 0, 0]);
    foldEvent(state, paid);
    foldEvent(state, paid);
    expect(funnelOf(state)).toEqual([1, 1, 1, 1]);
  });

  test('that was given up and is paid after all counts as one try and one success', () => {
    const start = started(0);
    const state = learned([
      start,
      ended(start, { result: 'abandoned', stage: 'shown' }),
      ended(start, { afterMillis: 60_000, result: 'paid', stage: 'paid' }),
    ]);
    expect(state.channels[0]?.methods.get('alipay')).toMatchObject({
      tries: { value: 1 },
      paid: { value: 1 },
    });
    expect(funnelOf(state)).toEqual([1, 1, 1, 1]);
    expect(state.unpaid.size).toBe(0);
  });

  test('that failed is forgotten six hours after its start', () => {
    const start = started(0);
    const state = learned([start, ended(start)]);
    passTime(state, start.at + 6 * 3_600_000 - 1);
    expect(state.unpaid.size).toBe(1);
    passTime(state, start.at + 6 * 3_600_000);
    expect(state.unpaid.size).toBe(0);
  });

  test('leaves no open attempt behind, whatever becomes of it', () => {
    const events = someEvents({ seed: 3, minutes: 20, perMinute: 20, channels: 3 });
    const state = learned(events);
    passTime(state, START + 40 * 60_000);
    expect(state.open.size).toBe(0);
    for (const { open, evidence, segments } of state.channels) {
      expect(open).toBe(0);
      for (const it of [evidence, ...[...segments.values()].map((one) => one.evidence)]) {
        expect(it.openCount.every((count) => count === 0)).toBe(true);
        expect(it.openExpected.every((sum) => sum === 0)).toBe(true);
      }
    }
  });
});

describe('a probe', () => {
  const probed = (at: number, result: 'taken' | 'refused' | 'unknown', n = 1): LearningEvent => ({
    kind: 'probed',
    at,
    attemptId: `att_probe${n}`,
    channelId: channelId(1),
    result,
  });
  /** A channel that refused six payments and is due for a trial. */
  const broken = () => {
    const state = learned(
      Array.from({ length: 6 }, (_, n) => started(n * 10)).flatMap((start) => [
        start,
        ended(start, { afterMillis: 500, result: 'refused', stage: 'created' }),
      ]),
    );
    const at = (state.channels[0]?.breaker.trialsFrom ?? Number.NaN) + 1_000;
    return { state, at };
  };

  test.each(['refused', 'unknown'] as const)('that is %s starts a longer pause', (result) => {
    const { state, at } = broken();
    foldEvent(state, probed(at, result));
    expect(state.channels[0]?.breaker).toMatchObject({ isProven: false });
    expect(state.channels[0]?.breaker.trialsFrom).toBeGreaterThanOrEqual(at + 60_000);
  });

  test('that is taken lets buyers try, and is told by the snapshot', () => {
    const { state, at } = broken();
    foldEvent(state, probed(at, 'taken'));
    expect(takeSnapshot(state, { now: at, version: 1 }).channels[0]).toMatchObject({
      proven: true,
    });
  });

  test('speaks by its result: refused for the outage, taken against it, unknown for nothing', () => {
    const dead = (result: 'taken' | 'refused' | 'unknown'): number => {
      const { state, at } = broken();
      foldEvent(state, probed(at, result));
      passTime(state, at + 5_000);
      return state.channels[0]?.dead ?? Number.NaN;
    };
    expect(dead('refused')).toBeGreaterThan(dead('unknown'));
    expect(dead('unknown')).toBeGreaterThan(dead('taken'));
  });

  test('of a channel that nobody knows teaches nothing', () => {
    expect(learned([probed(START, 'refused')]).channels).toEqual([]);
  });
});

describe('time', () => {
  const EVENTS = someEvents({
    seed: 12,
    minutes: 8,
    perMinute: 20,
    channels: 2,
    success: (channel) => (channel === 0 ? 0.3 : 0.95),
  });

  test('that passes in two steps leaves the channels as one step does, to the bit', () => {
    const before = learned(EVENTS);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 900_000 }),
        fc.integer({ min: 0, max: 900_000 }),
        (first, second) => {
          const [once, twice] = [copyLearnerState(before), copyLearnerState(before)];
          passTime(once, before.upTo + first + second);
          passTime(twice, before.upTo + first);
          passTime(twice, before.upTo + first + second);
          expect(twice).toEqual(once);
        },
      ),
      { numRuns: 40, seed: 20_260_502 },
    );
  });

  test('that passes over a quiet channel in two steps is one step, for its banks as well', () => {
    // A bank in trouble at a channel that is well: then nothing for an hour.
    const well = Array.from({ length: 600 }, (_, n) =>
      started(n, { context: { ...started(n).context, issuer: n % 10 === 0 ? 'icbc' : 'ccb' } }),
    ).flatMap((it) => [
      it,
      it.context.issuer === 'icbc'
        ? ended(it, { blame: 'issuer' })
        : ended(it, { result: 'paid', stage: 'paid' }),
    ]);
    const before = learned(well);
    const quietAt = START + 3_600_000;
    for (let step = 0; step < 20; step += 1) {
      const [once, twice] = [copyLearnerState(before), copyLearnerState(before)];
      passTime(once, quietAt + step * 5_000);
      passTime(twice, quietAt - 600_000 + step * 7_000);
      passTime(twice, quietAt + step * 5_000);
      expect(twice).toEqual(once);
    }
  });
});

describe('a snapshot', () => {
  test('is taken without touching the state, and is what its schema says', () => {
    const state = learned(
      someEvents({ seed: 4, minutes: 15, perMinute: 30, channels: 4, success: () => 0.4 }),
    );
    const before = copyLearnerState(state);
    for (const after of [0, 60_000, 7_200_000]) {
      const snapshot = takeSnapshot(state, { now: state.upTo + after, version: 9 });
      expect(healthSnapshotSchema.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
      expect(snapshot).toMatchObject({ version: 9, takenAt: state.upTo + after, upTo: state.upTo });
      for (const { factor, dead } of snapshot.channels) {
        expect(factor).toBeGreaterThanOrEqual(0);
        expect(factor).toBeLessThanOrEqual(1);
        expect(dead).toBeGreaterThanOrEqual(0);
        expect(dead).toBeLessThanOrEqual(1);
      }
    }
    expect(state).toEqual(before);
  });

  test('tells how many attempts a second there are, and how much money a day', () => {
    const steady = Array.from({ length: 1_200 }, (_, n) =>
      started(n, { at: START + n * 500 }),
    ).flatMap((it) => [it, ended(it, { result: 'paid', stage: 'paid' })]);
    const [channel] = snapshotOf(learned(steady), 0).channels;
    expect(channel?.perSecond).toBeGreaterThan(1);
    expect(channel?.perSecond).toBeLessThan(2.2);
    // 1,200 payments of 10.00 within ten minutes: of a day's half-life, ln 2 of the sum.
    expect(channel?.perDayMinor).toBeGreaterThan(0.95 * 1_200_000 * Math.LN2);
    expect(channel?.perDayMinor).toBeLessThan(1.01 * 1_200_000 * Math.LN2);
  });

  test('names the two dozen banks in the most trouble, worst first', () => {
    const events = Array.from({ length: 40 }, (_, bank) => bank).flatMap((bank) =>
      Array.from({ length: 12 }, (_, n) =>
        started(bank * 12 + n, {
          context: { ...started(0).context, issuer: `bank-${bank}` },
        }),
      ).flatMap((it) => [it, ended(it, { blame: 'issuer' })]),
    );
    const state = learned(events);
    passTime(state, START + 500_000);
    const [channel] = snapshotOf(state).channels;
    const factors = channel?.issuers.map(([, factor]) => factor) ?? [];
    expect(factors).toHaveLength(24);
    expect(factors).toEqual([...factors].sort((a, b) => a - b));
  });
});
