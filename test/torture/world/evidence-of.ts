import { dynamoEventReader } from '#shared/adapters/dynamodb/event-reader.ts';
import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import type { Evidence, SeenAcknowledgement } from '../invariants/evidence.ts';
import { readStoredState } from '../invariants/stored-state.ts';
import { refundedMinor } from './paper-books.ts';
import { PAPER_ACKNOWLEDGEMENTS } from './paper-channel.ts';
import type { Acknowledged } from './postbox.ts';
import { NEIGHBOUR } from './shop.ts';
import type { World } from './world.ts';

/** What a world leaves behind. */
export const evidenceOf = async (world: World): Promise<Evidence> => ({
  state: readStoredState(world.dynamo.items),
  tenant: world.tenant,
  visibleToOthers: await seenByNeighbour(world),
  payments: world.payments.map((payment) => ({
    orderNumber: payment.orderNumber,
    isPaid: payment.state === 'paid',
    paidMinor: payment.paidMinor,
    refundedMinor: refundedMinor(payment),
  })),
  acknowledgements: world.postbox.acknowledged.flatMap(seen),
  importedCards: world.importedCards,
  channels: world.channelList,
  received: new Set(world.merchant.received.keys()),
  completedByHand: world.completedByHand,
  toleranceBasisPoints: world.setting.policies.underpaid.toleranceBasisPoints,
});

const seen = ({ kind, orderNumber, acknowledgement }: Acknowledged): SeenAcknowledgement[] => {
  if (!acknowledgement) return [];
  const { accepted, rejected, try_again } = PAPER_ACKNOWLEDGEMENTS;
  const { body } = acknowledgement;
  const right = kind === 'forged' ? [rejected] : [accepted, try_again];
  return [
    {
      orderNumber,
      accepted: body === accepted,
      wrong: (right as string[]).includes(body) ? undefined : body,
    },
  ];
};

/** Asks for everything under the neighbour's name. */
const seenByNeighbour = async ({
  dynamo,
  orderIds,
  product,
  simulation,
}: World): Promise<string[]> => {
  const documents = dynamo.client();
  const orders = dynamoOrderStore(documents, dynamo.tables);
  const inventory = dynamoInventoryStore({ documents, tableName: dynamo.tables.inventory });
  const events = dynamoEventReader({ documents, tableName: dynamo.tables.merchants });
  const page = { limit: 10 };
  const [listed, refunds, products, told, stock] = await Promise.all([
    orders.list(NEIGHBOUR, {}, page, new Date(simulation.now())),
    orders.listRefunds(NEIGHBOUR, page),
    inventory.listProducts(NEIGHBOUR, page),
    events.listEvents(NEIGHBOUR, page),
    inventory.readProduct(NEIGHBOUR, product.id),
  ]);
  const loaded = await Promise.all(
    orderIds.map(async (id) => [
      ...((await orders.load(NEIGHBOUR, id)) ? [id] : []),
      ...(await orders.traces(NEIGHBOUR, id, page)).traces.map((trace) => trace.id),
    ]),
  );
  return [
    ...listed.orders.map(({ id }) => id),
    ...refunds.refunds.map(({ id }) => id),
    ...products.products.map(({ id }) => id),
    ...told.events.map(({ id }) => id),
    ...(stock ? [stock.id] : []),
    ...loaded.flat(),
  ];
};
