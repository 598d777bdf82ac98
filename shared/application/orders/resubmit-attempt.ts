import { METRICS } from '../../contract/metrics.ts';
import type { Channel } from '../../domain/channels/channel.ts';
import { accountVersionOf } from '../../domain/channels/retired-accounts.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { type SubmitAttemptDeps, submitAgain } from '../checkout/submit-attempt.ts';
import type { OpenedChannel } from '../routing/open-channel.ts';

/**
 * Whether the channel lets an attempt be sent again: its provider takes the same number for the same payment, it takes
 * payments at all, and its account is still the one that the attempt was made under.
 */
export const takesResubmissions = (
  { port }: Pick<OpenedChannel, 'port'>,
  channel: Channel,
  { accountVersion = 1 }: Attempt,
): boolean =>
  port.capabilities.resubmission === 'same_number' &&
  channel.status === 'enabled' &&
  accountVersionOf(channel) === accountVersion;

/**
 * Sends an attempt once more that its provider never got, so that the buyer who waits on the page sees how to pay. Whether
 * it may be is decided, and counted on the attempt, before.
 *
 * @returns the attempt as it is afterwards
 */
export const resubmitAttempt = async (
  deps: SubmitAttemptDeps,
  opened: OpenedChannel,
  tenant: Tenant,
  attempt: Attempt,
): Promise<Attempt> => {
  const aggregate = await deps.orders.load(tenant, orderIdOfAttempt(attempt.id));
  const isStillWanted =
    aggregate !== undefined &&
    effectiveState(aggregate.order, deps.runtime.now()) === 'awaiting_payment' &&
    aggregate.attempts.at(-1)?.id === attempt.id &&
    aggregate.attempts.at(-1)?.version === attempt.version;
  if (!isStillWanted || !attempt.request) return attempt;
  deps.metrics.count(METRICS.paymentResubmitted);
  const { attempts } = await submitAgain(deps, opened, aggregate, attempt, attempt.request);
  return attempts.find(({ id }) => id === attempt.id) ?? attempt;
};
