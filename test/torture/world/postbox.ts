import { receiveCallback } from '#shared/application/callbacks/receive-callback.ts';
import type { Acknowledgement } from '#shared/application/ports/channel-port.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { paperNotification } from './paper-books.ts';
import { PAPER_ACKNOWLEDGEMENTS } from './paper-channel.ts';
import type { World } from './world.ts';

/** What came back to one notification. */
export interface Acknowledged {
  readonly kind: 'true' | 'waiting' | 'forged';
  readonly orderNumber: string;
  /** Absent: nobody answered. */
  readonly acknowledgement: Acknowledgement | undefined;
}

const MAX_TRIES = 8;
const PAUSE_MILLIS = 60_000;

/** The post between the providers and us: late, doubled, lost or forged now and then; the provider repeats what was not acknowledged. */
export class Postbox {
  readonly acknowledged: Acknowledged[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A provider reports a payment until it is acknowledged, or gives up. */
  report(orderNumber: string): void {
    const { simulation } = this.#world;
    simulation.spawn(
      'provider',
      async (process) => {
        for (let tries = 0; tries < MAX_TRIES; tries += 1) {
          if (tries > 0) await process.pause(PAUSE_MILLIS * 2 ** (tries - 1));
          if (simulation.choices.chance('the notification is lost', 6)) {
            simulation.note('post', 'a notification is lost');
            continue;
          }
          const copies = simulation.choices.chance('it comes twice', 5) ? 2 : 1;
          const answers = await Promise.all(
            Array.from({ length: copies }, () => this.#send(orderNumber, 'true')),
          );
          if (answers.some((answer) => answer?.body === PAPER_ACKNOWLEDGEMENTS.accepted)) {
            const payment = this.#paymentOf(orderNumber);
            if (payment) payment.acknowledged = true;
            return;
          }
        }
      },
      { spared: true },
    );
  }

  /** Some providers say that they wait, with a signature that is right. */
  async sayWaiting(orderNumber: string): Promise<void> {
    await this.#send(orderNumber, 'waiting');
  }

  /** Somebody says that an order is paid: with a guess of the key, or with the key itself where the channel asks back. */
  async forge(orderNumber: string): Promise<void> {
    const asksBack = this.#channelOf(orderNumber)?.confirmFrom !== undefined;
    await this.#send(orderNumber, 'forged', asksBack);
  }

  async #send(
    orderNumber: string,
    kind: Acknowledged['kind'],
    withKey = true,
  ): Promise<Acknowledgement | undefined> {
    const payment = this.#paymentOf(orderNumber);
    const channel = this.#channelOf(orderNumber);
    if (!payment || !channel) return undefined;
    const query = paperNotification(withKey ? this.#world.keyOf(payment.account) : 'guessed', {
      account: payment.account,
      order: orderNumber,
      paid: kind === 'true' ? payment.paidMinor : payment.askedMinor,
      status: kind === 'waiting' ? 'open' : 'paid',
    });
    const acknowledgement = await this.#deliver(channel, query);
    this.acknowledged.push({
      kind: kind === 'forged' && withKey ? 'true' : kind,
      orderNumber,
      acknowledgement,
    });
    return acknowledgement;
  }

  async #deliver(channel: Channel, query: string): Promise<Acknowledgement | undefined> {
    const reply = await this.#world.invoke('receive', (services) =>
      receiveCallback(services, {
        provider: channel.provider,
        channelId: channel.id,
        httpMethod: 'GET',
        headers: {},
        query,
        body: new Uint8Array(),
      }),
    );
    return reply.kind === 'answer' ? reply.value : undefined;
  }

  #channelOf(orderNumber: string): Channel | undefined {
    const account = this.#paymentOf(orderNumber)?.account;
    return account === undefined ? undefined : this.#world.channelOf(account);
  }

  #paymentOf(orderNumber: string) {
    return this.#world.payments.find((payment) => payment.orderNumber === orderNumber);
  }
}
