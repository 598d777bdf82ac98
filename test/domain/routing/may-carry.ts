import type { ClientSdk } from '#shared/domain/channels/channel.ts';
import type { Money } from '#shared/domain/money/money.ts';
import type { Candidate, RoutingRequest } from '#shared/domain/routing/candidate.ts';

const within = (amount: Money, min: Money | undefined, max: Money | undefined): boolean =>
  (!min || amount.minor >= min.minor) && (!max || amount.minor <= max.minor);

const runs = ({ clientSdks }: RoutingRequest, sdk: ClientSdk | undefined): boolean =>
  sdk === undefined || clientSdks === undefined || clientSdks.includes(sdk);

const RISKS = ['low', 'medium', 'high'];

/** The limits once more, said in one sentence each and without the production code. */
export const mayCarry = (
  { channel, capabilities, reservedTodayMinor }: Candidate,
  request: RoutingRequest,
) => {
  const { amount, now, expiresAt } = request;
  return (
    channel.status === 'enabled' &&
    capabilities !== undefined &&
    channel.currency === amount.currency &&
    capabilities.currencies.includes(amount.currency) &&
    channel.methods.includes(request.method) &&
    capabilities.methods.includes(request.method) &&
    capabilities.devices.includes(request.device) &&
    runs(request, capabilities.clientSdks?.[request.device]) &&
    (!capabilities.needsPhone || request.hasPhone !== false) &&
    within(amount, channel.minAmount, channel.maxAmount) &&
    amount.minor >= capabilities.amountMinor.min &&
    amount.minor <= capabilities.amountMinor.max &&
    (!channel.dailyCap || (reservedTodayMinor ?? 0n) + amount.minor <= channel.dailyCap.minor) &&
    !request.triedChannelIds.includes(channel.id) &&
    !request.failedUpstreams.includes(channel.upstream) &&
    RISKS.indexOf(request.riskLevel ?? 'low') <= RISKS.indexOf(channel.maxRisk ?? 'high') &&
    (channel.issuerLimits ?? []).every(
      ({ issuer, maxAmount }) => issuer !== request.issuer || amount.minor <= maxAmount.minor,
    ) &&
    (request.restrictions ?? []).every(
      ({ methods, channelIds }) =>
        (methods ?? [request.method]).includes(request.method) &&
        (channelIds ?? [channel.id]).includes(channel.id),
    ) &&
    channel.maintenance.every(({ startsAt, endsAt }) => {
      const start = Math.max(Date.parse(startsAt), now.getTime());
      const end = Math.min(Date.parse(endsAt), expiresAt.getTime());
      return start >= end;
    })
  );
};
