import type { Channel } from '../../domain/channels/channel.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RoutingRequest } from '../../domain/routing/candidate.ts';
import { decide, type RoutingDecision } from '../../domain/routing/decide.ts';
import { scoreByPriority } from '../../domain/routing/score-by-priority.ts';
import type { ChannelRegistry } from '../ports/channel-port.ts';
import type { CapReader, ChannelReader } from '../ports/channel-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import { candidatesOf } from './candidates-of.ts';
import { capsToday } from './caps-today.ts';

export interface RoutePaymentDeps {
  /** On the payment path the cached reader, so that a payment costs no read of the table. */
  readonly channels: ChannelReader;
  /** Looks at today's caps beforehand. A payment leaves them to the reservation, which cannot be wrong. */
  readonly caps?: CapReader;
  readonly registry: ChannelRegistry;
  readonly runtime: Pick<Runtime, 'random'>;
}

export interface RoutedPayment extends RoutingDecision {
  /** Every account of the tenant, by id. */
  readonly channels: ReadonlyMap<string, Channel>;
}

/**
 * Finds the channels a payment may take, best first, with reasons for all of them. Writes nothing: whoever sends the
 * payment reserves the cap of the channel it takes.
 */
export const routePayment = async (
  deps: RoutePaymentDeps,
  tenant: Tenant,
  request: RoutingRequest,
): Promise<RoutedPayment> => {
  const channels = await deps.channels.list(tenant);
  const reserved = deps.caps && (await capsToday(deps.caps, tenant, channels, request.now));
  const decision = decide(await candidatesOf(deps.registry, channels, reserved), request, {
    score: scoreByPriority,
    random: deps.runtime.random,
  });
  return { ...decision, channels: new Map(channels.map((channel) => [channel.id, channel])) };
};
