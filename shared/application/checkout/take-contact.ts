import { AppError } from '../../domain/errors/app-error.ts';
import type { ContactAsked } from '../../domain/merchants/checkout-settings.ts';
import {
  contactChange,
  type GivenContact,
  hasOwnContact,
} from '../../domain/orders/buyer-contact.ts';
import type { Order } from '../../domain/orders/order.ts';
import { type ChangeOrderDeps, changeOrder } from '../orders/change-order.ts';
import { type KnownBuyerDeps, knownBuyer } from '../orders/known-buyer.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { type ShopOfDeps, shopOf } from './shop-of.ts';

export type TakeContactDeps = ShopOfDeps & KnownBuyerDeps;

/** Whether the buyer of an order is asked for a contact. Never, when the shop's own call brought one. */
export const contactAsked = (
  order: Pick<Order, 'contact' | 'contactBy'>,
  setting: ContactAsked,
): ContactAsked => (hasOwnContact(order) ? 'off' : setting);

/**
 * The contact that a payment is started with, when the shop asks for one; what it does not ask for is not kept. Nothing
 * is written here. A contact that is new costs one read of what is known of its buyer, beside that of the shop's settings:
 * routing then knows them as if the contact had come with the order.
 *
 * @throws AppError missing_parameter (`contact`)
 */
export const takeContact = async (
  deps: TakeContactDeps,
  order: Order,
  typed: string | undefined,
): Promise<GivenContact | undefined> => {
  if (hasOwnContact(order)) return undefined;
  const { tenant } = order;
  const [{ settings }, buyer] = await Promise.all([
    shopOf(deps, tenant),
    typed === undefined || typed === order.contact
      ? undefined
      : knownBuyer(deps, { tenant, contact: typed }),
  ]);
  if (settings.contact === 'off') return undefined;
  if (settings.contact === 'required' && typed === undefined && order.contact === undefined)
    throw new AppError(
      'missing_parameter',
      '"contact" is required by the shop: the e-mail or phone number of the buyer.',
      { param: 'contact' },
    );
  return typed !== undefined && buyer ? { contact: typed, buyer } : undefined;
};

/** The order as routing sees it: with the buyer whose contact was just typed. What is written is decided elsewhere. */
export const withContact = (
  aggregate: OrderAggregate,
  contact: GivenContact | undefined,
): OrderAggregate => ({
  ...aggregate,
  order: { ...aggregate.order, ...contactChange(aggregate.order, contact) },
});

/**
 * Writes a contact down by itself, where no new attempt takes it along: the payment was started before, by this request
 * or by another, or no channel takes it now and the buyer will try again. Repeating it changes nothing.
 */
export const keepContact = async (
  deps: ChangeOrderDeps,
  aggregate: OrderAggregate,
  contact: GivenContact | undefined,
): Promise<OrderAggregate> => {
  const { order } = aggregate;
  if (!contact || !contactChange(order, contact)) return aggregate;
  const result = await changeOrder(deps, {
    tenant: order.tenant,
    orderId: order.id,
    event: { kind: 'contact_given', contact },
    known: aggregate,
  });
  switch (result.kind) {
    case 'changed':
      return result.after;
    case 'no_change':
      return result.before;
    case 'refused':
      throw result.error;
    case 'cap_reached':
    case 'no_order':
      throw new Error(`order ${order.id} took no contact: ${result.kind}`);
  }
};
