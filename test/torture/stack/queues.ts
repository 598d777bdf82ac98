import { join } from 'node:path';
import { connect, type QueueAccess } from '#infra/admin/connection.ts';
import { countMessages, type MessageCounts } from '#infra/admin/queues/count-messages.ts';
import { OPERATED_QUEUES, type OperatedQueue } from '#infra/admin/queues/operated-queues.ts';
import { MESSAGE_READERS } from '#infra/admin/queues/read-message.ts';
import { redrive } from '#infra/admin/queues/redrive.ts';
import type { Journey } from '#test/journeys/support/stack.ts';

export type QueueDepth = MessageCounts & Pick<OperatedQueue, 'name' | 'kind'>;

/** What operators see of the running stack. */
export const operate = ({ directory }: Journey) =>
  connect({ outputs: undefined, stack: join(directory, 'stack.json') });

const withQueues = async <Result>(
  journey: Journey,
  work: (queues: QueueAccess) => Promise<Result>,
): Promise<Result> => {
  const queues = operate(journey).queues();
  try {
    return await work(queues);
  } finally {
    queues.client.destroy();
  }
};

/** What lies in every queue. */
export const queueDepths = (journey: Journey): Promise<QueueDepth[]> =>
  withQueues(journey, ({ client, urlOf }) =>
    Promise.all(
      OPERATED_QUEUES.map(async ({ name, kind }) => ({
        name,
        kind,
        ...(await countMessages(client, urlOf(name))),
      })),
    ),
  );

const MOST_MOVED = 1_000;

/** Sends what consumers gave up back to them, as an operator does; returns how much that was. */
export const redriveAll = (journey: Journey): Promise<number> =>
  withQueues(journey, async ({ client, urlOf }) => {
    let moved = 0;
    for (const queue of OPERATED_QUEUES) {
      if (queue.kind !== 'dead') continue;
      const count = await redrive({
        client,
        from: urlOf(queue.name),
        to: urlOf(queue.returnsTo),
        read: MESSAGE_READERS[queue.returnsTo],
        limit: MOST_MOVED,
        dryRun: false,
        evenUnreadable: false,
        note: () => {},
      });
      moved += count.moved.size;
    }
    return moved;
  });
