import { afterEach, describe, expect, it } from 'vitest';
import { later } from '#test/support/builders.ts';
import type { Answer } from '#test/support/http-server.ts';
import { anEventFor, receiver, stopReceivers } from '#test/support/webhook-receiver.ts';
import { type Choices, replayChoices } from '../simulation/choices.ts';
import { onlyFault } from '../simulation/faults.ts';
import type { Plant } from '../world/world.ts';
import { dieEverywhere } from './support/a-death.ts';
import { anEpayTill } from './support/an-epay-till.ts';
import { eventsOf, stored, wrongsOf } from './support/stored.ts';
import { BEGINS, HOUR, MINUTE } from './support/story.ts';
import { tablesInMemory } from './support/tables-in-memory.ts';
import { sell } from './support/tell.ts';

afterEach(stopReceivers);

describe('T20: what counts is what was meant', () => {
  /** What a merchant answers, and what has become of the message then. */
  const answers: [string, 'delivered' | 'pending', Answer][] = [
    ['200', 'delivered', (response) => response.end('anything')],
    ['204', 'delivered', (response) => response.writeHead(204).end()],
    [
      'an error page that says "success"',
      'pending',
      (response) => response.writeHead(500).end('success'),
    ],
    [
      'a page of another site that says "success"',
      'pending',
      (response) => response.writeHead(404).end('<html>success</html>'),
    ],
    [
      'a redirect to a page that says "success"',
      'pending',
      (response) => response.writeHead(302, { location: '/login?success' }).end('success'),
    ],
    ['no answer', 'pending', (response) => response.destroy()],
  ];

  it.each(answers)('with %s from the merchant, the message is %s', async (_name, state, answer) => {
    const server = await receiver(answer);
    const { desk, delivery } = await anEventFor(tablesInMemory(), server);
    await desk.handleQueued();
    expect((await delivery()).state).toBe(state);
    expect(server.received).toHaveLength(1);
    expect(desk.queued).toHaveLength(state === 'delivered' ? 0 : 1);
  });

  it.each([
    ['a day', 25, 'delivered'],
    ['four days', 96, 'refunding'],
    ['a month', 720, 'refunding'],
  ])(
    'a callback that comes %s late is taken, kept as it came, and its money is accounted for',
    async (_name, hours, state) => {
      const till = anEpayTill(tablesInMemory());
      const product = await till.sellsByEpay({ cards: 1 });
      const { order, attempt } = await till.buys(product);
      till.setNow(later(hours * 3_600));
      const report = till.report(attempt);
      expect((await till.notify(attempt.channelId, report)).body).toBe('success');
      await till.settled();
      const after = await till.load(order);
      expect(after.order.state).toBe(state);
      expect(after.refunds.map(({ amount }) => amount)).toEqual(
        state === 'refunding' ? [order.amount] : [],
      );
      expect(await till.traces(order)).toMatchObject([
        { effect: 'applied', query: new URLSearchParams(report).toString() },
      ]);
    },
  );
});

describe('T22: what was recorded is told, whatever dies and however long the merchant is away', () => {
  const PAID_AND_DELIVERED = ['order.paid', 'order.delivered'];

  /** The merchant's server is down for so long. */
  const down =
    (millis: number): Plant =>
    (services, { world }) => ({
      ...services,
      sender: {
        post: async (message) =>
          world.simulation.now() < BEGINS + millis
            ? { kind: 'answered', status: 503, body: 'back soon' }
            : services.sender.post(message),
      },
    });

  it('a merchant who is down for six hours is told every message once when back', async () => {
    const { world, events, arrivals } = await sell(
      async (story, sale) => {
        const attempt = await story.start(sale);
        story.pay(attempt);
        await story.notify(attempt);
        for (let sweeps = 0; sweeps < 60; sweeps += 1) {
          await story.wait(10 * MINUTE);
          story.sweep();
        }
      },
      { plants: [down(6 * HOUR)] },
    );
    expect(events.map(({ type }) => type)).toEqual(PAID_AND_DELIVERED);
    expect(arrivals).toEqual([1, 1]);
    expect(await wrongsOf(world)).toEqual([]);
  });

  it('a stream that never brings a record is made good by the sweeper', async () => {
    const lostFirst: string[] = [];
    const { world, events, arrivals } = await sell(
      async (story, sale) => {
        const attempt = await story.start(sale);
        story.pay(attempt);
        await story.notify(attempt);
        await story.wait(1_000);
        lostFirst.push(...eventsOf(story.world, sale).map(({ type }) => type));
      },
      { choices: whenever(), faults: onlyFault('lost_record', 100), recovers: true },
    );
    expect(lostFirst).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(PAID_AND_DELIVERED);
    expect(arrivals).toEqual([1, 1]);
    expect(await wrongsOf(world)).toEqual([]);
  });

  it('a death at any step between the record and the merchant loses no message', async () => {
    const deaths = await dieEverywhere(async ({ choices, faults, arm }, where) => {
      const { world, events, arrivals } = await sell(
        async (story, sale) => {
          const attempt = await story.start(sale);
          story.pay(attempt);
          story.world.simulation.watch(() => {
            if (stored(story.world, sale).order.state === 'delivered') arm();
          });
          await story.notify(attempt);
        },
        { choices, faults, recovers: true },
      );
      const types = events.map(({ type }) => type);
      expect(types, where).toEqual(PAID_AND_DELIVERED);
      expect(Math.min(...arrivals), where).toBeGreaterThan(0);
      expect(await wrongsOf(world), where).toEqual([]);
    });
    expect(deaths).toBeGreaterThan(8);
  });
});

/** Calm, but for the faults there may be: they happen whenever they can. */
const whenever = (): Choices => {
  const { pick, chance, taken } = replayChoices([]);
  return { pick, chance, taken, draw: (_label, weights) => Math.min(1, weights.length) };
};
