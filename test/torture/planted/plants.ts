import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderChange, OrderStore } from '#shared/application/ports/order-store.ts';
import type { CallbackMessage } from '#shared/contract/queues.ts';
import type { Services } from '../world/invocation-services.ts';
import type { Plant, World } from '../world/world.ts';

/** A bug that sold cards twice, lost them, or lost money in a real shop system, and what the suite is to call it. */
export interface PlantedBug {
  /** What was done wrong, in the words of a changelog. */
  readonly what: string;
  readonly plant: Plant;
}

const withOrders =
  (change: (orders: OrderStore, services: Services) => Partial<OrderStore>): Plant =>
  (services) => ({
    ...services,
    orders: { ...services.orders, ...change(services.orders, services) },
  });

const withMessages =
  (change: (message: CallbackMessage) => CallbackMessage, price = false): Plant =>
  (services, { world }) => ({
    ...services,
    queue: {
      send: (messages) =>
        services.queue.send(
          messages.map((one) => {
            const message = change(one.message);
            return {
              ...one,
              message: price
                ? {
                    ...message,
                    notification: {
                      ...message.notification,
                      amount: world.price(world.setting.quantity),
                    },
                  }
                : message,
            };
          }),
        ),
    },
  });

const lastStep = (change: OrderChange): string | undefined => change.order.timeline.at(-1)?.what;

