import type { Money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutableChannel, RoutingRequest } from '../candidate.ts';
import type { Obstacle } from '../explain/finding.ts';
import { amountRange } from './amount-range.ts';
import { capObstacle } from './cap-obstacle.ts';
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
    ...amountLimits(candidate, request),
    ...restrictions(candidate.channel, request),
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
  const { method, device, hasPhone, clientSdks } = request;
  const found: Obstacle[] = [];
  if (!channel.methods.includes(method) || capabilities?.methods.includes(method) === false) {
    found.push({ code: 'method_not_offered', method });
  }
  if (capabilities?.devices.includes(device) === false) {
    found.push({ code: 'device_not_supported', device });
  }
  const sdk = capabilities?.clientSdks?.[device];
  if (sdk !== undefined && clientSdks?.includes(sdk) === false) {
    found.push({ code: 'client_sdk_missing', sdk });
  }
  if (capabilities?.needsPhone && hasPhone === false) found.push({ code: 'phone_missing' });
  return found;
};

const RISK_RANK = { low: 0, medium: 1, high: 2 } as const;

/** What the account, the product or the risk check does not allow. */
const restrictions = (channel: RoutableChannel, request: RoutingRequest): Obstacle[] => {
  const found: Obstacle[] = [];
  const { riskLevel = 'low' } = request;
  if (channel.maxRisk && RISK_RANK[riskLevel] > RISK_RANK[channel.maxRisk]) {
    found.push({ code: 'risk_too_high', risk: riskLevel, max: channel.maxRisk });
  }
  for (const { source, methods, channelIds } of request.restrictions ?? []) {
    if (methods?.includes(request.method) === false || channelIds?.includes(channel.id) === false) {
      found.push({ code: 'restricted', source });
    }
  }
  return found;
};

const amountLimits = (
  candidate: Candidate,
  { amount, issuer }: RoutingRequest,
): (Obstacle | undefined)[] => {
  const { channel, capabilities } = candidate;
  const { currency } = amount;
  if (currency !== channel.currency || capabilities?.currencies.includes(currency) === false) {
    return [{ code: 'currency_not_supported', currency, channelCurrency: channel.currency }];
  }
  const { min, max } = amountRange(candidate);
  return [
    amount.minor < min.minor ? { code: 'amount_too_small', amount, min } : undefined,
    max && amount.minor > max.minor ? { code: 'amount_too_large', amount, max } : undefined,
    issuerLimit(channel, issuer, amount),
    capObstacle(candidate, amount),
  ];
};

const issuerLimit = (
  { issuerLimits = [] }: RoutableChannel,
  issuer: string | undefined,
  amount: Money,
): Obstacle | undefined => {
  if (issuer === undefined) return undefined;
  const [limit] = issuerLimits
    .filter((entry) => entry.issuer === issuer && amount.minor > entry.maxAmount.minor)
    .sort((a, b) => Number(a.maxAmount.minor - b.maxAmount.minor));
  return limit && { code: 'issuer_limit_exceeded', issuer, max: limit.maxAmount };
};
