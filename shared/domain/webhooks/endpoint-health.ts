import type { DisabledReason, WebhookEndpoint } from './endpoint.ts';

/** Nothing but failures for so long switches an endpoint off: longer than the whole retry schedule of one event. */
export const DISABLE_AFTER_DAYS = 5;
const DAY_MILLIS = 86_400_000;

/** What a try says about its endpoint. */
export type TryVerdict = 'delivered' | 'failed' | 'gone';

/** What is to be remembered of an endpoint after a try; `undefined`: nothing changed. */
export const judgeEndpoint = (
  endpoint: WebhookEndpoint,
  verdict: TryVerdict,
  now: Date,
): WebhookEndpoint | undefined => {
  if (endpoint.disabled) return undefined;
  const at = now.toISOString();
  const changed = { ...endpoint, version: endpoint.version + 1, updatedAt: at };
  const disable = (reason: DisabledReason) => ({
    ...changed,
    failingSince: endpoint.failingSince ?? at,
    disabled: { reason, at },
  });
  switch (verdict) {
    case 'delivered':
      return endpoint.failingSince === undefined
        ? undefined
        : { ...changed, failingSince: undefined };
    case 'gone':
      return disable('gone');
    case 'failed':
      if (endpoint.failingSince === undefined) return { ...changed, failingSince: at };
      return now.getTime() - Date.parse(endpoint.failingSince) >= DISABLE_AFTER_DAYS * DAY_MILLIS
        ? disable('failing')
        : undefined;
  }
};