/** Bugs from the history of card shops and payment gateways, by name. None of them is in the product. */
export const PLANTED_BUGS: Readonly<Record<string, PlantedBug>> = {
  'expiry without a guard': {
    what: 'an order is set to expired by its number, whatever has become of it meanwhile',
    plant: withOrders((orders) => ({
      record: async (change) => {
        if (lastStep(change) !== 'expired') return orders.record(change);
        const now = await orders.load(change.order.tenant, change.order.id);
        const version = now?.order.version ?? 0;
        return orders.record({
          ...change,
          order: { ...change.order, version: version + 1 },
          previousVersion: version,
          cards: undefined,
        });
      },
    })),
  },
  'acknowledged before it is queued': {
    what: 'the provider is told "success" while the message is still on its way to the queue',
    plant: (services, { world }) => ({
      ...services,
      queue: {
        send: async (messages) => {
          world.simulation.spawn('background', (process) =>
            world.callbacks.senderFor(process).send(messages),
          );
        },
      },
    }),
  },
  'delivery outside the transaction': {
    what: 'the order is marked as paid first and delivered by a second write',
    plant: withOrders((orders) => ({
      record: async (change) => {
        if (lastStep(change) !== 'delivered' || change.previousVersion === 0)
          return orders.record(change);
        const paid: OrderChange = {
          ...change,
          order: {
            ...change.order,
            state: 'paid',
            version: change.order.version - 1,
            deliveredAt: undefined,
            reservation: change.cards ? 'released' : 'held',
            timeline: change.order.timeline.slice(0, -1),
          },
          cards: undefined,
          events: change.events?.slice(0, -1),
        };
        const first = await orders.record(paid);
        if (first.kind !== 'recorded') return first;
        return orders.record({
          order: change.order,
          previousVersion: change.order.version - 1,
          cards: change.cards,
          events: change.events?.slice(-1),
        });
      },
    })),
  },
  'cards outside the transaction': {
    what: 'the order is written first and its cards are taken by a second write',
    plant: withOrders((orders) => ({
      record: async (change) => {
        if (change.previousVersion !== 0 || !change.cards) return orders.record(change);
        const first = await orders.record({ ...change, cards: undefined });
        if (first.kind !== 'recorded') return first;
        const next = { ...change.order, version: 2 };
        await orders.record({ order: next, previousVersion: 1, cards: change.cards });
        return first;
      },
    })),
  },
  'amount not checked': {
    what: 'a signed notification pays the order, however little it says was paid',
    plant: withMessages((message) => message, true),
  },
  'status not checked': {
    what: 'a signed notification pays the order, even when it says that it waits',
    plant: withMessages((message) => ({
      ...message,
      notification:
        message.notification.kind === 'payment'
          ? { ...message.notification, status: 'succeeded' }
          : message.notification,
    })),
  },
  'announced payments not confirmed': {
    what: 'a signed notification is believed although the channel asks for a query: keys leak',
    plant: withMessages((message) => ({ ...message, confirm: false })),
  },
  'reservation leak': {
    what: 'an order that expires or is cancelled keeps its cards',
    plant: withOrders((orders) => ({
      record: (change) =>
        orders.record(
          change.cards?.kind === 'give_back' ? { ...change, cards: undefined } : change,
        ),
    })),
  },
  'swallowed conflict': {
    what: 'a write that met another one is taken for done',
    plant: withOrders((orders) => ({
      record: async (change) => {
        const outcome = await orders.record(change);
        return outcome.kind === 'order_changed' || outcome.kind === 'contended'
          ? { kind: 'recorded' }
          : outcome;
      },
    })),
  },
  'late payment dropped': {
    what: 'money for an order that has expired is acknowledged and forgotten',
    plant: withOrders((orders) => ({
      record: async (change) => {
        const before = await orders.load(change.order.tenant, change.order.id);
        const late = before?.order.state === 'expired' && change.order.paidAttemptId !== undefined;
        return late && before.order.paidAttemptId === undefined
          ? { kind: 'recorded' }
          : orders.record(change);
      },
    })),
  },
  'refund without a number': {
    what: 'a refund whose answer got lost is sent again as another refund',
    plant: (services) => ({
      ...services,
      http: {
        request: (request) =>
          services.http.request(
            request.url.endsWith(':refund')
              ? {
                  ...request,
                  body: JSON.stringify({
                    ...(JSON.parse(request.body ?? '{}') as object),
                    refund: services.runtime.newId('request'),
                  }),
                }
              : request,
          ),
      },
    }),
  },
  'outbox removed before it is sent': {
    what: 'events are taken out of the outbox, then sent; a repetition finds nothing left to send',
    plant: (services, { world }) => {
      const taken = new Set<string>();
      return {
        ...services,
        eventLog: {
          record: async (events) => {
            for (const event of events) {
              if (await takeFromOutbox(world, event.id)) taken.add(event.id);
            }
            await services.eventLog.record(events.filter(({ id }) => taken.has(id)));
          },
        },
        webhooks: {
          send: (messages) =>
            services.webhooks.send(
              messages.filter(
                ({ message }) =>
                  message.kind !== 'fan_out' || message.events.some(({ id }) => taken.has(id)),
              ),
            ),
        },
      };
    },
  },
  'stream without a sweeper': {
    what: 'what the stream loses nobody finds',
    plant: (services) => ({ ...services, work: { ...services.work, overdue: async () => [] } }),
  },
  'cap not given back': {
    what: 'a payment that failed keeps its share of the channel’s day',
    plant: withOrders((orders) => ({
      record: (change) =>
        orders.record({
          ...change,
          caps: change.caps?.filter(({ kind }) => kind === 'reserve'),
        }),
      recordAttempt: (tenant, attempt) => orders.recordAttempt(tenant, attempt),
    })),
  },
  'waiting units never counted down': {
    what: 'an order that waited for cards goes on being counted as waiting',
    plant: withOrders((orders) => ({
      record: (change) =>
        orders.record({ ...change, wait: change.wait?.kind === 'ends' ? undefined : change.wait }),
    })),
  },
};

/** Whether the event was there to be taken. */
const takeFromOutbox = async ({ dynamo }: World, eventId: string): Promise<boolean> => {
  const row = dynamo
    .items('orders')
    .find(({ events }) => ((events ?? []) as { id: string }[]).some(({ id }) => id === eventId));
  if (!row) return false;
  await dynamo
    .client()
    .send(new DeleteCommand({ TableName: dynamo.tables.orders, Key: { pk: row.pk, sk: row.sk } }));
  return true;
};
