import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import { createAttempt } from '#shared/application/checkout/create-attempt.ts';
import { changeOrder } from '#shared/application/orders/change-order.ts';
import { createOrder } from '#shared/application/orders/create-order.ts';
import type { Acknowledgement } from '#shared/application/ports/channel-port.ts';
import type { PaymentMethod } from '#shared/domain/channels/channel.ts';
import { providerOrderNumberOf } from '#shared/domain/identity/ids.ts';
import type { Attempt } from '#shared/domain/orders/attempt.ts';
import type { Order } from '#shared/domain/orders/order.ts';
import type { Process } from '../../simulation/process.ts';
import { sweepOnce } from '../../world/functions.ts';
import { paperNotification } from '../../world/paper-books.ts';
import { addCards } from '../../world/shop.ts';
import type { Reply, World } from '../../world/world.ts';
import { booksOf, channelOf, paymentOf } from './provider-side.ts';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** What the clock shows when a story begins. */
export const BEGINS = Date.UTC(2026, 0, 1);

const EXPIRES_IN_SECONDS = 900;

export interface Sale {
  readonly order: Order;
  readonly token: string;
}

/** What a story can do and see: it is told in virtual time, and all of our functions work while it is told. */
export class Story {
  readonly world: World;
  readonly #process: Process;

  constructor(world: World, process: Process) {
    this.world = world;
    this.#process = process;
  }

  now(): number {
    return this.world.simulation.now();
  }

  wait(millis: number): Promise<void> {
    return this.#process.pause(millis);
  }

  waitUntil(at: string): Promise<void> {
    return this.wait(Date.parse(at) - this.now());
  }

  async order(contact = 'li@example.com'): Promise<Sale> {
    const { world } = this;
    const { created, checkoutToken } = answerOf(
      await world.invoke('order', (services) =>
        createOrder(services, {
          tenant: world.tenant,
          productId: world.product.id,
          quantity: world.setting.quantity,
          contact,
          buyerIp: undefined,
          returnUrl: undefined,
          metadata: {},
          expiresInSeconds: EXPIRES_IN_SECONDS,
        }),
      ),
    );
    world.orderIds.push(created.order.id);
    return { order: created.order, token: checkoutToken };
  }

  /** Taps a way to pay; the answer may be lost. */
  tap({ token }: Sale, method: PaymentMethod): Promise<Reply<readonly Attempt[]>> {
    return this.world.invoke(
      'checkout',
      async (services) =>
        (
          await createAttempt(services, {
            token,
            method,
            device: 'desktop',
            buyerIp: '192.0.2.1',
            returnUrl: 'https://shop.test/checkout/x/return',
          })
        ).attempts,
    );
  }

  async start(sale: Sale, method: PaymentMethod = 'alipay'): Promise<Attempt> {
    const attempt = answerOf(await this.tap(sale, method)).findLast((one) => one.method === method);
    if (!attempt) throw new Error('no payment was started');
    return attempt;
  }

  /** The buyer's wallet pays; `false` when the provider does not take it any more. */
  pay({ id, channelId }: Attempt, minor = this.world.product.price.minor): boolean {
    return booksOf(this.world, channelId).pay(providerOrderNumberOf(id), Number(minor));
  }

  /** The provider reports a payment once, with its signature; `no_answer` is `undefined`. */
  async notify(
    attempt: Attempt,
    { status = 'paid', paidMinor = paymentOf(this.world, attempt)?.paidMinor ?? 0 } = {},
  ): Promise<Acknowledgement | undefined> {
    const channel = channelOf(this.world, attempt.channelId);
    const account = String(channel.config.account);
    const order = providerOrderNumberOf(attempt.id);
    const query = paperNotification(this.world.keyOf(account), {
      account,
      order,
      paid: paidMinor,
      status,
    });
    const reply = await this.world.invoke('receive', (services) =>
      receiveCallback(services, {
        provider: channel.provider,
        channelId: channel.id,
        httpMethod: 'GET',
        headers: {},
        query,
        body: new Uint8Array(),
      }),
    );
    const acknowledgement = reply.kind === 'answer' ? reply.value : undefined;
    this.world.postbox.acknowledged.push({ kind: 'true', orderNumber: order, acknowledgement });
    return acknowledgement;
  }

  /** The provider reports a payment until somebody acknowledges it. */
  reportUntilHeard({ id }: Attempt): void {
    this.world.postbox.report(providerOrderNumberOf(id));
  }

  /** Somebody ends the order now, if it is over. */
  async expire({ order: { tenant, id } }: Sale): Promise<void> {
    await this.world.invoke('expire', (services) =>
      changeOrder(services, { tenant, orderId: id, event: { kind: 'expire' } }),
    );
  }

  async restock(count: number): Promise<void> {
    const { dynamo, product, importedCards } = this.world;
    for (const id of await addCards(dynamo, product, importedCards.size, count))
      importedCards.add(id);
  }

  /** What the sweepers of one minute do. */
  sweep(): void {
    sweepOnce(this.world);
  }
}

const answerOf = <Value>(reply: Reply<Value>): Value => {
  if (reply.kind === 'answer') return reply.value;
  throw reply.kind === 'error' ? reply.error : new Error('no answer');
};
