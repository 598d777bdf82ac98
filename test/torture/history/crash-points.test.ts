import { describe, expect, it } from 'vitest';
import type { Plant } from '../world/world.ts';
import { dieEverywhere } from './support/a-death.ts';
import { freeCards, stored, wrongsOf } from './support/stored.ts';
import { BEGINS, HOUR, MINUTE } from './support/story.ts';
import { sell } from './support/tell.ts';

const PAID_AND_DELIVERED = ['order.paid', 'order.delivered'];

it('T15: whichever step from the payment to the merchant a process dies at, the card is delivered once and the merchant is told', async () => {
  const deaths = await dieEverywhere(async ({ choices, faults, arm }, where) => {
    const { world, after, events, arrivals } = await sell(
      async (story, sale) => {
        const attempt = await story.start(sale);
        await story.wait(1_000);
        arm();
        story.pay(attempt);
        story.reportUntilHeard(attempt);
      },
      { choices, faults, recovers: true },
    );
    const { order, cards, attempts } = after;
    expect([order.state, order.reservation, cards.length], where).toEqual(['delivered', 'sold', 1]);
    expect(attempts, where).toMatchObject([{ state: 'succeeded' }]);
    const deliveries = order.timeline.filter(({ what }) => what === 'delivered');
    expect(deliveries, where).toHaveLength(1);
    expect(freeCards(world), where).toEqual([]);
    const types = events.map(({ type }) => type);
    expect(types, where).toEqual(PAID_AND_DELIVERED);
    expect(Math.min(...arrivals), where).toBeGreaterThan(0);
    expect(await wrongsOf(world), where).toEqual([]);
  });
  // Receive, apply, relay and send: each has steps to die at.
  expect(deaths).toBeGreaterThan(15);
});

type QueueName = 'queue' | 'webhooks' | 'followUps';

/** Until so long after the story began, these queues are out of reach. */
const outage =
  (queues: readonly QueueName[], millis: number): Plant =>
  (services, { world }) => {
    const isOut = () => world.simulation.now() < BEGINS + millis;
    const guarded = queues.map((name) => {
      const send = (messages: never[]): Promise<void> =>
        isOut() && messages.length > 0
          ? Promise.reject(new Error('the queue is out of reach'))
          : services[name].send(messages);
      return [name, { send }];
    });
    return { ...services, ...Object.fromEntries(guarded) };
  };

describe('T31: no queue is needed for a payment to count, or not to be forgotten', () => {
  /** One sale while these queues are out, and for so long after it. */
  const sellWithout = async (queues: readonly QueueName[], millis: number) => {
    const seen = { state: '', answers: [] as (string | undefined)[] };
    const { world, after, events, arrivals } = await sell(
      async (story, sale) => {
        const attempt = await story.start(sale);
        story.pay(attempt);
        const answers = await Promise.all(Array.from({ length: 4 }, () => story.notify(attempt)));
        seen.answers = answers.map((answer) => answer?.body);
        await story.wait(1_000);
        seen.state = stored(story.world, sale).order.state;
        story.reportUntilHeard(attempt);
        await story.wait(millis);
      },
      { plants: [outage(queues, millis)], recovers: true },
    );
    expect(after).toMatchObject({ order: { state: 'delivered' }, cards: [{}] });
    expect(events.map(({ type }) => type)).toEqual(PAID_AND_DELIVERED);
    expect(arrivals).toEqual([1, 1]);
    expect(await wrongsOf(world)).toEqual([]);
    return seen;
  };

  it('a callback that cannot be queued is not acknowledged, and the provider brings it again', async () => {
    expect(await sellWithout(['queue'], 10 * MINUTE)).toEqual({
      state: 'awaiting_payment',
      answers: Array(4).fill('busy'),
    });
  });

  it('a payment is delivered while the queues behind it are out, and the merchant hears of it when they are back', async () => {
    expect(await sellWithout(['webhooks', 'followUps'], HOUR)).toEqual({
      state: 'delivered',
      answers: Array(4).fill('got it'),
    });
  });
});
