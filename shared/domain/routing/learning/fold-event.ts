import { noteProbe, noteTrial } from '../health/breaker.ts';
import { noteDelay } from '../health/delay.ts';
import { noteDecided, noteOpen } from '../health/evidence.ts';
import { calibrated } from '../model/calibration.ts';
import {
  CHANNEL_FEATURES,
  newContextValues,
  placeChannel,
  placeShared,
  readContext,
} from '../model/features.ts';
import { learn, logitOf } from '../model/success-model.ts';
import { closeAttempt, countFunnel, countMethod, isFurther } from './close-attempt.ts';
import { addToCount } from './fading-count.ts';
import {
  type ChannelState,
  channelIndex,
  type LearnerState,
  newPlaces,
  type OpenAttempt,
  RATE_HALF_LIFE_MILLIS,
  segmentOf,
} from './learner-state.ts';
import type {
  AttemptEnded,
  AttemptStarted,
  ChannelProbed,
  LearningEvent,
} from './learning-event.ts';
import { passTime } from './pass-time.ts';

const values = newContextValues();

/**
 * Learns from one event. Events must come in their order (`compareEvents`), each once; `journal` sees to that.
 * Changes `state` in place.
 */
export const foldEvent = (state: LearnerState, event: LearningEvent): void => {
  passTime(state, event.at);
  state.upTo = Math.max(state.upTo, event.at);
  state.events += 1;
  if (event.kind === 'started') foldStart(state, event);
  else if (event.kind === 'ended') foldEnd(state, event);
  else foldProbe(state, event);
};

/** A probe shows whether the provider takes orders; whether buyers pay them only buyers can show. */
const foldProbe = (state: LearnerState, { at, channelId, result }: ChannelProbed): void => {
  const channel = state.channels[state.indexes.get(channelId) ?? -1];
  if (!channel) return;
  if (result !== 'unknown') noteDecided(channel.evidence, at, 1, result);
  noteProbe(channel.breaker, result === 'taken', at);
};

const foldStart = (state: LearnerState, event: AttemptStarted): void => {
  const { at, attemptId, context } = event;
  if (state.open.has(attemptId) || state.unpaid.has(attemptId)) return;
  const index = channelIndex(state, event);
  const channel = state.channels[index] as ChannelState;
  const places = newPlaces();
  readContext(context, values);
  placeChannel(channel.salts, values, context.preferredChannelId === channel.id, places);
  placeShared(values, places, CHANNEL_FEATURES);
  const segment = context.issuer === '' ? undefined : segmentOf(channel, context.issuer, at);
  const logit = logitOf(event.p);
  const p = calibrated(state.calibration, logit);
  const attempt: OpenAttempt = {
    startedAt: at,
    channel: index,
    issuer: context.issuer,
    method: context.method,
    amountMinor: context.amountMinor,
    places,
    priorLogit: event.priorLogit,
    logit,
    channelP: p * (segment?.factor ?? 1),
    segmentP: p * channel.factor,
  };
  state.open.set(attemptId, attempt);
  channel.open += 1;
  noteOpen(channel.evidence, at, attempt.channelP, 1);
  if (segment) noteOpen(segment.evidence, at, attempt.segmentP, 1);
  addToCount(channel.starts, 1, at, RATE_HALF_LIFE_MILLIS);
  noteTrial(channel.breaker, at);
};

const foldEnd = (state: LearnerState, event: AttemptEnded): void => {
  const { attemptId, at } = event;
  const attempt = state.open.get(attemptId);
  if (attempt) {
    state.open.delete(attemptId);
    closeAttempt(state, attempt, event);
    return;
  }
  const late = state.unpaid.get(attemptId);
  if (!late) return;
  const channel = state.channels[late.channel] as ChannelState;
  if (event.result !== 'paid') {
    // Only how far the buyer came is news.
    if (late.stage === undefined) return;
    countFunnel(channel, late, { after: late.stage, upTo: event.stage });
    if (isFurther(event.stage, late.stage)) {
      state.unpaid.set(attemptId, { ...late, stage: event.stage });
    }
    return;
  }
  // It was learned as not paid when it timed out or failed; the money that came says otherwise.
  state.unpaid.delete(attemptId);
  countMethod(channel, late, late.stage === undefined ? 1 : 0, 1);
  countFunnel(channel, late, { after: late.stage, upTo: 'paid' });
  noteDelay(channel.delays, (at - late.startedAt) / 1000);
  learn(state.model, { places: late.places, paid: true, priorLogit: late.priorLogit, weight: 1 });
};
