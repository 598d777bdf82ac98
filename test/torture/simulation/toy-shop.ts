import { MemoryQueue } from './memory-queue.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';

interface ToyOrder {
  state: 'paid' | 'delivered';
}

/** The smallest shop there is: a buyer writes an order and announces it; a consumer delivers it; a sweeper helps. */
export const toyShop = ({ buyers = 3, ...options }: SimulationOptions & { buyers?: number }) => {
  const simulation = new Simulation(options);
  const orders = new Map<string, ToyOrder>();
  const queue = new MemoryQueue<string>(simulation, 'payments');

  for (let index = 0; index < buyers; index += 1) {
    simulation.spawn('buyer', async (process) => {
      const id = process.runtime().newId('order');
      await process.step({ kind: 'write', label: 'orders', detail: 'created' }, () =>
        orders.set(id, { state: 'paid' }),
      );
      await queue.senderFor(process).send([{ message: id, group: id }]);
    });
  }

  queue.consume({
    name: 'apply',
    batchSize: 10,
    timeoutSeconds: 30,
    visibilitySeconds: 180,
    maxReceiveCount: 5,
    handle: async (messages, process) => {
      for (const { message } of messages) {
        await process.runtime().pause(1_000);
        await process.step({ kind: 'write', label: 'orders', detail: 'delivered' }, () =>
          orders.set(message, { state: 'delivered' }),
        );
      }
      return [];
    },
  });

  const sweep = () =>
    simulation.spawn('sweep', async (process) => {
      const overdue = [...orders].filter(([, { state }]) => state === 'paid');
      await queue.senderFor(process).send(overdue.map(([id]) => ({ message: id, group: id })));
    });
  return { simulation, orders, queue, sweep };
};
