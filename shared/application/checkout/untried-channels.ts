import type { PaymentMethod } from '../../domain/channels/channel.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { earlierFailures, spentChannelIds } from '../../domain/orders/earlier-tries.ts';
import type { RoutingRequest } from '../../domain/routing/candidate.ts';
import type { RoutedPayment } from '../routing/route-payment.ts';

/** Routes past the channels that are spent for the order, as long as others are left. */
export const routeUnspent = <Routed extends Pick<RoutedPayment, 'order'>>(
  attempts: readonly Attempt[],
  request: RoutingRequest,
  route: (request: RoutingRequest) => Routed,
): Routed => {
  const spent = spentChannelIds(attempts, request.method);
  const routed = route({ ...request, triedChannelIds: spent });
  return routed.order.length === 0 && spent.length > 0 ? route(request) : routed;
};

/** Routing's order, but those that share a trouble with what failed come later, and what failed itself comes last. */
export const untriedFirst = (
  { order, channels }: Pick<RoutedPayment, 'order' | 'channels'>,
  attempts: readonly Attempt[],
  method: PaymentMethod,
): readonly string[] => {
  if (attempts.length === 0) return order;
  const known = [...channels.values()];
  const failed = (channelId: string): number => {
    const channel = channels.get(channelId);
    return channel ? earlierFailures(attempts, { channel, method }, known) : 0;
  };
  return order.toSorted((a, b) => failed(a) - failed(b));
};
