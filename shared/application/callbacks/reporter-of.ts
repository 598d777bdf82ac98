import type { CallbackMessage } from '../../contract/queues.ts';
import type { Reporter } from '../../domain/orders/reporter.ts';

/** The account that a callback was verified with. */
export const reporterOf = ({
  channelId,
  accountVersions = [1],
}: CallbackMessage): Required<Reporter> => ({ channelId, accountVersions });
