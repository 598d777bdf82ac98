import { describe, expect, it } from 'vitest';
import { randomChoices, replayChoices } from './choices.ts';
import { Simulation } from './simulation.ts';
import { toyShop } from './toy-shop.ts';

const SEEDS = Array.from({ length: 300 }, (_, seed) => seed);
const FAULTS = { budget: 4, perThousand: { dies_after: 50, fails_after: 50, fails_before: 50 } };

describe('a run', () => {
  it('is the same, line by line, when its choices are replayed', async () => {
    const stories = new Set<string>();
    for (const seed of SEEDS) {
      const options = { faults: FAULTS, maxSkewMillis: 2_000 };
      const first = toyShop({ choices: randomChoices(seed), ...options });
      const end = await first.simulation.run();
      const { taken } = first.simulation.choices;
      const again = toyShop({ choices: replayChoices(taken), ...options });
      expect(await again.simulation.run()).toEqual(end);
      expect(again.simulation.story.lines()).toEqual(first.simulation.story.lines());
      expect(again.simulation.choices.taken).toEqual(taken);
      expect(again.orders).toEqual(first.orders);
      stories.add(first.simulation.story.toString());
    }
    expect(stories.size).toBeGreaterThan(SEEDS.length * 0.9);
  });

  it('comes to rest in good order after faults, once all is calm', async () => {
    for (const seed of SEEDS) {
      const { simulation, orders, queue, sweep } = toyShop({
        choices: randomChoices(seed),
        faults: FAULTS,
      });
      await simulation.run();
      simulation.calm();
      sweep();
      expect(await simulation.run()).toEqual({ kind: 'quiet' });
      expect(queue.depth).toBe(0);
      for (const order of orders.values()) expect(order.state).toBe('delivered');
    }
  });

  it('tells what happened, in order, with the time', async () => {
    const { simulation } = toyShop({ choices: replayChoices([]), buyers: 1 });
    await simulation.run();
    expect(simulation.story.lines()).toEqual([
      't+0.000s  buyer#1     begins  → ok',
      't+0.000s  buyer#1     write orders created  → ok',
      't+0.000s  buyer#1     send payments  → ok',
      't+0.000s  buyer#1     returned',
      't+0.000s  simulation  poll payments  → ok',
      't+0.000s  apply#1     begins  → ok',
      't+1.000s  apply#1     wait pause 1000 ms  → ok',
      't+1.000s  apply#1     write orders delivered  → ok',
      't+1.000s  apply#1     returned',
    ]);
  });

  it('ends where a watcher throws', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    let stock = 3;
    simulation.watch(() => {
      if (stock < 0) throw new Error('oversold');
    });
    simulation.spawn('buyers', async (process) => {
      for (;;) {
        await process.step({ kind: 'write', label: 'stock' }, () => {
          stock -= 1;
        });
      }
    });
    await expect(simulation.run()).rejects.toThrow('oversold');
    expect(stock).toBe(-1);
  });

  it('ends with the error of a timer or an action', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    simulation.at(simulation.now() + 1, 'mistake', () => {
      throw new Error('in a timer');
    });
    await expect(simulation.run()).rejects.toThrow('in a timer');
    simulation.soon('mistake', () => {
      throw new Error('in an action');
    });
    await expect(simulation.run()).rejects.toThrow('in an action');
  });

  it('ends with the error of a process that nobody listens to', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    simulation.spawn('buyer', async () => expect(1).toBe(2));
    await expect(simulation.run()).rejects.toThrow('expected 1');
  });

  it.each([
    ['first_come', 'a1 a2 b1 b2 c1 c2 a3 b3 c3'],
    ['one_by_one', 'a1 a2 a3 b1 b2 b3 c1 c2 c3'],
  ] as const)('takes steps in the order %s when all is calm', async (calmOrder, expected) => {
    const simulation = new Simulation({ choices: replayChoices([]), calmOrder });
    const order: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      simulation.spawn(name, async (process) => {
        const step = (number: number) =>
          process.step({ kind: 'read', label: 'x' }, () => order.push(`${name}${number}`));
        await Promise.all([step(1), step(2)]);
        await step(3);
      });
    }
    await simulation.run();
    expect(order.join(' ')).toBe(expected);
  });

  it('is one at a time', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    const running = simulation.run();
    await expect(simulation.run()).rejects.toThrow('one simulation runs at a time');
    await running;
  });
});

describe('a run that is stuck', () => {
  it('says who would go on for ever', async () => {
    const simulation = new Simulation({ choices: replayChoices([]), stepLimit: 50 });
    simulation.spawn('eager', async (process) => {
      for (;;) await process.step({ kind: 'read', label: 'orders' }, () => {});
    });
    simulation.at(simulation.now() + 1, 'tick', () => {});
    expect(await simulation.run()).toEqual({
      kind: 'stuck',
      waiting: ['eager#1: read orders', 'simulation: tick'],
    });
    expect(simulation.stepsTaken).toBe(50);
  });

  it('says who waits for something that is no step', async () => {
    const simulation = new Simulation({ choices: replayChoices([]) });
    simulation.spawn('sleeper', () => new Promise((resolve) => setTimeout(resolve, 1)));
    simulation.spawn('fine', (process) => process.pause(10));
    expect(await simulation.run()).toEqual({ kind: 'stuck', waiting: ['sleeper#1: no step'] });
  });
});
