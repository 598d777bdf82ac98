import type { RoutingRequest } from './candidate.ts';
import type { ReadyRequest } from './constraints/may-take.ts';
import type { PaymentContext } from './model/features.ts';
import { type PreparedChannel, RISK_RANK } from './portfolio.ts';
import type { ChannelFacts, PaymentFacts } from './rules/facts.ts';

// One payment in the forms that limits, the model and rules read it.

export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A channel as rules see it; fee and ranks are filled in for every payment. */
export const channelFacts = (channel: PreparedChannel): Writable<ChannelFacts> => ({
  id: channel.id,
  provider: channel.provider,
  role: channel.backup ? 'backup' : 'main',
  tags: channel.candidate.channel.tags ?? [],
  feeMinor: 0,
  feeRank: 1,
  successRank: 1,
  settlementDays: channel.settlementDays,
  upstream: channel.upstream,
  preferred: false,
});

/** As the hard limits read it. */
export const readyRequest = (request: RoutingRequest): ReadyRequest => ({
  amountMinor: Number(request.amount.minor),
  currency: request.amount.currency,
  method: request.method,
  device: request.device,
  issuer: request.issuer ?? '',
  clientSdks: request.clientSdks,
  withoutPhone: request.hasPhone === false,
  risk: RISK_RANK[request.riskLevel ?? 'low'],
  nowMillis: request.now.getTime(),
  expiresMillis: request.expiresAt.getTime(),
  triedChannelIds: request.triedChannelIds,
  failedUpstreams: request.failedUpstreams,
  restrictions: request.restrictions ?? [],
});

/** What is learned from a payment and predicted for it. */
export const contextOf = (
  request: RoutingRequest,
  { amountMinor }: { readonly amountMinor: number },
): PaymentContext => ({
  amountMinor,
  currency: request.amount.currency,
  method: request.method,
  device: request.device,
  region: request.region ?? '',
  issuer: request.issuer ?? '',
  hour: request.hour ?? 0,
  riskLevel: request.riskLevel ?? 'low',
  returningBuyer: (request.buyer?.paidOrders ?? 0) > 0,
  preferredChannelId: request.buyer?.preferredChannelId,
});

/** As rules read it. */
export const paymentFacts = (context: PaymentContext, request: RoutingRequest): PaymentFacts => ({
  amountMinor: context.amountMinor,
  currency: context.currency,
  method: context.method,
  device: context.device,
  region: context.region,
  hour: context.hour,
  weekday: request.weekday ?? 1,
  issuer: context.issuer,
  product: request.product ?? '',
  quantity: request.quantity ?? 1,
  riskLevel: context.riskLevel,
  returningBuyer: context.returningBuyer,
  paidOrders: request.buyer?.paidOrders ?? 0,
});
