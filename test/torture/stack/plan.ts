import { type BuyerPlan, drawBuyers, type Goods } from './buyer-plan.ts';
import { type Draw, drawOf } from './draw.ts';
import { drawFaults, type FaultPhase } from './fault-phases.ts';

/** Something that happens when so many orders were begun. */
export interface Happening {
  readonly atOrder: number;
  readonly afterMillis: number;
}

export interface Kill extends Happening {
  /** Waits until the next buyer pays, and strikes so soon after that the money is on its way through the queues. */
  readonly afterPaymentMillis: number | undefined;
}

export interface CardImport extends Happening {
  readonly goods: Goods;
  readonly cards: number;
}

export interface QueuePause extends Happening {
  readonly queue: 'callbacks' | 'follow-ups' | 'webhooks';
  readonly millis: number;
}

/** Everything that one run means to do. */
export interface Plan {
  readonly seed: number;
  readonly buyers: readonly BuyerPlan[];
  /** Cards on the shelf when the sale begins. */
  readonly stock: Readonly<Record<Goods, number>>;
  readonly imports: readonly CardImport[];
  readonly kills: readonly Kill[];
  readonly pauses: readonly QueuePause[];
  readonly faults: readonly FaultPhase[];
  readonly policies: PolicyChoice;
  /** Most that one account may take a day, in minor units. */
  readonly dailyCapMinor: number;
}

export type PolicyChoice = ReturnType<typeof drawPolicies>;

const ORDERS_PER_KILL = 70;
const ORDERS_PER_PAUSE = 80;
/** The shelf holds so much of what the orders want, scarce goods less; a part of it comes while they buy. */
const STOCK_AT_FIRST = { month: 0.6, trial: 0.3 } as const;
const STOCK_LATER = 0.2;
/** Of the one and of the other in turn. */
const IMPORTED = ['month', 'trial', 'month', 'trial'] as const;
const LOOP_CARDS = 1;
/** Makes the account refuse towards the end of a run. */
const CAP_MINOR_PER_ORDER = 260;

export const drawPlan = (seed: number, orders: number): Plan => {
  const draw = drawOf(seed, -1);
  const buyers = drawBuyers(seed, orders);
  const wanted = (goods: Goods): number =>
    buyers
      .filter((buyer) => buyer.goods === goods)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    seed,
    buyers,
    stock: {
      month: Math.ceil(wanted('month') * STOCK_AT_FIRST.month),
      trial: Math.ceil(wanted('trial') * STOCK_AT_FIRST.trial),
      loop: LOOP_CARDS,
      manual: 0,
    },
    imports: IMPORTED.map((goods, index) => ({
      ...spread(draw, orders, IMPORTED.length, index),
      goods,
      cards: Math.ceil((wanted(goods) * STOCK_LATER) / 2) + 1,
    })),
    kills: [
      ...happenings(draw, orders, ORDERS_PER_KILL).map((happening, index) => ({
        ...happening,
        afterPaymentMillis: index % 3 === 2 ? undefined : draw.between(0, 500),
      })),
      // While the last ones pay, and people work on what is left.
      {
        atOrder: orders,
        afterMillis: draw.between(500, 5_000),
        afterPaymentMillis: undefined,
      },
    ],
    pauses: happenings(draw, orders, ORDERS_PER_PAUSE).map((happening) => ({
      ...happening,
      queue: draw.oneOf(['callbacks', 'follow-ups', 'webhooks'] as const),
      millis: draw.between(1_000, 6_000),
    })),
    faults: drawFaults(draw, orders),
    policies: drawPolicies(draw),
    dailyCapMinor: CAP_MINOR_PER_ORDER * orders,
  };
};

const happenings = (draw: Draw, orders: number, ordersPerOne: number): Happening[] => {
  const count = Math.max(1, Math.round(orders / ordersPerOne));
  return Array.from({ length: count }, (_, index) => spread(draw, orders, count, index));
};

/** The `index`-th of `count` moments of a run, somewhere in its share of it. */
const spread = (draw: Draw, orders: number, count: number, index: number): Happening => ({
  atOrder: Math.max(1, Math.floor(((index + draw.between(20, 95) / 100) * orders) / count)),
  afterMillis: draw.between(0, 500),
});

const drawPolicies = (draw: Draw) => ({
  late: {
    deliver_within_hours: draw.oneOf([72, 72, 0]),
    afterwards: draw.oneOf(['refund', 'hold'] as const),
  },
  after_cancellation: draw.oneOf(['refund', 'hold'] as const),
  duplicate: draw.oneOf(['refund', 'refund', 'hold'] as const),
  underpaid: {
    tolerance_basis_points: draw.oneOf([0, 500]),
    beyond: draw.oneOf(['hold', 'refund'] as const),
  },
  overpaid: {
    tolerance_basis_points: 0,
    beyond: draw.oneOf(['deliver_and_credit', 'deliver_and_refund', 'hold'] as const),
  },
  out_of_stock: {
    wait_hours: draw.oneOf([24, 24, 0]),
    afterwards: draw.oneOf(['refund', 'hold'] as const),
  },
  refunded_cards: draw.oneOf(['revoke', 'keep'] as const),
});
