import { METRICS } from '../../contract/metrics.ts';
import type { CallbackMessage } from '../../contract/queues.ts';
import type { CallbackTrace } from '../../domain/callbacks/notification.ts';
import type { OrderStore } from '../ports/order-store.ts';
import type { Metrics, Runtime } from '../ports/runtime.ts';

export interface KeepTraceDeps {
  readonly orders: Pick<OrderStore, 'recordTrace'>;
  readonly metrics: Metrics;
  readonly runtime: Pick<Runtime, 'now'>;
}

/** A callback as it is kept, with its effect. */
export const traceOf = (
  { runtime }: Pick<KeepTraceDeps, 'runtime'>,
  { kept: _, ...message }: CallbackMessage,
  effect: CallbackTrace['effect'],
  effectDetail: string,
): CallbackTrace => ({
  ...message,
  effect,
  effectDetail,
  appliedAt: runtime.now().toISOString(),
});

/** Remembers a callback that changed no order. Repeating it changes nothing. */
export const keepTrace = async (
  deps: KeepTraceDeps,
  message: CallbackMessage,
  effect: CallbackTrace['effect'],
  detail: string,
): Promise<CallbackTrace['effect']> => {
  await deps.orders.recordTrace(traceOf(deps, message, effect, detail));
  return effect;
};

/** It names nothing of ours: kept where a person finds it. */
export const keepUnmatched = (
  deps: KeepTraceDeps,
  message: CallbackMessage,
  detail: string,
): Promise<CallbackTrace['effect']> => {
  deps.metrics.count(METRICS.callbackUnmatched);
  return keepTrace(deps, message, 'unmatched', detail);
};
