import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orderItem } from '#shared/adapters/dynamodb/order-items.ts';
import { dynamoOrderPeek } from '#shared/adapters/dynamodb/order-peek.ts';
import { dynamoOrderStore } from '#shared/adapters/dynamodb/order-store.ts';
import { anAttempt, anOrder, aProduct } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aStoredOrder = async () => {
  const order = anOrder({}, aProduct());
  const attempt = anAttempt(order, { version: 1 });
  const store = dynamoOrderStore(dynamo.documents, dynamo.tables);
  const outcome = await store.record({ order, previousVersion: 0, attempts: [attempt] });
  expect(outcome).toEqual({ kind: 'recorded' });
  return { order, attempt };
};

/** The same client, with every batch read noted by its number of keys. */
const watched = () => {
  const batches: number[] = [];
  const documents = new Proxy(dynamo.documents, {
    get: (target, name) => {
      if (name !== 'send') return Reflect.get(target, name);
      return (command: unknown) => {
        if (command instanceof BatchGetCommand) {
          const { Keys = [] } = command.input.RequestItems?.[dynamo.tables.orders] ?? {};
          batches.push(Keys.length);
        }
        return target.send(command as BatchGetCommand);
      };
    },
  });
  return { batches, peek: dynamoOrderPeek(documents, dynamo.tables.orders) };
};

it('answers looks of the same moment from one read, each with its own item', async () => {
  const stored = await Promise.all(Array.from({ length: 5 }, aStoredOrder));
  const { batches, peek } = watched();
  const seen = await Promise.all(
    stored.flatMap(({ order, attempt }) => [
      peek.order(order.tenant, order.id),
      peek.attempt(order.tenant, attempt.id),
      peek.attempt(order.tenant, attempt.id),
    ]),
  );
  expect(seen).toEqual(stored.flatMap(({ order, attempt }) => [order, attempt, attempt]));
  expect(batches).toEqual([10]);
});

it('remembers nothing', async () => {
  const { order } = await aStoredOrder();
  const { peek } = watched();
  await peek.order(order.tenant, order.id);
  const store = dynamoOrderStore(dynamo.documents, dynamo.tables);
  const paid = { ...order, state: 'paid' as const, version: order.version + 1 };
  await store.record({ order: paid, previousVersion: order.version });
  expect((await peek.order(order.tenant, order.id))?.state).toBe('paid');
});

it('an item that cannot be read fails the look at it and no other', async () => {
  const [good, bad] = [await aStoredOrder(), await aStoredOrder()];
  const store = { ...orderItem(bad.order), state: 'nonsense' };
  await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.orders, Item: store }));
  const { peek } = watched();
  const looks = await Promise.allSettled([
    peek.order(bad.order.tenant, bad.order.id),
    peek.order(good.order.tenant, good.order.id),
    peek.order(good.order.tenant, `${good.order.id.slice(0, -2)}zz`),
  ]);
  expect(looks).toMatchObject([
    { status: 'rejected' },
    { status: 'fulfilled', value: { id: good.order.id } },
    { status: 'fulfilled', value: undefined },
  ]);
});
