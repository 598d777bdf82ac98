import type { z } from 'zod';
import type { checkoutState } from '../../contract/api/checkout.ts';
import type { Shop } from '../../domain/merchants/shop.ts';
import type { Order } from '../../domain/orders/order.ts';
import { contactAsked } from './take-contact.ts';

type Shown = Pick<
  z.input<typeof checkoutState>,
  'shop' | 'contact' | 'starts_by_itself' | 'return_url'
>;

/** What the shop's settings add to the buyer's view of an order. */
export const presentShop = ({ name, settings }: Shop, order: Order): Shown => {
  const asked = contactAsked(order, settings.contact);
  const given = order.contact !== undefined;
  return {
    shop: {
      id: order.tenant.merchantId,
      name: settings.displayName ?? name ?? null,
      logo_url: settings.logoUrl ?? null,
      accent: settings.accent ?? null,
      terms_url: settings.termsUrl ?? null,
      support_url: settings.supportUrl ?? null,
      support_email: settings.supportEmail ?? null,
    },
    contact: { asked, given },
    // What the shop wants to ask comes before the payment.
    starts_by_itself: settings.startsByItself && (asked === 'off' || given),
    return_url: order.returnUrl ?? settings.returnUrl ?? null,
  };
};
