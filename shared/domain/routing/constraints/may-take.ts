import type { Restriction } from '../candidate.ts';
import type { PreparedChannel } from '../portfolio.ts';

/** A payment as numbers and words, for the checks that run on every channel of every payment. */
export interface ReadyRequest {
  readonly amountMinor: number;
  readonly currency: string;
  readonly method: string;
  readonly device: string;
  readonly issuer: string;
  /** Providers' code that the front end can run; `undefined`: all of it. */
  readonly clientSdks: readonly string[] | undefined;
  /** The phone number that pays was asked for and not given. */
  readonly withoutPhone: boolean;
  readonly risk: number;
  readonly nowMillis: number;
  readonly expiresMillis: number;
  readonly triedChannelIds: readonly string[];
  readonly failedUpstreams: readonly string[];
  readonly restrictions: readonly Restriction[];
}

/**
 * Whether a payment may go through a channel at all: the hard limits of `eligible`, which says the same with reasons,
 * at the price of a few comparisons.
 */
export const mayTake = (channel: PreparedChannel, request: ReadyRequest): boolean => {
  const { amountMinor } = request;
  return (
    channel.standing &&
    channel.currency === request.currency &&
    amountMinor >= channel.minMinor &&
    amountMinor <= channel.maxMinor &&
    amountMinor <= channel.capMinor - channel.reservedMinor &&
    channel.maxRisk >= request.risk &&
    channel.methods.has(request.method) &&
    channel.devices?.has(request.device) !== false &&
    canRun(channel, request) &&
    !(channel.needsPhone && request.withoutPhone) &&
    isWithinIssuerLimit(channel, request) &&
    !isTried(channel, request) &&
    !meetsMaintenance(channel, request) &&
    (request.restrictions.length === 0 || isAllowed(channel, request))
  );
};

const canRun = (channel: PreparedChannel, { device, clientSdks: runs }: ReadyRequest): boolean => {
  const needed = runs && channel.clientSdks?.[device];
  return needed === undefined || runs?.includes(needed) === true;
};

const isWithinIssuerLimit = (
  { issuerMaxMinor }: PreparedChannel,
  { issuer, amountMinor }: ReadyRequest,
): boolean => {
  const max = issuerMaxMinor?.get(issuer);
  return max === undefined || amountMinor <= max;
};

const isTried = (
  { id, upstream }: PreparedChannel,
  { triedChannelIds, failedUpstreams }: ReadyRequest,
): boolean =>
  (triedChannelIds.length > 0 && triedChannelIds.includes(id)) ||
  (failedUpstreams.length > 0 && failedUpstreams.includes(upstream));

const meetsMaintenance = (
  { maintenance }: PreparedChannel,
  { nowMillis, expiresMillis }: ReadyRequest,
): boolean => {
  for (let at = 0; at < maintenance.length; at += 2) {
    const starts = maintenance[at] ?? 0;
    const ends = maintenance[at + 1] ?? 0;
    if (starts <= nowMillis ? nowMillis < ends : starts < expiresMillis) return true;
  }
  return false;
};

const isAllowed = ({ id }: PreparedChannel, { restrictions, method }: ReadyRequest): boolean =>
  restrictions.every(
    ({ methods, channelIds }) =>
      methods?.some((allowed) => allowed === method) !== false &&
      channelIds?.includes(id) !== false,
  );
