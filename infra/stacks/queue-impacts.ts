import type { QueueName } from '#shared/contract/queues.ts';
import type { QueueImpact } from '../constructs/queue-consumer.ts';

/** What it means for buyers and merchants that a queue's messages wait or were given up: in alarms, and for operators. */
export const QUEUE_IMPACTS: Readonly<Record<QueueName, QueueImpact>> = {
  callbacks: {
    dead: 'A provider confirmed a payment that was not applied: a buyer has paid and has no card.',
    old: 'Payments are applied late: buyers wait for their cards.',
    maxAgeSeconds: 120,
  },
  'follow-ups': {
    dead: 'An unclear payment or an expiry was given up, and only the sweeper will look at it again.',
    old: 'Providers are asked late about unclear payments: paid buyers wait, unpaid stock stays held.',
    maxAgeSeconds: 1_800,
  },
  webhooks: {
    dead: 'A merchant was not told of an event and will not be told until the message is sent back.',
    old: 'Merchants learn of payments late.',
    maxAgeSeconds: 1_800,
  },
};
