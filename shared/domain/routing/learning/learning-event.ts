import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import type { FailureHealth } from '#shared/domain/channels/failures/failure.ts';
import type { PaymentContext } from '../model/features.ts';

/** How far the buyer came before the attempt ended. */
export const FUNNEL_STAGES = ['created', 'shown', 'engaged', 'paid'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

export interface AttemptStarted {
  readonly kind: 'started';
  readonly at: number;
  readonly attemptId: string;
  readonly channelId: string;
  readonly provider: string;
  readonly context: PaymentContext;
  /** The model's success probability at the decision, without health and load. */
  readonly p: number;
  /** Log odds of success that were assumed for the channel and method before anything was learned. */
  readonly priorLogit: number;
  /** Rules that matched, of the first channel tried: counted for the merchant, nothing is learned from them. */
  readonly rules?: readonly MatchedRules[];
}

export interface MatchedRules {
  readonly version: number;
  readonly ruleIds: readonly string[];
  /** A draft that would have chosen another channel. */
  readonly wouldChange: boolean;
}

export interface AttemptEnded {
  readonly kind: 'ended';
  readonly at: number;
  readonly attemptId: string;
  /**
   * - `paid`: the money came.
   * - `declined`: the provider took the payment and it failed.
   * - `refused`: the provider did not take it: no money can have moved.
   * - `abandoned`: closed without a payment, for a reason that says nothing about the channel.
   */
  readonly result: 'paid' | 'declined' | 'refused' | 'abandoned';
  /** Whom it speaks against when it did not succeed. */
  readonly blame: FailureHealth;
  readonly stage: FunnelStage;
  /** Who paid, where and how: remembered as a habit, nothing is learned from it. */
  readonly buyer?: {
    readonly key: string;
    readonly channelId: string;
    readonly method: PaymentMethod;
  };
}

/** A synthetic order was made at a broken channel's provider and closed again: no buyer saw it. */
export interface ChannelProbed {
  readonly kind: 'probed';
  readonly at: number;
  /** The probe's own number, in the form of an attempt's. */
  readonly attemptId: string;
  readonly channelId: string;
  /** Whether the provider took the order, said no, or nobody knows. */
  readonly result: ProbeResult;
}

export type ProbeResult = 'taken' | 'refused' | 'unknown';

/** What the learner hears of attempts and probes. Times are milliseconds since 1970. */
export type LearningEvent = AttemptStarted | AttemptEnded | ChannelProbed;

/** An event's place in the one order in which everything is learned: by time, then by attempt, start before end. */
export const compareEvents = (a: LearningEvent, b: LearningEvent): number => {
  if (a.at !== b.at) return a.at - b.at;
  if (a.attemptId !== b.attemptId) return a.attemptId < b.attemptId ? -1 : 1;
  if (a.kind !== b.kind) return a.kind === 'started' ? -1 : 1;
  return 0;
};

/** The same event heard twice has the same key. */
export const eventKey = (event: LearningEvent): string =>
  event.kind === 'ended'
    ? `${event.attemptId}-${event.at}`
    : `${event.attemptId}${event.kind === 'started' ? '+' : '?'}`;
