import type { SimulatedAccount } from '#infra/local/seed/simulated-accounts.ts';
import { channelSchema } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import { tenantKey } from '#shared/domain/identity/tenant.ts';
import type { Evidence, ProviderPayment } from '../invariants/evidence.ts';
import { type ItemsOf, readStoredState, type StoredState } from '../invariants/stored-state.ts';
import type { Findings } from './findings.ts';
import { type GatewayOrder, isPaid } from './gateways.ts';
import { importedCards } from './imported-cards.ts';
import { acknowledgementsOf, toldAmounts } from './notifications.ts';

/** Puts what the run left behind into the words of the invariants. */
export const evidenceFrom = (findings: Findings): Evidence => {
  const { tenant, itemsOf, visibleToOthers, chronicle, receiver, toleranceBasisPoints } = findings;
  const state = readStoredState(ownedItems(itemsOf));
  return {
    state,
    tenant,
    visibleToOthers,
    payments: payments(findings, state),
    acknowledgements: [
      ...chronicle.acknowledgements,
      ...withAccounts(findings).flatMap(({ orders, account }) =>
        orders.flatMap((order) => acknowledgementsOf(order, account)),
      ),
    ],
    importedCards: importedCards(itemsOf, state),
    channels: itemsOf('channels')
      .filter(({ pk }) => pk === `${tenantKey(tenant)}#channels`)
      .map((item) => channelSchema.parse(item)),
    received: new Set(receiver.taken.keys()),
    completedByHand: chronicle.completedByHand,
    toleranceBasisPoints,
  };
};

/**
 * Without the accounts that operators opened and the two kinds of pointers that no merchant's request can name: who
 * owns a key's hash, who owns a channel. Whatever else lies in the tables has to be the shop's.
 */
const ownedItems =
  (itemsOf: ItemsOf): ItemsOf =>
  (table) =>
    itemsOf(table).filter(({ pk }) => !/^(?:merchants$|merchant#|key#|channel#)/.test(String(pk)));

const withAccounts = ({ books, accounts }: Findings) =>
  books.map(({ name, ...book }) => {
    const account = accounts.find((one) => one.name === name);
    if (!account) throw new Error(`nobody knows the account at ${name}`);
    return { ...book, account };
  });

const payments = (findings: Findings, { orders }: StoredState): ProviderPayment[] => {
  const noted = new Map(
    orders.flatMap(({ attempts }) =>
      attempts.map(({ id, paidAmount }) => [providerOrderNumberOf(id), Number(paidAmount?.minor)]),
    ),
  );
  return withAccounts(findings).flatMap(({ orders: taken, account, channelId }) =>
    taken.map((order) => ({
      orderNumber: order.number,
      isPaid: isPaid(order),
      paidMinor:
        channelId === findings.confirmedChannel
          ? order.paidMinor
          : witnessed(order, account, noted.get(order.number)),
      refundedMinor: order.refunds.reduce((sum, { minor }) => sum + minor, 0),
    })),
  );
};

/**
 * What was paid as far as a shop can know that trusts notifications: a gateway that signs a wrong amount has said it.
 * Only what it has truly said counts.
 */
const witnessed = (
  order: GatewayOrder,
  account: SimulatedAccount,
  noted: number | undefined,
): number =>
  noted !== undefined && toldAmounts(order, account).has(noted) ? noted : order.paidMinor;
