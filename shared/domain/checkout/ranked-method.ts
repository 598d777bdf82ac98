import type { PaymentMethod } from '../channels/channel.ts';
import type { MethodFacts } from './method-facts.ts';
import type { RankingCode } from './ranking-reasons.ts';
import type { Visitor } from './visitor.ts';

export interface RankedMethod {
  readonly facts: MethodFacts;
  /** What decides before any score; lower goes first. */
  readonly steps: readonly number[];
  /** In points: 20 are one place in the shop's own order. */
  readonly score: number;
  /** The strongest first. Never empty. */
  readonly reasons: readonly RankingCode[];
}

/** Compares step by step; 0 when points decide. */
export const compareSteps = (a: RankedMethod, b: RankedMethod): number =>
  a.steps.reduce((found, step, index) => found || step - (b.steps[index] ?? 0), 0);

/** The wallet whose app the visitor is in. */
export const ownWallet = ({ device }: Pick<Visitor, 'device'>): PaymentMethod | undefined => {
  if (device === 'wechat') return 'wechat_pay';
  return device === 'alipay' ? 'alipay' : undefined;
};
