import type { EpayHabits } from '#infra/local/providers/epay/habits.ts';
import { type Behaviour, GOOD_BEHAVIOUR } from '#infra/local/providers/kit/behaviour.ts';
import type { Draw } from './draw.ts';

/** How a gateway misbehaves for a while. */
export type Fault =
  | { readonly kind: 'behaviour'; readonly name: string; readonly change: Partial<Behaviour> }
  /** Connections are refused. */
  | { readonly kind: 'outage'; readonly name: string; readonly millis: number };

/** A fault of one gateway between two orders. */
export interface FaultPhase {
  readonly atOrder: number;
  readonly untilOrder: number;
  /** Place in the list of gateways. */
  readonly gateway: number;
  readonly fault: Fault;
}

export const GATEWAYS = 3;
const ORDERS_PER_FAULT = 9;

const FAULTS: readonly ((draw: Draw) => Fault)[] = [
  (draw) => behaviour('duplicates', { duplicates: draw.between(1, 3) }),
  (draw) => behaviour('lost notifications', { dropNext: draw.between(3, 12) }),
  (draw) => behaviour('reordered notifications', { reorder: draw.between(2, 5) }),
  (draw) => behaviour('late notifications', { notifyDelayMillis: draw.between(1_000, 6_000) }),
  () => behaviour('bad signatures', { badSignature: true }),
  () => behaviour('another account named', { wrongMerchant: '9999' }),
  (draw) => behaviour('wrong amounts', { wrongAmountMinor: draw.oneOf([1, 990, 9_999]) }),
  (draw) => behaviour('slow replies', { replyDelayMillis: draw.between(200, 1_500) }),
  (draw) => behaviour('refused orders', { createStatus: draw.oneOf([500, 502, 503]) }),
  () => behaviour('errors after accepting', { createStatusAfterAccepting: 502 }),
  () => behaviour('time-outs after accepting', { timeoutAfterAccepting: true }),
  () => behaviour('maintenance', { maintenance: true }),
  () => behaviour('refused refunds', { refuseRefundsWith: '商户余额不足' }),
  () => behaviour('unclear refunds', { refuseRefundsWith: '系统繁忙，请稍后再试' }),
  () => habit('another spelling of money', { moneyAs: 'four_decimals' }),
  () => habit('another refund code', { refundCode: 1 }),
  (draw) => ({ kind: 'outage', name: 'outage', millis: draw.between(1_000, 3_000) }),
];

const behaviour = (name: string, change: Partial<Behaviour>): Fault => ({
  kind: 'behaviour',
  name,
  change,
});

const habit = (name: string, habits: Partial<EpayHabits>): Fault =>
  behaviour(name, { habits: { ...habits } });

/** Seeded phases over the whole run; every kind comes before one comes twice. */
export const drawFaults = (draw: Draw, orders: number): FaultPhase[] => {
  const count = Math.ceil(orders / ORDERS_PER_FAULT);
  const offset = draw.between(0, FAULTS.length - 1);
  return Array.from({ length: count }, (_, index) => {
    const atOrder = draw.between(index * ORDERS_PER_FAULT, (index + 1) * ORDERS_PER_FAULT);
    const fault = FAULTS[(index + offset) % FAULTS.length]?.(draw);
    if (!fault) throw new RangeError('there is no such fault');
    return {
      atOrder: Math.min(orders, Math.max(1, atOrder)),
      untilOrder: atOrder + draw.between(6, 20),
      gateway: draw.between(0, GATEWAYS - 1),
      fault,
    };
  });
};

/** What ends a fault. */
export const undone = (change: Partial<Behaviour>): Partial<Behaviour> =>
  Object.fromEntries(
    (Object.keys(change) as (keyof Behaviour)[]).map((name) => [name, GOOD_BEHAVIOUR[name]]),
  );
