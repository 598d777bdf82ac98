import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookUrlCheck } from '#shared/adapters/http/check-webhook-url.ts';
import { createDeliveryHook } from '#shared/adapters/http/delivery-hook.ts';
import { removeDeliveryHook, setDeliveryHook } from '#shared/application/delivery/delivery-hook.ts';
import { completeOrder } from '#shared/application/orders/complete-order.ts';
import { readOrder } from '#shared/application/orders/read-order.ts';
import type { FollowUpMessage } from '#shared/contract/queues.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import { later } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';
import type { Answer } from '#test/support/http-server.ts';
import { receiver, stopReceivers } from '#test/support/webhook-receiver.ts';
import { aTill, openSealer, type Till } from '../support/a-till.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
afterEach(stopReceivers);

const NEARBY = { allowPrivateAddresses: true };
const PUBLIC_ONLY = { allowPrivateAddresses: false };

let till: Till;
beforeEach(() => {
  till = aTill(dynamo);
  // A signature is good for five minutes by the receiver's own clock.
  till.setNow(new Date());
  till.answersHook(createDeliveryHook({ ...NEARBY, timeoutMillis: 400 }));
});

const hookDeps = () => ({
  inventory: till.inventory,
  urlCheck: createWebhookUrlCheck(NEARBY),
  sealer: openSealer,
  runtime: till.deps.runtime,
});

const content = (text: string): Answer => {
  const body = JSON.stringify({ content: text });
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};
const plainly =
  (status: number, body = ''): Answer =>
  (response) =>
    response.writeHead(status).end(body);

/** A paid order of a manual product whose hook is a server of the test; nobody has called it yet. */
const aPaidOrder = async (answer: Answer) => {
  const server = await receiver(answer);
  const product = await till.sells({ cards: 0, cardKind: 'manual' });
  const stock = { tenant: product.tenant, productId: product.id };
  const { secret } = await setDeliveryHook(hookDeps(), stock, `${server.url}/deliver`);
  const order = await till.order(product, { metadata: { nick: 'Li' } });
  await till.report(order, await till.attempt(order));
  const read = async () => (await till.load(order)).order;
  const delivered = async () => (await readOrder(till.deps, order.tenant, order.id)).delivery;
  const look = (): FollowUpMessage => ({
    kind: 'look_at_order',
    tenant: order.tenant,
    orderId: order.id,
    dueAt: till.now().toISOString(),
  });
  return { server, secret, stock, order, read, delivered, look };
};

const byHand = (order: Order) =>
  completeOrder(
    { ...till.deps, sealer: openSealer },
    { tenant: order.tenant, orderId: order.id, actor: 'Li', reason: 'sent it', content: 'by hand' },
  );

