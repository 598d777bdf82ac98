import { DURATIONS } from '../../contract/metrics.ts';
import type { ClientSdk, Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Stopwatch } from '../ports/runtime.ts';
import { candidatesOf } from '../routing/candidates-of.ts';
import type { OpenChannelDeps } from '../routing/open-channel.ts';
import {
  explainRouted,
  openRouting,
  type RoutedPayment,
  type RoutePaymentDeps,
  routeIn,
} from '../routing/route-payment.ts';
import { askForPhone, checkBank } from './buyer-inputs.ts';
import type { SeenDevice } from './device-marks.ts';
import { checkPace, limitAttempts } from './limit-attempts.ts';
import type { LimitRateDeps } from './limit-rate.ts';
import { notPayable } from './not-payable.ts';
import { openCheckout } from './open-checkout.ts';
import type { PayRequest } from './pay-request.ts';
import { openAttempt, resumeAttempt } from './resume-attempt.ts';
import { routingRequestOf } from './routing-request.ts';
import { keepContact, type TakeContactDeps, takeContact, withContact } from './take-contact.ts';
import { tryChannel } from './try-channel.ts';
import { routeUnspent, untriedFirst } from './untried-channels.ts';

export interface CreateAttemptDeps
  extends ChangeOrderDeps,
    OpenChannelDeps,
    RoutePaymentDeps,
    TakeContactDeps,
    LimitRateDeps {
  readonly runtime: ChangeOrderDeps['runtime'];
  readonly log: ChangeOrderDeps['log'];
  readonly stopwatch: Stopwatch;
}

export interface CreateAttemptRequest extends PayRequest {
  readonly token: string;
  readonly method: PaymentMethod;
  readonly device: Device;
  /** The buyer's country, as the front door says. */
  readonly country?: string;
  /** Providers' code that the front end can run. Absent: all of it. */
  readonly clientSdks?: readonly ClientSdk[];
  /** The browser that asks, as far as it is known. */
  readonly marks?: SeenDevice;
  /** No buyer tapped: the page asks because the choice is clear. Starts an order's first payment, and never another. */
  readonly byItself?: boolean;
}

/** The buyer's e-mail or phone, as the contract takes it; see `take-contact.ts`. */
interface Typed {
  readonly contact?: string;
}

/** Channels asked within one request at most, and the time after which no further one is started. */
const MAX_CHANNELS = 4;
const DEADLINE_MILLIS = 15_000;
/** How often a payment begins anew because others of the same order were faster: two tabs, a tap and a page that starts by itself. */
const MAX_ROUNDS = 4;
/**
 * Starts a payment: routes it, records the attempt, then asks the provider. When it is certain that no money can move
 * (*did not happen*) and the reason says that another channel may do better, that is tried in the same request. In every
 * other case nobody else is asked: the last attempt says what became of it, and why.
 *
 * The same method again returns the attempt that is open, so that a refresh or a second tap never makes a second payment.
 *
 * @throws AppError not_found · token_expired · order_not_payable · missing_parameter · invalid_parameter ·
 *   no_channel_available · limit_exceeded · rate_limited · concurrent_change
 */
export const createAttempt = async (
  deps: CreateAttemptDeps,
  request: CreateAttemptRequest & Typed,
): Promise<OrderAggregate> => {
  const [aggregate] = await Promise.all([
    openCheckout(deps, request.token),
    limitAttempts(deps, { buyerIp: request.buyerIp, device: request.marks?.device }),
  ]);
  return start(deps, aggregate, request, { startedAt: deps.runtime.now().getTime(), round: 1 });
};

interface Effort {
  readonly startedAt: number;
  readonly round: number;
}

const start = async (
  deps: CreateAttemptDeps,
  found: OrderAggregate,
  request: CreateAttemptRequest & Typed,
  effort: Effort,
): Promise<OrderAggregate> => {
  let aggregate = found;
  const state = effectiveState(aggregate.order, deps.runtime.now());
  if (state !== 'awaiting_payment') throw notPayable(state);
  const contact = await takeContact(deps, aggregate.order, request.contact);
  const open = openAttempt(aggregate, request, deps.runtime.now());
  if (open) return resumeAttempt(deps, await keepContact(deps, aggregate, contact), open);
  if (request.byItself && aggregate.attempts.length > 0) return aggregate;
  checkPace(aggregate.attempts, deps.runtime.now());
  const failedUpstreams: string[] = [];
  const routed = await deps.stopwatch.time(DURATIONS.routingStep, () =>
    route(deps, withContact(aggregate, contact), request),
  );
  const candidates = () => candidatesOf(deps.registry, [...routed.channels.values()]);
  if (request.bank !== undefined) checkBank(await candidates(), request);
  let asked = 0;
  for (const channelId of untriedFirst(routed, aggregate.attempts, request.method)) {
    const channel = routed.channels.get(channelId);
    if (!channel || failedUpstreams.includes(channel.upstream)) continue;
    if (asked === MAX_CHANNELS || isLate(deps, effort)) break;
    const tried = await tryChannel(deps, aggregate, { channel, request, routed, contact });
    if (tried.kind === 'cap_reached') continue;
    if (tried.kind === 'overtaken') return startAnew(deps, tried.aggregate, request, effort);
    asked += 1;
    aggregate = tried.aggregate;
    const at = new Date(aggregate.attempts.at(-1)?.createdAt ?? deps.runtime.now());
    deps.guidance?.noteAttempt(aggregate.order.tenant, { channelId, at });
    if (tried.outcome?.kind !== 'did_not_happen') return aggregate;
    const { retry, health } = FAILURES[tried.outcome.reason];
    if (retry !== 'other_channel_now') return aggregate;
    if (health === 'upstream') failedUpstreams.push(channel.upstream);
  }
  await keepContact(deps, aggregate, contact);
  if (request.phone === undefined) askForPhone(await candidates(), routed.request);
  throw new AppError(
    'no_channel_available',
    'This way to pay is not available right now. Choose another one or try again in a moment.',
    { param: 'method', internal: JSON.stringify(explainRouted(routed)) },
  );
};

/**
 * Another request of the same buyer was faster: its attempt is theirs too if it is of the same method, and this request's own
 * comes beside it if it is not. Nothing of this one was written, and no provider was asked.
 */
const startAnew = (
  deps: CreateAttemptDeps,
  aggregate: OrderAggregate,
  request: CreateAttemptRequest & Typed,
  effort: Effort,
): Promise<OrderAggregate> => {
  if (effort.round === MAX_ROUNDS || isLate(deps, effort))
    throw concurrentChange(
      'Other payments for this order were started at the same moment. Try again.',
    );
  return start(deps, aggregate, request, { ...effort, round: effort.round + 1 });
};

const isLate = ({ runtime }: CreateAttemptDeps, { startedAt }: Effort): boolean =>
  runtime.now().getTime() - startedAt > DEADLINE_MILLIS;

/** Channels that are spent for this order are left out, as long as others are left; and nothing is drawn to learn. */
const route = async (
  deps: CreateAttemptDeps,
  { order, attempts }: OrderAggregate,
  request: CreateAttemptRequest,
): Promise<RoutedPayment> => {
  const now = deps.runtime.now();
  const moment = await openRouting(deps, order.tenant, now);
  const wanted = routingRequestOf(order, {
    ...request,
    hasPhone: request.phone !== undefined,
    now,
  });
  return routeUnspent(attempts, wanted, (payment) => routeIn(moment, payment, deps.runtime.random));
};
