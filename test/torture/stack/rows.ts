import { isRefundOpen } from '#shared/domain/refunds/refund.ts';
import { atMost, type BenchRow } from '#test/bench/support/bench.ts';
import type { StoredOrder, StoredState } from '../invariants/stored-state.ts';
import type { Findings } from './findings.ts';
import { isPaid } from './gateways.ts';
import { CHECKS } from './judge.ts';

export interface Summary {
  readonly state: StoredState;
  readonly violations: readonly string[];
  readonly seconds: { readonly sale: number; readonly all: number };
}

/** What one run through the real stack comes to. */
export const rowsOf = (findings: Findings, { state, violations, seconds }: Summary): BenchRow[] => [
  ...driven(findings),
  ...messages(findings),
  ...faults(findings),
  ...outcomes(findings, state),
  ...rareStories(state),
  row('time of the sale', seconds.sale, 's'),
  row('time', seconds.all, 's'),
  row('invariants checked', CHECKS, 'checks'),
  none('violations', violations, 'violations'),
  none('left unfinished', findings.unfinished, 'things'),
  none('visible to another tenant', findings.visibleToOthers, 'things'),
];

const row = (metric: string, value: number, unit: string): BenchRow => ({
  metric: `stack: ${metric}`,
  value,
  unit,
});

const none = (metric: string, found: readonly string[], unit: string): BenchRow =>
  atMost(`stack: ${metric}`, found.length, { unit, threshold: 0 });

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

const driven = ({ chronicle }: Findings): BenchRow[] => [
  row('orders driven', chronicle.begun, 'orders'),
  row('orders made', chronicle.made, 'orders'),
  row('ways to pay started', chronicle.attempts, 'attempts'),
  row('kills', chronicle.kills, 'kills'),
  row('restarts', chronicle.restarts, 'restarts'),
  row('queues paused', chronicle.pauses, 'times'),
  row('calls cut off', chronicle.cutOff, 'calls'),
  row('calls refused', sum([...chronicle.refusals.values()]), 'calls'),
  row('answers that the server failed', chronicle.serverErrors, 'answers'),
];

const messages = ({ chronicle, receiver, books }: Findings): BenchRow[] => {
  const sent = books
    .flatMap(({ orders }) => orders.flatMap(({ notifications }) => notifications))
    .filter(({ status }) => status !== 0);
  const strangers = chronicle.acknowledgements;
  const acknowledged = [
    ...sent.filter((one) => one.acknowledged),
    ...strangers.filter(({ accepted }) => accepted),
  ];
  const taken = sum([...receiver.taken.values()]);
  return [
    row('notifications seen', sent.length + strangers.length, 'notifications'),
    row('notifications acknowledged', acknowledged.length, 'notifications'),
    row('webhooks taken', receiver.taken.size, 'messages'),
    row('webhooks taken again', taken - receiver.taken.size, 'messages'),
    row('webhooks turned away', receiver.turnedAway, 'messages'),
    row('webhooks asked for again', chronicle.askedFor, 'messages'),
    row('dead letters sent back', chronicle.redriven, 'messages'),
  ];
};

const faults = ({ chronicle }: Findings): BenchRow[] =>
  [...chronicle.faults]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => row(`faults, ${name}`, count, 'phases'));

/** Steps of stories that only something out of the ordinary leads to. */
const RARE_STEPS = [
  'payment_announced',
  'duplicate_payment',
  'paid_after_cancellation',
  'late_payment',
  'underpaid',
  'overpaid',
  'awaiting_stock',
  'refund_failed',
  'refund_unknown',
  'completed_by_hand',
  'review_resolved',
] as const;

const rareStories = (state: StoredState): BenchRow[] =>
  RARE_STEPS.map((step) =>
    row(
      `stories with ${step.replaceAll('_', ' ')}`,
      state.orders.filter(({ order }) => order.timeline.some(({ what }) => what === step)).length,
      'orders',
    ),
  );

const outcomes = ({ books }: Findings, state: StoredState): BenchRow[] => {
  const paid = books.flatMap(({ orders }) => orders.filter(isPaid));
  const refunds = paid.flatMap(({ refunds: made }) => made);
  const count = (matches: (stored: StoredOrder) => boolean): number =>
    state.orders.filter(matches).length;
  const plans = state.orders.flatMap(({ order }) => order.metadata.plan ?? []);
  return [
    row('orders made twice with one key', plans.length - new Set(plans).size, 'orders'),
    row('paid at gateways', paid.length, 'payments'),
    row('paid at gateways, money', sum(paid.map(({ paidMinor }) => paidMinor)) / 100, 'CNY'),
    row(
      'delivered',
      count(({ order }) => order.deliveredAt !== undefined),
      'orders',
    ),
    row(
      'waiting for stock',
      count(({ order }) => order.state === 'awaiting_stock'),
      'orders',
    ),
    row(
      'held for a person',
      count(({ order }) => order.review !== undefined),
      'orders',
    ),
    row('refunded', refunds.length, 'refunds'),
    row('refunded, money', sum(refunds.map(({ minor }) => minor)) / 100, 'CNY'),
    row(
      'refunds that nobody knows of',
      sum(state.orders.map(({ refunds: made }) => made.filter(isRefundOpen).length)),
      'refunds',
    ),
  ];
};
