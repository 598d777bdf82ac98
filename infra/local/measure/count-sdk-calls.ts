import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { nameSdkCall } from './name-sdk-call.ts';

export interface SdkCallCounter {
  /** Calls so far by service, operation and the tables or queues they named with the number of items. */
  counts(): Record<string, number>;
  reset(): void;
  stop(): void;
}

/** Node's own announcement of a request that was made; without a subscriber nothing is announced. */
const CHANNEL = 'http.client.request.created';

/**
 * Counts what the functions' AWS SDK sends, by looking at the requests of this thread. Pollers and other machinery
 * don't use the SDK and are not counted.
 */
export const countSdkCalls = (): SdkCallCounter => {
  const counts = new Map<string, number>();
  const onRequest = (message: unknown): void => {
    const { request } = message as { request: ClientRequest };
    const end = request.end;
    request.end = ((...args: unknown[]) => {
      const name = nameSdkCall(request, args[0]);
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
      return Reflect.apply(end, request, args);
    }) as typeof request.end;
  };
  subscribe(CHANNEL, onRequest);
  return {
    counts: () => Object.fromEntries(counts),
    reset: () => counts.clear(),
    stop: () => {
      unsubscribe(CHANNEL, onRequest);
    },
  };
};
