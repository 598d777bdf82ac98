import { describe, expect, test } from 'vitest';
import {
  type FailureReason,
  failureReasonSchema,
} from '#shared/domain/channels/failures/failure-reason.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { AttemptRouting } from '#shared/domain/routing/learning/attempt-routing.ts';
import { eventsOf } from '#shared/domain/routing/learning/events-of.ts';
import {
  type AttemptEnded,
  compareEvents,
  eventKey,
} from '#shared/domain/routing/learning/learning-event.ts';
import { anAttempt, anOrder, CHANNEL_A, CHANNEL_B } from '../../../support/builders.ts';

const START = Date.parse('2026-05-01T12:00:00.000Z');
const iso = (millis: number): string => new Date(START + millis).toISOString();
const ORDER = anOrder();
const QR = { kind: 'qr', content: 'https://pay.example.com/1' } as const;

const ROUTING: AttemptRouting = {
  by: 'best',
  first: 'best',
  propensity: 0.93,
  rank: 1,
  p: 0.75,
  priorLogit: 0.8,
  region: 'CN',
  issuer: 'icbc',
  hour: 20,
  riskLevel: 'medium',
  paidOrders: 2,
  buyerKey: 'buyer-1',
  preferredChannelId: CHANNEL_B,
  snapshotVersion: 7,
  weightsVersion: 5,
  candidates: [],
};

const attemptOf = (changes: Partial<Attempt> = {}): Attempt =>
  anAttempt(ORDER, {
    channelId: CHANNEL_A,
    createdAt: iso(0),
    nextAction: QR,
    routing: ROUTING,
    ...changes,
  });

const failed = (failureReason: FailureReason, changes: Partial<Attempt> = {}): Attempt =>
  attemptOf({ state: 'failed', failureReason, endedAt: iso(4_000), ...changes });

const endsOf = (attempt: Attempt): AttemptEnded[] =>
  eventsOf(attempt).filter((event) => event.kind === 'ended');

describe('what an attempt teaches', () => {
  test('while it is open is that it started, with all that was known of the payment', () => {
    expect(eventsOf(attemptOf())).toEqual([
      {
        kind: 'started',
        at: START,
        attemptId: attemptOf().id,
        channelId: CHANNEL_A,
        provider: 'epay',
        p: 0.75,
        priorLogit: 0.8,
        rules: [],
        context: {
          amountMinor: Number(ORDER.amount.minor),
          currency: 'CNY',
          method: 'alipay',
          device: 'desktop',
          region: 'CN',
          issuer: 'icbc',
          hour: 20,
          riskLevel: 'medium',
          returningBuyer: true,
          preferredChannelId: CHANNEL_B,
        },
      },
    ]);
  });

  test('is nothing when it was routed before anything was noted', () => {
    expect(eventsOf(attemptOf({ routing: undefined, paidAt: iso(1), endedAt: iso(1) }))).toEqual(
      [],
    );
  });

  test('when it was paid is who paid, and where', () => {
    expect(
      endsOf(attemptOf({ state: 'succeeded', endedAt: iso(9_000), paidAt: iso(9_000) })),
    ).toEqual([
      {
        kind: 'ended',
        at: START + 9_001,
        attemptId: attemptOf().id,
        result: 'paid',
        blame: 'channel',
        stage: 'paid',
        buyer: { key: 'buyer-1', channelId: CHANNEL_A, method: 'alipay' },
      },
    ]);
  });

  test('names no buyer of whom nothing is known, and none who did not pay', () => {
    const paid = { state: 'succeeded', endedAt: iso(1), paidAt: iso(1) } as const;
    const [unknown] = endsOf(attemptOf({ ...paid, routing: { ...ROUTING, buyerKey: undefined } }));
    expect(unknown).not.toHaveProperty('buyer');
    expect(endsOf(failed('declined'))[0]).not.toHaveProperty('buyer');
  });

  test('when money came after all is both: that it ended, and that it was paid', () => {
    const late = attemptOf({
      state: 'succeeded',
      failureReason: 'expired',
      endedAt: iso(900_000),
      paidAt: iso(950_000),
    });
    expect(endsOf(late).map(({ at, result }) => [at - START, result])).toEqual([
      [900_001, 'abandoned'],
      [950_001, 'paid'],
    ]);
  });

  test('when it was declined is that the provider took it, and how far the buyer came', () => {
    expect(endsOf(failed('declined'))).toMatchObject([
      { result: 'declined', blame: 'channel', stage: 'engaged' },
    ]);
  });

  test('when the provider gave no way to pay is a refusal', () => {
    expect(endsOf(failed('provider_unreachable', { nextAction: undefined }))).toMatchObject([
      { result: 'refused', blame: 'upstream', stage: 'created' },
    ]);
  });

  test('when nobody paid in time is nothing about the channel', () => {
    expect(endsOf(failed('expired', { state: 'closed' }))).toMatchObject([
      { result: 'abandoned', blame: 'buyer', stage: 'shown' },
    ]);
    expect(endsOf(failed('expired', { state: 'closed', nextAction: undefined }))).toMatchObject([
      { result: 'abandoned', stage: 'created' },
    ]);
  });

  test.each<[AttemptEnded['blame'], FailureReason[]]>([
    ['channel', ['provider_refused', 'rate_limited', 'limit_reached', 'declined']],
    ['upstream', ['provider_unreachable', 'provider_maintenance']],
    ['issuer', ['issuer_unavailable']],
    [
      'account',
      [
        'invalid_credentials',
        'account_suspended',
        'amount_out_of_range',
        'currency_not_supported',
        'method_unavailable',
        'goods_refused',
        'duplicate_order_number',
      ],
    ],
    [
      'buyer',
      [
        'risk_refused',
        'insufficient_funds',
        'authentication_failed',
        'instrument_expired',
        'buyer_cancelled',
        'expired',
      ],
    ],
  ])('speaks against the %s for its reasons', (blame, reasons) => {
    for (const reason of reasons) expect(endsOf(failed(reason))[0]?.blame).toBe(blame);
    const all = failureReasonSchema.options.filter(
      (reason) => endsOf(failed(reason))[0]?.blame === blame,
    );
    expect(all.toSorted()).toEqual(reasons.toSorted());
  });

  test('counts rules once, for the first channel tried', () => {
    const routing: AttemptRouting = {
      ...ROUTING,
      rulesVersion: 3,
      ruleIds: ['night', 'small'],
      shadow: { version: 4, ruleIds: ['draft'], channelId: CHANNEL_B },
    };
    expect(eventsOf(attemptOf({ routing }))[0]).toMatchObject({
      rules: [
        { version: 3, ruleIds: ['night', 'small'], wouldChange: false },
        { version: 4, ruleIds: ['draft'], wouldChange: true },
      ],
    });
    expect(eventsOf(attemptOf({ routing: { ...routing, rank: 2 } }))[0]).not.toHaveProperty(
      'rules',
    );
    expect(
      eventsOf(
        attemptOf({
          routing: {
            ...routing,
            ruleIds: [],
            shadow: { version: 4, ruleIds: ['draft'], channelId: CHANNEL_A },
          },
        }),
      )[0],
    ).toMatchObject({ rules: [{ version: 4, ruleIds: ['draft'], wouldChange: false }] });
  });
});

