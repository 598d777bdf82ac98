import { breakerState, noteTrialResult } from '../health/breaker.ts';
import { noteDelay } from '../health/delay.ts';
import { type EvidenceOf, noteDecided, noteOpen } from '../health/evidence.ts';
import { calibrate } from '../model/calibration.ts';
import { learn } from '../model/success-model.ts';
import { addToCount } from './fading-count.ts';
import {
  type ChannelState,
  FUNNEL_HALF_LIFE_MILLIS,
  type LearnerState,
  METHOD_HALF_LIFE_MILLIS,
  type OpenAttempt,
  VOLUME_HALF_LIFE_MILLIS,
} from './learner-state.ts';
import { type AttemptEnded, FUNNEL_STAGES, type FunnelStage } from './learning-event.ts';
import { lookAt } from './look-at.ts';

/** A refusal happens before the buyer could do anything: it says less about paying than a full attempt. */
const REFUSAL_WEIGHT = 0.5;
/** A channel in trouble teaches nothing about its usual self. */
const TEACHES_FROM = 0.6;

/** Credits the end of an open attempt, or its time-out. */
export const closeAttempt = (
  state: LearnerState,
  attempt: OpenAttempt,
  end: Pick<AttemptEnded, 'attemptId' | 'at' | 'result' | 'blame' | 'stage'>,
): void => {
  const channel = state.channels[attempt.channel] as ChannelState;
  const { startedAt } = attempt;
  const paid = end.result === 'paid';
  channel.open -= 1;
  creditHealth(channel, attempt, end);
  if (paid) {
    noteDelay(channel.delays, (end.at - startedAt) / 1000);
    addToCount(channel.volume, attempt.amountMinor, end.at, VOLUME_HALF_LIFE_MILLIS);
  }
  const isTry = end.result !== 'abandoned';
  if (!paid) state.unpaid.set(end.attemptId, { ...attempt, stage: isTry ? end.stage : undefined });
  if (!isTry) return;
  countMethod(channel, attempt, 1, paid ? 1 : 0);
  countFunnel(channel, attempt, { after: undefined, upTo: end.stage });
  noteTrialResult(channel.breaker, { startedAt, paid, refused: end.result === 'refused' }, end.at);
  if (end.result === 'refused') lookAt(channel, end.at);
  const segment = channel.segments.get(attempt.issuer);
  const teaches =
    breakerState(channel.breaker, end.at) === 'closed' &&
    channel.factor * (segment?.factor ?? 1) >= TEACHES_FROM;
  if (!teaches) return;
  if (end.result !== 'refused') calibrate(state.calibration, { logit: attempt.logit, paid });
  learn(state.model, {
    places: attempt.places,
    paid,
    priorLogit: attempt.priorLogit,
    weight: end.result === 'refused' ? REFUSAL_WEIGHT : 1,
  });
};

const creditHealth = (
  channel: ChannelState,
  attempt: OpenAttempt,
  end: Pick<AttemptEnded, 'result' | 'blame'>,
): void => {
  const { startedAt, channelP, segmentP, issuer } = attempt;
  const segment = channel.segments.get(issuer);
  noteOpen(channel.evidence, startedAt, channelP, -1);
  if (segment) noteOpen(segment.evidence, startedAt, segmentP, -1);
  if (end.result === 'abandoned' || end.blame === 'buyer') return;
  const shown: EvidenceOf =
    end.result === 'paid' ? 'paid' : end.result === 'refused' ? 'refused' : 'not_paid';
  if (end.blame !== 'issuer') {
    noteDecided(channel.evidence, startedAt, channelP, shown);
    if (shown !== 'refused') noteDecided(channel.evidence, startedAt, channelP, 'taken');
  }
  if (segment && shown !== 'refused') noteDecided(segment.evidence, startedAt, segmentP, shown);
};

export const isFurther = (stage: FunnelStage, than: FunnelStage): boolean =>
  FUNNEL_STAGES.indexOf(stage) > FUNNEL_STAGES.indexOf(than);

/** Counts the stages that an attempt has reached and that were not counted yet. */
export const countFunnel = (
  channel: ChannelState,
  { startedAt }: Pick<OpenAttempt, 'startedAt'>,
  { after, upTo }: { readonly after: FunnelStage | undefined; readonly upTo: FunnelStage },
): void => {
  for (const stage of FUNNEL_STAGES) {
    if (isFurther(stage, upTo)) return;
    if (after !== undefined && !isFurther(stage, after)) continue;
    addToCount(channel.funnel[stage], 1, startedAt, FUNNEL_HALF_LIFE_MILLIS);
  }
};

export const countMethod = (
  channel: ChannelState,
  { method, startedAt }: OpenAttempt,
  tries: number,
  paid: number,
): void => {
  const known = channel.methods.get(method) ?? {
    tries: { value: 0, at: 0 },
    paid: { value: 0, at: 0 },
  };
  channel.methods.set(method, known);
  addToCount(known.tries, tries, startedAt, METHOD_HALF_LIFE_MILLIS);
  addToCount(known.paid, paid, startedAt, METHOD_HALF_LIFE_MILLIS);
};
