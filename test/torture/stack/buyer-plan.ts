import type { Device, PaymentMethod } from '#shared/domain/channels/channel.ts';
import { type Draw, drawOf } from './draw.ts';

/** What the shop sells: by itself, by the piece, endlessly, and by hand. */
export const GOODS = ['month', 'trial', 'loop', 'manual'] as const;
export type Goods = (typeof GOODS)[number];

/** What somebody does who got no answer for a while. */
export type Nerve = 'repeats' | 'leaves';

/** Whom the buyer pays: nobody, at the way chosen last, or everywhere. */
export interface Payment {
  readonly where: 'nowhere' | 'last' | 'everywhere';
  /** Compared with what was asked for. */
  readonly share: number;
  readonly when: 'now' | 'after the expiry' | 'after the cancellation';
  /** After the expiry. */
  readonly lateByMillis: number;
}

/** What the shop's people do with an order once it is paid, or should be. */
export const DEEDS = [
  'refund all',
  'refund a part',
  'refund twice with one key',
  'refund a part, then the rest',
  'complete',
  'replay the callback',
] as const;
export type Deed = (typeof DEEDS)[number];

/** What strangers try on the callbacks' address. */
export const TRICKS = [
  'repeats a notification',
  'changes the amount',
  'changes the signature',
  'sends it to another account',
  'sends it to nobody',
  'lets the gateway notify again',
] as const;
export type Trick = (typeof TRICKS)[number];

/** One order's story as it is meant to go. */
export interface BuyerPlan {
  readonly number: number;
  readonly goods: Goods;
  readonly quantity: number;
  readonly contact: string;
  readonly expiresInSeconds: number;
  /** Hangs up before the answer and asks again with the same key. */
  readonly hangsUpAfterMillis: number | undefined;
  readonly nerve: Nerve;
  readonly methods: readonly PaymentMethod[];
  readonly device: Device;
  readonly tapsTwice: boolean;
  readonly hesitatesMillis: number;
  readonly payment: Payment;
  readonly cancels: boolean;
  readonly waitsForCards: boolean;
  readonly deeds: readonly Deed[];
  readonly tricks: readonly Trick[];
}

const METHODS: readonly PaymentMethod[] = ['alipay', 'wechat_pay', 'qq_wallet', 'unionpay'];

/** Regulars come back: what one of them holds unpaid is counted together. */
const CONTACTS = 60;

const SHORTEST_EXPIRY_SECONDS = 60;
/** The last ones of a run. */
const SHARE_IN_HASTE = 0.25;

export const drawBuyers = (seed: number, orders: number): BuyerPlan[] =>
  Array.from({ length: orders }, (_, index) => {
    const plan = drawBuyer(drawOf(seed, index), index + 1);
    return index < orders * (1 - SHARE_IN_HASTE) ? plan : inHaste(plan);
  });

/** So that the shop need not wait for the last ones longer than for others. */
const inHaste = (plan: BuyerPlan): BuyerPlan => ({
  ...plan,
  expiresInSeconds: SHORTEST_EXPIRY_SECONDS,
  payment:
    plan.payment.when === 'after the expiry' ? { ...plan.payment, when: 'now' } : plan.payment,
});

/** How often each is asked for. Who comes back late mostly wants what is scarce, and finds it sold. */
const ASKED_FOR: readonly Goods[] = [
  'month',
  'month',
  'month',
  'month',
  'trial',
  'trial',
  'trial',
  'loop',
  'manual',
];
const ASKED_FOR_LATE: readonly Goods[] = ['trial', 'trial', 'trial', 'month', 'loop', 'manual'];

const drawBuyer = (draw: Draw, number: number): BuyerPlan => {
  const payment = drawPayment(draw);
  const goods = draw.oneOf(payment.when === 'after the expiry' ? ASKED_FOR_LATE : ASKED_FOR);
  const first = draw.oneOf(METHODS);
  const others = METHODS.filter((method) => method !== first);
  const methods = draw.chance(0.35) ? [first, draw.oneOf(others)] : [first];
  const pays = payment.where !== 'nowhere';
  return {
    number,
    goods,
    quantity: goods === 'trial' ? draw.between(1, 3) : 1,
    contact: `buyer-${draw.between(1, CONTACTS)}@example.com`,
    expiresInSeconds:
      payment.when === 'after the expiry'
        ? SHORTEST_EXPIRY_SECONDS
        : draw.oneOf([60, 60, 60, 75, 90]),
    hangsUpAfterMillis: draw.chance(0.08) ? draw.between(1, 40) : undefined,
    nerve: draw.chance(0.75) ? 'repeats' : 'leaves',
    methods,
    device: draw.oneOf<Device>(['desktop', 'mobile', 'wechat', 'alipay']),
    tapsTwice: draw.chance(0.12),
    hesitatesMillis: draw.between(0, 400),
    payment,
    cancels: payment.when === 'after the cancellation' || (!pays && draw.chance(0.3)),
    waitsForCards: pays && draw.chance(0.5),
    deeds: drawDeeds(draw, goods, pays),
    tricks: pays && draw.chance(0.25) ? [draw.oneOf(TRICKS)] : [],
  };
};

const drawPayment = (draw: Draw): Payment => ({
  where: draw.oneOf(['nowhere', 'last', 'last', 'last', 'last', 'everywhere']),
  share: draw.chance(0.12) ? draw.oneOf([0.5, 0.96, 1.2, 2]) : 1,
  when: draw.chance(0.16) ? draw.oneOf(['after the expiry', 'after the cancellation']) : 'now',
  lateByMillis: draw.between(0, 10_000),
});

const drawDeeds = (draw: Draw, goods: Goods, pays: boolean): Deed[] => {
  // A person may vouch for money that no gateway has seen.
  if (!pays) return draw.chance(0.15) ? ['complete'] : [];
  if (goods === 'manual' && draw.chance(0.75)) return ['complete'];
  return draw.chance(0.25) ? [draw.oneOf(DEEDS)] : [];
};
