import type { z } from 'zod';
import type { decideRouting as contract } from '../../contract/api/routing.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { RoutingRequest } from '../../domain/routing/candidate.ts';
import type { CapReader } from '../ports/channel-store.ts';
import { explainRouted, type RoutePaymentDeps, routePayment } from './route-payment.ts';

/**
 * Decides as for a real payment and explains every channel. Looks at today's caps as well, so that the answer says
 * what would happen now.
 */
export const decideRouting = async (
  deps: RoutePaymentDeps & { readonly caps: CapReader },
  tenant: Tenant,
  request: RoutingRequest,
): Promise<z.input<typeof contract.reply>> => {
  const routed = await routePayment(deps, tenant, request);
  const { channels, decision } = routed;
  return {
    object: 'routing_decision',
    decided_by: decision.by,
    first: decision.first,
    propensity: decision.propensity,
    order: [...routed.order],
    candidates: explainRouted(routed).map(
      ({ channelId, eligible, reasons, p, terms, utility }) => ({
        channel: channelId,
        label: channels.get(channelId)?.label ?? '',
        provider: channels.get(channelId)?.provider ?? '',
        eligible,
        reasons: [...reasons],
        success_probability: p ?? null,
        utility: utility ?? null,
        terms: terms ?? null,
      }),
    ),
  };
};
