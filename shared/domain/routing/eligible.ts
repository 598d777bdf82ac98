import type { Money } from '../money/money.ts';
import { amountRange } from './amount-range.ts';
import type { Candidate, RoutableChannel, RoutingRequest } from './candidate.ts';
import { capObstacle } from './cap-obstacle.ts';
import type { Obstacle } from './finding.ts';
import { maintenanceObstacle } from './maintenance-obstacle.ts';

export type Eligibility =
  | { readonly kind: 'eligible' }
  /** With everything that stands in the way, not only the first. */
  | { readonly kind: 'ineligible'; readonly obstacles: readonly Obstacle[] };

/** Whether a payment may go through a channel at all. These limits are never traded against price or success. */
export const eligible = (candidate: Candidate, request: RoutingRequest): Eligibility => {
  const obstacles = [
    ...standingObstacles(candidate),
    ...earlierTries(candidate.channel, request),
    ...wayToPay(candidate, request),
    ...amountLimits(candidate, request.amount),
    maintenanceObstacle(candidate.channel, request),
  ].filter((obstacle) => obstacle !== undefined);
  return obstacles.length === 0 ? { kind: 'eligible' } : { kind: 'ineligible', obstacles };
};

/** Obstacles that stand whatever the payment is and whenever it comes. */
export const standingObstacles = ({ channel, capabilities }: Candidate): Obstacle[] => {
  const found: Obstacle[] = [];
  if (!capabilities) found.push({ code: 'provider_unavailable' });
  if (channel.status !== 'enabled') {
    found.push({ code: 'channel_not_enabled', status: channel.status });
  }
  return found;
};

const earlierTries = (channel: RoutableChannel, request: RoutingRequest): Obstacle[] => {
  if (request.triedChannelIds.includes(channel.id)) return [{ code: 'already_tried' }];
  return request.failedUpstreams.includes(channel.upstream)
    ? [{ code: 'upstream_failed', upstream: channel.upstream }]
    : [];
};

const wayToPay = ({ channel, capabilities }: Candidate, request: RoutingRequest): Obstacle[] => {
  const { method, device } = request;
  const found: Obstacle[] = [];
  if (!channel.methods.includes(method) || capabilities?.methods.includes(method) === false) {
    found.push({ code: 'method_not_offered', method });
  }
  if (capabilities?.devices.includes(device) === false) {
    found.push({ code: 'device_not_supported', device });
  }
  return found;
};

const amountLimits = (candidate: Candidate, amount: Money): (Obstacle | undefined)[] => {
  const { channel, capabilities } = candidate;
  const { currency } = amount;
  if (currency !== channel.currency || capabilities?.currencies.includes(currency) === false) {
    return [{ code: 'currency_not_supported', currency, channelCurrency: channel.currency }];
  }
  const { min, max } = amountRange(candidate);
  return [
    amount.minor < min.minor ? { code: 'amount_too_small', amount, min } : undefined,
    max && amount.minor > max.minor ? { code: 'amount_too_large', amount, max } : undefined,
    capObstacle(candidate, amount),
  ];
};
