import type { Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { type Attempt, isAttemptOpen } from '../../domain/orders/attempt.ts';
import { codesLeft } from '../../domain/orders/payment-steps.ts';
import { takesResubmissions } from '../orders/resubmit-attempt.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { openAccount } from '../routing/open-account.ts';
import type { OpenChannelDeps } from '../routing/open-channel.ts';
import { namesAnother, type PayRequest } from './pay-request.ts';
import { type SubmitAttemptDeps, submitAgain } from './submit-attempt.ts';

/**
 * An attempt that has no link to show so long after it was made lost its answer, or the process that made it: when the
 * buyer asks for it again it is sent again, see {@link resumeAttempt}.
 */
const SENT_AGAIN_AFTER_MILLIS = { submitted: 20_000, unknown: 5_000, pending: 5_000 } as const;

/** An attempt of the same method and device that the buyer can still use, or whose fate is open. */
export const openAttempt = (
  { attempts }: OrderAggregate,
  request: PayRequest & { readonly method: PaymentMethod; readonly device: Device },
  now: Date,
): OpenAttempt | undefined =>
  attempts
    .filter(isOpen)
    .findLast(
      (attempt) =>
        attempt.method === request.method &&
        attempt.device === request.device &&
        codesLeft(attempt) !== 0 &&
        !namesAnother(request, attempt.request) &&
        attempt.expiresAt > now.toISOString(),
    );

export type OpenAttempt = Attempt & { readonly state: keyof typeof SENT_AGAIN_AFTER_MILLIS };

const isOpen = (attempt: Attempt): attempt is OpenAttempt => isAttemptOpen(attempt);

/**
 * Sent again only where the provider takes the same number, with the same parameters, for the same payment: elsewhere one that
 * did arrive would become two.
 */
export const resumeAttempt = async (
  deps: SubmitAttemptDeps & OpenChannelDeps & { readonly channels: Pick<ChannelReader, 'read'> },
  aggregate: OrderAggregate,
  open: OpenAttempt,
): Promise<OrderAggregate> => {
  // Not since its last change: every question to the provider is one.
  const age = deps.runtime.now().getTime() - Date.parse(open.createdAt);
  if (open.nextAction || age < SENT_AGAIN_AFTER_MILLIS[open.state]) return aggregate;
  const channel = await deps.channels.read(aggregate.order.tenant, open.channelId);
  const opened = channel && (await openAccount(deps, channel, open));
  if (!opened || !open.request || !takesResubmissions(opened, channel, open)) return aggregate;
  return submitAgain(deps, opened, aggregate, open, open.request);
};
