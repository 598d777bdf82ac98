import type { PaymentMethod } from '../channels/channel.ts';
import type { MethodFacts } from './method-facts.ts';
import type { RankingCode } from './ranking-reasons.ts';
import { type Fit, regionalFit } from './regional-fit.ts';
import type { Visitor } from './visitor.ts';

/** What the methods are measured against. */
export interface Standards {
  /** Places in the shop's order that methods share, first to last. */
  readonly places: readonly number[];
  /** The best of the offered methods. */
  readonly success: number;
  readonly seconds: number;
}

/** What spoke for a method, and by how much. */
export interface Point {
  readonly code: RankingCode;
  readonly points: number;
}

/** The unit of all points: one place in the shop's own order. */
export const PLACE = 20;
const HABIT = 2.5 * PLACE;
const REGION: Readonly<Record<Fit, number>> = {
  at_home: 1.5 * PLACE,
  neutral: 0,
  foreign: -1.5 * PLACE,
};
/** Known by the language alone. */
const GUESSED_REGION = 0.5;
const SCANNED = 1.25 * PLACE;
const APPLE_ON_PHONE = 1.75 * PLACE;
const GOOGLE_ON_PHONE = 1.25 * PLACE;
const APPLE_ON_MAC = 0.75 * PLACE;
const IMPAIRED = -PLACE;
/** A certain success against a certain failure; half as likely costs one place. */
const SUCCESS = 2 * PLACE;
const NAMED_FROM = 4;
const POINTS_A_SECOND = 1 / 12;
const SLOWEST = -0.5 * PLACE;

/** A phone pays them by scanning a code. */
const SCANNED_METHODS: readonly PaymentMethod[] = ['alipay', 'wechat_pay', 'qq_wallet'];

/** Everything that speaks for and against one method; the sum is its score. Never empty. */
export const scoreMethod = (
  facts: MethodFacts,
  visitor: Visitor,
  standards: Standards,
  buyersMethod: PaymentMethod | undefined,
): readonly Point[] => [
  ...habitPoints(facts, visitor, buyersMethod),
  ...devicePoints(facts, visitor),
  ...regionPoints(facts, visitor),
  ...orderPoints(facts, standards),
  ...experiencePoints(facts, standards),
];

const habitPoints = (
  { method }: MethodFacts,
  { lastMethod }: Visitor,
  buyersMethod: PaymentMethod | undefined,
): Point[] => {
  if (method === buyersMethod) return [{ code: 'paid_before', points: HABIT }];
  return method === lastMethod ? [{ code: 'paid_here_before', points: HABIT }] : [];
};

const devicePoints = ({ method }: MethodFacts, { device, platform, browser }: Visitor): Point[] => {
  if (method === 'apple_pay' && browser === 'safari') {
    const points = platform === 'ios' ? APPLE_ON_PHONE : APPLE_ON_MAC;
    return [{ code: 'device_wallet', points }];
  }
  if (method === 'google_pay' && platform === 'android' && browser === 'chrome') {
    return [{ code: 'device_wallet', points: GOOGLE_ON_PHONE }];
  }
  return device === 'desktop' && SCANNED_METHODS.includes(method)
    ? [{ code: 'scan_with_phone', points: SCANNED }]
    : [];
};

const regionPoints = ({ method }: MethodFacts, visitor: Visitor): Point[] => {
  const fit = regionalFit(method, visitor);
  if (fit === 'neutral') return [];
  const points = REGION[fit] * (visitor.country === undefined ? GUESSED_REGION : 1);
  return [{ code: fit === 'at_home' ? 'common_here' : 'uncommon_here', points }];
};

const orderPoints = ({ place }: MethodFacts, { places }: Standards): Point[] => {
  const before = places.indexOf(place);
  return before <= 0
    ? [{ code: 'shop_first', points: 0 }]
    : [{ code: 'shop_order', points: -PLACE * before }];
};

const experiencePoints = (
  { success, health, seconds }: MethodFacts,
  standards: Standards,
): Point[] => {
  const likely = -SUCCESS * (standards.success - success);
  const slow = Math.max(SLOWEST, -POINTS_A_SECOND * ((seconds ?? 0) - standards.seconds));
  return [
    { code: 'less_reliable' as const, points: likely },
    ...(health === 'impaired' ? [{ code: 'impaired_now' as const, points: IMPAIRED }] : []),
    ...(seconds === undefined ? [] : [{ code: 'slower' as const, points: slow }]),
  ].filter(({ points }) => points < 0);
};

/** Too little to be told. */
export const isNamed = ({ code, points }: Point): boolean =>
  points <= -NAMED_FROM || (code !== 'less_reliable' && code !== 'slower');
