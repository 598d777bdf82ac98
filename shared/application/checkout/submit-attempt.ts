import { METRICS } from '../../contract/metrics.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import { providerOrderNumberOf } from '../../domain/identity/ids.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import { keepSecret } from '../orders/keep-secret.ts';
import type { CreateOutcome } from '../ports/channel-port.ts';
import type { CapMove, OrderAggregate } from '../ports/order-store.ts';
import type { Sealer } from '../ports/sealer.ts';
import type { OpenedChannel } from '../routing/open-channel.ts';
import { withOutcome } from './answered-attempt.ts';
import type { PayRequest } from './pay-request.ts';
import { sharedReturnOf } from './return-address.ts';

export interface SubmitAttemptDeps extends ChangeOrderDeps {
  readonly sealer: Sealer;
}

/** Asks the provider to take an attempt, under the attempt's own number. */
export const askProvider = async (
  deps: ChangeOrderDeps,
  { port, context }: OpenedChannel,
  { order, attempt, request }: { order: Order; attempt: Attempt; request: PayRequest },
): Promise<CreateOutcome> => {
  // Named one by one: what else a request says of its browser is not for providers.
  const { buyerIp, returnUrl, phone, bank } = request;
  const outcome = await port.create(context, {
    orderNumber: providerOrderNumberOf(attempt.id),
    amount: attempt.amount,
    method: attempt.method,
    device: attempt.device,
    subject: order.product.name,
    buyerIp,
    returnUrl,
    phone,
    bank,
    sharedReturn: sharedReturnOf(returnUrl),
    createdAt: new Date(attempt.createdAt),
    expiresAt: new Date(attempt.expiresAt),
  });
  if (outcome.kind === 'unknown') {
    deps.metrics.count(METRICS.providerUnknownOutcome);
    deps.log.warn('a provider did not answer clearly; the payment is asked about', {
      attemptId: attempt.id,
      detail: outcome.detail,
    });
  }
  if (outcome.kind === 'did_not_happen') noteRefusal(deps, attempt, outcome);
  return outcome;
};

/** A refusal that speaks against the account's setup comes again with every payment until a person acts. */
const noteRefusal = (
  { metrics, log }: ChangeOrderDeps,
  { id: attemptId, channelId, provider }: Attempt,
  { reason, detail }: Extract<CreateOutcome, { kind: 'did_not_happen' }>,
): void => {
  metrics.count(METRICS.providerRefused);
  if (FAILURES[reason].health !== 'account') return;
  metrics.count(METRICS.accountNeedsAction);
  log.error('a provider refuses an account’s payments until somebody acts', {
    attemptId,
    channelId,
    provider,
    reason,
    detail,
  });
};

/**
 * Sends a recorded attempt to its provider and writes down what came of it. If the process dies in between, the
 * attempt stays `submitted` and the follow-ups ask the provider.
 */
export const submitAttempt = async (
  deps: SubmitAttemptDeps,
  opened: OpenedChannel,
  aggregate: OrderAggregate,
  attempt: Attempt,
  request: PayRequest,
): Promise<
  | { outcome: CreateOutcome; aggregate: OrderAggregate }
  | { outcome: undefined; aggregate: OrderAggregate }
> => {
  const { order } = aggregate;
  const outcome = await askProvider(deps, opened, { order, attempt, request });
  const answered = {
    ...(await withOutcome(deps, opened, { order, attempt, outcome })),
    version: attempt.version + 1,
  };
  const caps: CapMove[] =
    outcome.kind === 'did_not_happen' && attempt.capDay
      ? [
          {
            kind: 'release',
            channelId: attempt.channelId,
            day: attempt.capDay,
            amount: attempt.amount,
          },
        ]
      : [];
  const recorded = await deps.orders.recordAttempt(order.tenant, answered, caps);
  if (recorded.kind === 'recorded') {
    return { outcome, aggregate: { ...aggregate, attempts: replaced(aggregate, answered) } };
  }
  // A notification was faster than the reply to our call and knows more than we do; or the write met others again and
  // again, and the attempt stays `submitted`: the follow-ups ask the provider.
  return { outcome: undefined, aggregate: await readAgain(deps, aggregate, attempt, answered) };
};

/**
 * Sends an attempt once more, under the number it has: the same number is the same payment. Only a link is news. A
 * refusal proves nothing about the first time, which may have been taken: the attempt stays what it was, and the
 * follow-ups go on asking.
 */
export const submitAgain = async (
  deps: SubmitAttemptDeps,
  opened: OpenedChannel,
  aggregate: OrderAggregate,
  attempt: Attempt,
  request: PayRequest,
): Promise<OrderAggregate> => {
  const { order } = aggregate;
  const outcome = await askProvider(deps, opened, { order, attempt, request });
  if (outcome.kind !== 'happened') return aggregate;
  const answered = {
    ...(await withOutcome(deps, opened, { order, attempt, outcome })),
    version: attempt.version + 1,
  };
  const recorded = await deps.orders.recordAttempt(order.tenant, answered);
  return recorded.kind === 'recorded'
    ? { ...aggregate, attempts: replaced(aggregate, answered) }
    : readAgain(deps, aggregate, attempt, answered);
};

/** The order as others have written it meanwhile, with what the adapter wants kept. */
const readAgain = async (
  deps: SubmitAttemptDeps,
  aggregate: OrderAggregate,
  { kept: keptBefore, id: attemptId }: Attempt,
  { kept }: Attempt,
): Promise<OrderAggregate> => {
  const { tenant, id } = aggregate.order;
  if (kept && kept !== keptBefore) await keepSecret(deps, { tenant, attemptId }, kept);
  return (await deps.orders.load(tenant, id)) ?? aggregate;
};

const replaced = ({ attempts }: OrderAggregate, changed: Attempt): Attempt[] =>
  attempts.map((attempt) => (attempt.id === changed.id ? changed : attempt));