describe('the events of a row', () => {
  const rows: [string, Attempt][] = [
    ['open', attemptOf()],
    ['paid', attemptOf({ state: 'succeeded', endedAt: iso(9_000), paidAt: iso(9_000) })],
    ['paid at once', attemptOf({ state: 'succeeded', endedAt: iso(0), paidAt: iso(0) })],
    [
      'paid late',
      attemptOf({
        state: 'succeeded',
        failureReason: 'expired',
        endedAt: iso(900_000),
        paidAt: iso(950_000),
      }),
    ],
    ['declined', failed('declined')],
    ['refused at once', failed('provider_refused', { nextAction: undefined, endedAt: iso(0) })],
    ['expired', failed('expired', { state: 'closed' })],
  ];

  test.each(rows)('are the same whenever it is read: %s', (_name, row) => {
    expect(eventsOf(structuredClone(row))).toEqual(eventsOf(row));
  });

  test.each(rows)('come in their order, each with a key of its own: %s', (_name, row) => {
    const events = eventsOf(row);
    expect([...events].reverse().sort(compareEvents)).toEqual(events);
    expect(new Set(events.map(eventKey)).size).toBe(events.length);
    for (const [index, { at }] of events.entries()) {
      if (index > 0) expect(at).toBeGreaterThan(START);
    }
  });

  test('that were heard before keep their key when the row goes on', () => {
    const open = attemptOf();
    const expired = attemptOf({ state: 'closed', failureReason: 'expired', endedAt: iso(900_000) });
    const paid: Attempt = { ...expired, state: 'succeeded', paidAt: iso(950_000) };
    const heard = [open, expired, paid].map((row) => eventsOf(row).map(eventKey));
    expect(heard[1]?.slice(0, 1)).toEqual(heard[0]);
    expect(heard[2]?.slice(0, 2)).toEqual(heard[1]);
    expect(heard[2]).toHaveLength(3);
  });

  test('that were heard before are the same when an expired payment is paid after all', () => {
    const expired = attemptOf({ state: 'closed', failureReason: 'expired', endedAt: iso(900_000) });
    const paid: Attempt = { ...expired, state: 'succeeded', paidAt: iso(950_000) };
    expect(eventsOf(paid).slice(0, 2)).toEqual(eventsOf(expired));
  });

  test('that were heard before are the same when a declined payment is paid after all', () => {
    const declined = failed('declined');
    const paid: Attempt = { ...declined, state: 'succeeded', paidAt: iso(20_000) };
    expect(eventsOf(paid).slice(0, 2)).toEqual(eventsOf(declined));
  });
});
