import { DURATIONS } from '../../contract/metrics.ts';
import type { Channel, ClientSdk, Device, PaymentMethod } from '../../domain/channels/channel.ts';
import { FAILURES } from '../../domain/channels/failures/failures.ts';
import { AppError, concurrentChange } from '../../domain/errors/app-error.ts';
import { type Attempt, isAttemptOpen } from '../../domain/orders/attempt.ts';
import type { GivenContact } from '../../domain/orders/buyer-contact.ts';
import { effectiveState } from '../../domain/orders/effective-state.ts';
import { codesLeft } from '../../domain/orders/payment-steps.ts';
import type { ChangeOrderDeps } from '../orders/change-order.ts';
import { takesResubmissions } from '../orders/resubmit-attempt.ts';
import type { CreateOutcome } from '../ports/channel-port.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import type { Stopwatch } from '../ports/runtime.ts';
import { candidatesOf } from '../routing/candidates-of.ts';
import { openAccount } from '../routing/open-account.ts';
import { type OpenChannelDeps, openChannel } from '../routing/open-channel.ts';
import {
  explainRouted,
  openRouting,
  type RoutedPayment,
  type RoutePaymentDeps,
  routeIn,
} from '../routing/route-payment.ts';
import { withOutcome } from './answered-attempt.ts';
import { askForPhone, checkBank, requestFor } from './buyer-inputs.ts';
import { deviceMarks, type SeenDevice } from './device-marks.ts';
import { checkPace, limitAttempts } from './limit-attempts.ts';
import type { LimitRateDeps } from './limit-rate.ts';
import { notPayable } from './not-payable.ts';
import { openCheckout } from './open-checkout.ts';
import { namesAnother, type PayRequest, withRequest } from './pay-request.ts';
import { newAttempt, recordAttempt } from './record-attempt.ts';
import { routingRequestOf } from './routing-request.ts';
import { askProvider, submitAgain, submitAttempt } from './submit-attempt.ts';
import { keepContact, type TakeContactDeps, takeContact, withContact } from './take-contact.ts';
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
 * An attempt that has no link to show so long after it was made lost its answer, or the process that made it: when the
 * buyer asks for it again it is sent again, see {@link resume}.
 */
const SENT_AGAIN_AFTER_MILLIS = { submitted: 20_000, unknown: 5_000, pending: 5_000 } as const;

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
  if (open) return resume(deps, await keepContact(deps, aggregate, contact), open);
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

type Tried =
  | { readonly kind: 'cap_reached' }
  | { readonly kind: 'overtaken'; readonly aggregate: OrderAggregate }
  | {
      readonly kind: 'asked';
      readonly aggregate: OrderAggregate;
      /** Absent when a notification was faster than the provider's reply. */
      readonly outcome: CreateOutcome | undefined;
    };

/** Records the attempt and asks the provider; in the other order where asking calls nobody. */
const tryChannel = async (
  deps: CreateAttemptDeps,
  aggregate: OrderAggregate,
  chosen: {
    channel: Channel;
    request: CreateAttemptRequest;
    routed: RoutedPayment;
    contact: GivenContact | undefined;
  },
): Promise<Tried> => {
  const { channel, contact } = chosen;
  const opened = await openChannel(deps, channel);
  const request = requestFor(opened, chosen.request);
  const marks = deviceMarks(deps.runtime, aggregate.order.tenant, chosen.request.marks ?? {});
  const attempt = withRequest(
    opened.port,
    { ...newAttempt(deps.runtime.now(), aggregate, chosen), ...(marks ? { marks } : {}) },
    request,
  );
  if (opened.port.createsWithoutCall?.(opened.context.config)) {
    const { order } = aggregate;
    const outcome = await askProvider(deps, opened, { order, attempt, request });
    const answered = await withOutcome(deps, opened, { order, attempt, outcome });
    const recorded = await recordAttempt(deps, aggregate, { channel, attempt: answered, contact });
    return recorded.kind === 'recorded'
      ? { kind: 'asked', aggregate: recorded.aggregate, outcome }
      : recorded;
  }
  const recorded = await recordAttempt(deps, aggregate, { channel, attempt, contact });
  if (recorded.kind !== 'recorded') return recorded;
  const submitted = await submitAttempt(deps, opened, recorded.aggregate, attempt, request);
  return { kind: 'asked', ...submitted };
};

/** An attempt of the same method and device that the buyer can still use, or whose fate is open. */
const openAttempt = (
  { attempts }: OrderAggregate,
  request: CreateAttemptRequest,
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

type OpenAttempt = Attempt & { readonly state: keyof typeof SENT_AGAIN_AFTER_MILLIS };

const isOpen = (attempt: Attempt): attempt is OpenAttempt => isAttemptOpen(attempt);

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

/**
 * Sent again only where the provider takes the same number, with the same parameters, for the same payment: elsewhere one that
 * did arrive would become two.
 */
const resume = async (
  deps: CreateAttemptDeps,
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