describe('a paid order with a delivery hook', () => {
  it('is delivered with what the merchant’s system answers to a signed request', async () => {
    const { server, secret, order, read, delivered } = await aPaidOrder(content('CODE-1'));
    expect(await read()).toMatchObject({ state: 'paid' });
    expect(await delivered()).toBeUndefined();
    await till.work();
    const [request, ...others] = server.received;
    if (!request) throw new Error('nobody asked');
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      path: '/deliver',
      headers: { 'webhook-id': order.id, 'content-type': 'application/json; charset=utf-8' },
    });
    expect(new Webhook(secret).verify(request.body, request.headers)).toMatchObject({
      type: 'delivery.requested',
      data: { object: 'order', id: order.id, state: 'paid', metadata: { nick: 'Li' } },
    });
    const other = new Webhook(`whsec_${Buffer.alloc(24, 1).toString('base64')}`);
    expect(() => other.verify(request.body, request.headers)).toThrow();
    expect(await read()).toMatchObject({ state: 'delivered', hasManualContent: true });
    expect(await delivered()).toEqual({ cards: [], content: 'CODE-1' });
    expect(till.queue).toEqual([]);
  });

  it('is asked about under the same id in every try', async () => {
    let calls = 0;
    const { server, order, read } = await aPaidOrder((...call) => {
      calls += 1;
      (calls < 3 ? plainly(503) : content('CODE-1'))(...call);
    });
    await till.workUntil(later(60, till.now()));
    expect(server.received.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(3).fill(order.id),
    );
    expect(await read()).toMatchObject({ state: 'delivered' });
  });

  it.each([
    ['says "later"', plainly(202), '202'],
    ['fails', plainly(500, 'SECRET'), '500'],
    ['sends elsewhere', plainly(302), '302'],
    ['answers with another 2xx', plainly(201, '{"content":"SECRET"}'), '201'],
    ['answers with no JSON', plainly(200, 'SECRET'), 'without {"content"'],
    ['answers with another shape', plainly(200, '{"cards":["SECRET"]}'), 'without {"content"'],
    ['answers with nothing', content(''), 'without {"content"'],
    ['answers with no text', plainly(200, '{"content":7}'), 'without {"content"'],
    ['answers with too much', content(`SECRET${'x'.repeat(10_000)}`), 'without {"content"'],
    ['answers with far too much', content(`SECRET${'x'.repeat(500_000)}`), ''],
    [
      'answers with endless blanks behind it',
      plainly(200, `{"content":"SECRET"}${' '.repeat(500_000)}`),
      '',
    ],
    ['hangs up', (response) => void response.destroy(), ''],
    ['does not answer in time', () => {}, ''],
  ] as [string, Answer, string][])(
    'stays paid when the hook %s, and the answer is quoted nowhere',
    async (_name, answer, detail) => {
      const { server, read, delivered } = await aPaidOrder(answer);
      await till.work();
      const order = await read();
      expect(order).toMatchObject({ state: 'paid', hook: { tries: 1 } });
      const entry = order.timeline.at(-1);
      expect(entry).toMatchObject({ what: 'delivery_hook_failed' });
      expect(entry?.detail).toContain(detail);
      expect(JSON.stringify(order.timeline)).not.toContain('SECRET');
      expect(await delivered()).toBeUndefined();
      expect(server.received).toHaveLength(1);
      expect(till.queue).toMatchObject([
        { kind: 'look_at_order', dueAt: later(5, till.now()).toISOString() },
      ]);
    },
  );

  it('takes the longest content there may be', async () => {
    const longest = '\u{1}'.repeat(10_000);
    const { delivered } = await aPaidOrder(content(longest));
    await till.work();
    expect((await delivered())?.content).toBe(longest);
  });

  it('is delivered once by two calls that are answered differently', async () => {
    let arrived = 0;
    const { server, read, delivered, look } = await aPaidOrder((response, ...rest) => {
      arrived += 1;
      const mine = content(`CODE-${arrived}`);
      const deadline = Date.now() + 300;
      const whenBothAreHere = async () => {
        while (arrived < 2 && Date.now() < deadline) await pause(5);
        mine(response, ...rest);
      };
      void whenBothAreHere();
    });
    await Promise.all([till.handle(look()), till.handle(look())]);
    expect(server.received).toHaveLength(2);
    const order = await read();
    expect(order.state).toBe('delivered');
    expect(order.timeline.filter(({ what }) => what === 'delivered')).toHaveLength(1);
    const first = (await delivered())?.content;
    expect(['CODE-1', 'CODE-2']).toContain(first);
    await till.handle(look());
    expect(server.received).toHaveLength(2);
    expect((await delivered())?.content).toBe(first);
  });

  it('that was delivered by hand while the hook was thinking keeps what the person wrote', async () => {
    let order: Order | undefined;
    const sale = await aPaidOrder((response, ...rest) => {
      const late = async () => {
        if (order) await byHand(order);
        content('CODE-1')(response, ...rest);
      };
      void late();
    });
    order = sale.order;
    await till.work();
    expect(await sale.read()).toMatchObject({ state: 'delivered' });
    expect((await sale.delivered())?.content).toBe('by hand');
  });

  it('is not asked about before its time, nor after it was delivered', async () => {
    const { server, look } = await aPaidOrder(plainly(500));
    await till.handle(look());
    await till.handle(look());
    expect(server.received).toHaveLength(1);
    till.setNow(later(5, till.now()));
    await till.handle(look());
    expect(server.received).toHaveLength(2);
  });

  it('is a person’s after ten calls in about a day, who completes it', async () => {
    const { server, order, read, delivered } = await aPaidOrder(plainly(500));
    const start = till.now();
    await till.workUntil(later(40 * 3_600, start));
    expect(server.received).toHaveLength(10);
    expect(await read()).toMatchObject({
      state: 'needs_review',
      review: { reason: 'delivery_hook_failed' },
    });
    await byHand(order);
    expect(await read()).toMatchObject({ state: 'delivered' });
    expect((await read()).review).toBeUndefined();
    expect((await delivered())?.content).toBe('by hand');
  });

  it('is found by the sweeper when its message was lost', async () => {
    const { server, look, read } = await aPaidOrder(content('CODE-1'));
    till.queue.splice(0);
    expect(await till.overdue(later(61, till.now()))).toContainEqual(
      expect.objectContaining({ kind: 'order', orderId: (await read()).id }),
    );
    await till.handle(look());
    expect(server.received).toHaveLength(1);
  });

  it('whose hook was removed is a person’s in the end', async () => {
    const { server, stock, read } = await aPaidOrder(content('CODE-1'));
    await removeDeliveryHook(hookDeps(), stock);
    await till.work();
    expect(server.received).toEqual([]);
    expect((await read()).timeline.at(-1)?.detail).toContain('no delivery hook any more');
    await till.workUntil(later(40 * 3_600, till.now()));
    expect((await read()).state).toBe('needs_review');
  });
});

