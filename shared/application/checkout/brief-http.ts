import type { ProviderHttp } from '../ports/provider-http.ts';

/** Longest call to a provider while a browser waits to be sent on. */
const MAX_CALL_MILLIS = 5_000;

/**
 * Gives a provider less time than its adapter would, for calls that a browser on its way waits for. What was not answered
 * is unknown, and is asked about soon. One for the whole process: adapters keep tokens by it.
 */
export const briefHttp = (http: ProviderHttp): ProviderHttp => ({
  request: (request) =>
    http.request({
      ...request,
      timeoutMillis: Math.min(request.timeoutMillis ?? MAX_CALL_MILLIS, MAX_CALL_MILLIS),
    }),
});
