import { createApiKey } from '#shared/application/merchants/create-api-key.ts';
import { createMerchant } from '#shared/application/merchants/create-merchant.ts';
import { listCallbacks, replayCallback } from '#shared/contract/api/callbacks.ts';
import { listChannels, readChannel } from '#shared/contract/api/channels.ts';
import { listProducts, readProduct, readStock } from '#shared/contract/api/delivery.ts';
import { cancelOrder, completeOrder, listOrders, readOrder } from '#shared/contract/api/orders.ts';
import { createRefund, listRefunds, readRefund } from '#shared/contract/api/refunds.ts';
import {
  listEvents,
  listWebhookEndpoints,
  readEvent,
  resendEvent,
} from '#shared/contract/api/webhooks.ts';
import { type ItemsOf, readStoredState } from '../invariants/stored-state.ts';
import { type Caller, callerOf, type Ended } from './caller.ts';
import { Chronicle } from './chronicle.ts';
import { operate } from './queues.ts';
import type { Shop } from './shop.ts';

/** Orders, events and refunds that each neighbour asks for. */
const SAMPLE = 12;

/** Tries to see or touch what is the shop's, as another merchant and as the shop's own other mode. */
export const seenByNeighbours = async (shop: Shop, itemsOf: ItemsOf): Promise<string[]> => {
  const seen: string[] = [];
  for (const [name, apiKey] of Object.entries(await neighbourKeys(shop))) {
    const { baseUrl } = shop.journey.stack;
    const caller = callerOf({ baseUrl, apiKey }, new Chronicle());
    const found = [...(await lists(caller)), ...(await objects(caller, shop, itemsOf))];
    seen.push(...found.map((what) => `${what}, as ${name}`));
  }
  return seen;
};

const neighbourKeys = async ({ journey }: Shop): Promise<Record<string, string>> => {
  const connection = operate(journey);
  const { id } = await createMerchant(connection, { name: 'Neighbour' });
  const keyOf = async (merchantId: string, mode: 'test' | 'live') =>
    (await createApiKey(connection, { merchantId, mode, label: 'torture' })).secret;
  return {
    'another merchant': await keyOf(id, 'test'),
    'the other mode': await keyOf(journey.demo.merchantId, 'live'),
  };
};

const isEmptyList = (ended: Ended<unknown>): boolean =>
  ended.kind === 'answered' &&
  Array.isArray((ended.reply as { data?: unknown }).data) &&
  (ended.reply as { data: unknown[] }).data.length === 0;

/** Every list is empty. */
const lists = async (caller: Caller): Promise<string[]> => {
  const seen: string[] = [];
  for (const route of [
    listOrders,
    listRefunds,
    listProducts,
    listEvents,
    listCallbacks,
    listChannels,
    listWebhookEndpoints,
  ]) {
    const ended = await caller.call(route, {});
    if (!isEmptyList(ended)) seen.push(`something in ${route.operationId}`);
  }
  return seen;
};

/** Every object is not found, whatever is to be done with it; what hangs on one is not found or an empty list. */
const objects = async (caller: Caller, shop: Shop, itemsOf: ItemsOf): Promise<string[]> => {
  const state = readStoredState(itemsOf);
  const seen: string[] = [];
  const hidden = async (what: string, call: Promise<Ended<unknown>>): Promise<void> => {
    const ended = await call;
    const isHidden = ended.kind === 'refused' ? ended.code === 'not_found' : isEmptyList(ended);
    if (!isHidden) seen.push(`${what} (${ended.kind === 'refused' ? ended.code : ended.kind})`);
  };
  const by = { actor: 'a neighbour', reason: 'curious' };
  for (const { order, refunds } of sampleOf(state.orders)) {
    const params = { orderId: order.id };
    await hidden(`order ${order.id}`, caller.call(readOrder, { params }));
    await hidden(
      `callbacks of ${order.id}`,
      caller.call(listCallbacks, { query: { order: order.id } }),
    );
    await hidden(
      `refunds of ${order.id}`,
      caller.call(listRefunds, { query: { order: order.id } }),
    );
    await hidden(`cancel ${order.id}`, caller.call(cancelOrder, { params, body: {} }));
    await hidden(`complete ${order.id}`, caller.call(completeOrder, { params, body: by }));
    await hidden(
      `refund ${order.id}`,
      caller.call(createRefund, { body: { order: order.id, ...by } }),
    );
    for (const callbackId of callbacksOf(itemsOf, order.id))
      await hidden(
        `callback ${callbackId}`,
        caller.call(replayCallback, { params: { callbackId }, body: { order: order.id } }),
      );
    for (const { id } of refunds)
      await hidden(`refund ${id}`, caller.call(readRefund, { params: { refundId: id } }));
  }
  for (const { id } of sampleOf(state.events)) {
    await hidden(`event ${id}`, caller.call(readEvent, { params: { eventId: id } }));
    await hidden(`resend ${id}`, caller.call(resendEvent, { params: { eventId: id }, body: {} }));
  }
  for (const productId of Object.values(shop.products)) {
    await hidden(`product ${productId}`, caller.call(readProduct, { params: { productId } }));
    await hidden(`stock of ${productId}`, caller.call(readStock, { params: { productId } }));
  }
  for (const channelId of shop.gateways.channelIds)
    await hidden(`channel ${channelId}`, caller.call(readChannel, { params: { channelId } }));
  return seen;
};

const callbacksOf = (itemsOf: ItemsOf, orderId: string): string[] =>
  itemsOf('orders').flatMap(({ pk, sk }) =>
    String(pk).endsWith(`#${orderId}#callbacks`) ? [String(sk)] : [],
  );

/** Some from everywhere. */
const sampleOf = <Item>(items: readonly Item[]): Item[] => {
  const step = Math.max(1, Math.floor(items.length / SAMPLE));
  return items.filter((_, index) => index % step === 0).slice(0, SAMPLE);
};