describe('a delivery hook', () => {
  it('is asked with its newest secret', async () => {
    const { server, secret, stock } = await aPaidOrder(content('CODE-1'));
    const renewed = await setDeliveryHook(hookDeps(), stock, `${server.url}/deliver`);
    await till.work();
    const [request] = server.received;
    if (!request) throw new Error('nobody asked');
    expect(() => new Webhook(secret).verify(request.body, request.headers)).toThrow();
    new Webhook(renewed.secret).verify(request.body, request.headers);
  });

  it('is only for manual products', async () => {
    const product = await till.sells({ cards: 1 });
    const stock = { tenant: product.tenant, productId: product.id };
    await expect(setDeliveryHook(hookDeps(), stock, 'http://127.0.0.1:1/')).rejects.toMatchObject({
      code: 'state_conflict',
    });
  });

  it('is not at a private address, neither when it is set nor when it is called', async () => {
    const product = await till.sells({ cards: 0, cardKind: 'manual' });
    const stock = { tenant: product.tenant, productId: product.id };
    const strict = { ...hookDeps(), urlCheck: createWebhookUrlCheck(PUBLIC_ONLY) };
    await expect(setDeliveryHook(strict, stock, 'https://127.0.0.1/')).rejects.toMatchObject({
      code: 'invalid_parameter',
    });
    till.answersHook(createDeliveryHook(PUBLIC_ONLY));
    const { server, read } = await aPaidOrder(content('CODE-1'));
    await till.work();
    expect(server.received).toEqual([]);
    expect(await read()).toMatchObject({ state: 'paid', hook: { tries: 1 } });
  });

  it('set or removed leaves what sales count alone', async () => {
    const product = await till.sells({ cards: 0, cardKind: 'manual' });
    const stock = { tenant: product.tenant, productId: product.id };
    await setDeliveryHook(hookDeps(), stock, 'http://127.0.0.1:1/');
    await removeDeliveryHook(hookDeps(), stock);
    const read = await till.inventory.readProduct(product.tenant, product.id);
    expect(read).toMatchObject({ waitingUnits: 0, version: 3 });
    expect(read?.deliveryHook).toBeUndefined();
  });
});
