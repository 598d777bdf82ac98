import type { ChannelRegistry } from '#shared/application/ports/channel-port.ts';
import type { CapReader, ChannelReader } from '#shared/application/ports/channel-store.ts';
import type { Runtime } from '#shared/application/ports/runtime.ts';
import { decideRouting as decide } from '#shared/application/routing/decide-routing.ts';
import type { GuidanceReader } from '#shared/application/routing/route-payment.ts';
import { decideRouting as contract } from '#shared/contract/api/routing.ts';
import { money } from '#shared/domain/money/money.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';

export const decideRouting = (deps: {
  readonly channels: ChannelReader & CapReader;
  readonly guidance: GuidanceReader;
  readonly registry: ChannelRegistry;
  readonly runtime: Pick<Runtime, 'now' | 'random'>;
}): BoundRoute =>
  bind(contract, ({ body }, { tenant }) => {
    const now = deps.runtime.now();
    return decide({ ...deps, caps: deps.channels }, tenant, {
      amount: money(body.currency, body.amount),
      method: body.method,
      device: body.device,
      now,
      expiresAt: new Date(now.getTime() + body.expires_in_seconds * 1_000),
      triedChannelIds: body.tried_channels,
      failedUpstreams: body.failed_upstreams,
      region: body.region,
      issuer: body.issuer,
      riskLevel: body.risk_level,
      product: body.product,
      quantity: body.quantity,
      buyer: { paidOrders: body.paid_orders, preferredChannelId: body.preferred_channel },
    });
  });
