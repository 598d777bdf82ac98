import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { readSdkCall, type SdkCall } from './read-sdk-call.ts';

export interface SdkCallCounter {
  /** Calls so far by service, operation and the tables or queues they named with the number of items. */
  counts(): Record<string, number>;
  /** The calls themselves, in order, when they are recorded. */
  calls(): readonly SdkCall[];
  reset(): void;
  stop(): void;
}

/** Node's own announcement of a request that was made; without a subscriber nothing is announced. */
const CHANNEL = 'http.client.request.created';

/**
 * Counts what the functions' AWS SDK sends, by looking at the requests of this process. Pollers and other machinery
 * don't use the SDK and are not counted.
 * @param record also keep every call, e.g. to repeat the same mix without the functions.
 */
export const countSdkCalls = (record: boolean): SdkCallCounter => {
  const counts = new Map<string, number>();
  const calls: SdkCall[] = [];
  const onRequest = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    const end = request.end;
    request.end = ((...args: unknown[]) => {
      const call = readSdkCall(request, args[0]);
      if (call) {
        counts.set(call.name, (counts.get(call.name) ?? 0) + 1);
        if (record) calls.push(call);
      }
      return Reflect.apply(end, request, args);
    }) as typeof request.end;
  };
  subscribe(CHANNEL, onRequest);
  return {
    counts: () => Object.fromEntries(counts),
    calls: () => calls,
    reset: () => {
      counts.clear();
      calls.length = 0;
    },
    stop: () => {
      unsubscribe(CHANNEL, onRequest);
    },
  };
};
