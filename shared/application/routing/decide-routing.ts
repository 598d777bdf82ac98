import type { z } from 'zod';
import type { decideRouting as contract } from '../../contract/api/routing.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RoutingRequest } from '../../domain/routing/candidate.ts';
import type { CapReader } from '../ports/channel-store.ts';
import { type RoutePaymentDeps, routePayment } from './route-payment.ts';

/**
 * Decides as for a real payment and explains every channel. Looks at today's caps as well, so that the answer says
 * what would happen now.
 */
export const decideRouting = async (
  deps: RoutePaymentDeps & { readonly caps: CapReader },
  tenant: Tenant,
  request: RoutingRequest,
): Promise<z.input<typeof contract.reply>> => {
  const { order, candidates, channels } = await routePayment(deps, tenant, request);
  return {
    object: 'routing_decision',
    order: [...order],
    candidates: candidates.map(({ channelId, eligible, reasons }) => ({
      channel: channelId,
      label: channels.get(channelId)?.label ?? '',
      provider: channels.get(channelId)?.provider ?? '',
      eligible,
      reasons: [...reasons],
    })),
  };
};
