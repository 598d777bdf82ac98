import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { newRowOf } from '#shared/adapters/dynamodb/order-stream.ts';
import { applyCallback } from '#shared/application/callbacks/apply-callback.ts';
import { handleFollowUp } from '#shared/application/orders/handle-follow-up.ts';
import { relay } from '#shared/application/orders/relay.ts';
import { sweep } from '#shared/application/orders/sweep.ts';
import { handleWebhookMessage } from '#shared/application/webhooks/handle-webhook-message.ts';
import { sweepWebhooks } from '#shared/application/webhooks/sweep-webhooks.ts';
import type { MemoryQueue } from '../simulation/memory-queue.ts';
import { MemoryStream } from '../simulation/memory-stream.ts';
import { type Services, servicesOf } from './invocation-services.ts';
import type { World } from './world.ts';

/** Starts what is started by queues and streams, with the numbers of the infrastructure. */
export const startFunctions = (world: World): void => {
  consume(world, world.callbacks, {
    name: 'apply',
    timeoutSeconds: 30,
    maxReceiveCount: 5,
    handle: async (services, message) => {
      await applyCallback(services, message);
    },
  });
  consume(world, world.followUps, {
    name: 'follow-up',
    timeoutSeconds: 60,
    maxReceiveCount: 10,
    handle: handleFollowUp,
  });
  consume(world, world.webhooks, {
    name: 'send',
    timeoutSeconds: 60,
    maxReceiveCount: 5,
    handle: handleWebhookMessage,
  });
  new MemoryStream(world.simulation, {
    name: 'relay',
    changes: world.dynamo.stream,
    wants: ({ table, eventName }) => table === 'orders' && eventName === 'INSERT',
    batchSize: 100,
    timeoutSeconds: 60,
    handle: async (changes, process) => {
      const rows = changes.flatMap(({ newImage }) => {
        const row = newImage && newRowOf(imageOf(newImage));
        return row ? [row] : [];
      });
      await relay(servicesOf(world, process), rows);
    },
  });
};

/** The sweepers run once. */
export const sweepOnce = (world: World): void => {
  world.simulation.spawn('sweep', async (process) => {
    await sweep(servicesOf(world, process));
  });
  world.simulation.spawn('sweep-webhooks', async (process) => {
    await sweepWebhooks(servicesOf(world, process));
  });
};

const consume = <Message>(
  world: World,
  queue: MemoryQueue<Message>,
  consumer: {
    name: string;
    timeoutSeconds: number;
    maxReceiveCount: number;
    handle: (services: Services, message: Message) => Promise<void>;
  },
): void =>
  queue.consume({
    name: consumer.name,
    batchSize: 10,
    timeoutSeconds: consumer.timeoutSeconds,
    visibilitySeconds: consumer.timeoutSeconds * 6,
    maxReceiveCount: consumer.maxReceiveCount,
    batchesAtOnce: 3,
    handle: async (messages, process) => {
      const services = servicesOf(world, process);
      const results = await Promise.allSettled(
        messages.map(({ message }) => consumer.handle(services, message)),
      );
      return results.flatMap(({ status }, index) =>
        status === 'rejected' ? [messages[index]?.id ?? ''] : [],
      );
    },
  });

const imageOf = (item: Record<string, unknown>): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });
