import type { Tenant } from '../../domain/identity/tenant.ts';
import { type Attempt, isAttemptOpen } from '../../domain/orders/attempt.ts';
import { type StepRefusal, startQuestion } from '../../domain/orders/payment-steps.ts';
import { changeAttempt } from '../orders/change-attempt.ts';
import { goOnAsking } from '../orders/go-on-asking.ts';
import { proceedAttempt } from '../orders/proceed-attempt.ts';
import { type QueryAttemptDeps, queryAttempt } from '../orders/query-attempt.ts';
import type { PaymentStep } from '../ports/channel-port.ts';
import { openAccount } from '../routing/open-account.ts';
import { openCheckout } from './open-checkout.ts';

export type ReturnedBuyer = Pick<Extract<PaymentStep, { kind: 'returned' }>, 'query' | 'form'> & {
  readonly token: string;
};

/**
 * - `page_goes_on`: what the buyer brought opened the provider's own window, which the page opens without another tap.
 * - `page_shows`: the page shows how the order stands.
 */
export interface ReturnOutcome {
  readonly kind: 'page_goes_on' | 'page_shows';
}

const PAGE_SHOWS: ReturnOutcome = { kind: 'page_shows' };

/** Why a return is no step, but still a reason to ask the provider. */
const ASKED_INSTEAD: readonly string[] = ['no_steps', 'order_not_payable'] satisfies (
  | StepRefusal
  | 'no_steps'
)[];

/**
 * The buyer's browser comes back from a provider. What it brings is not believed: where the payment goes on in steps it
 * is given to the provider's adapter to be checked, else the provider is asked at once. Either happens at most once in
 * two seconds, counted on the attempt before the call.
 *
 * It happens within the buyer's request and not by a follow-up: the page that comes next shows the cards, what the browser
 * brings never lies in a queue, and each call to the provider has a short limit (`brief-http.ts`). If the process dies, the
 * count on the attempt makes a follow-up due.
 *
 * @throws AppError not_found · token_expired · concurrent_change
 */
export const returnToCheckout = async (
  deps: QueryAttemptDeps,
  { token, query, form }: ReturnedBuyer,
): Promise<ReturnOutcome> => {
  const { order, attempts } = await openCheckout(deps, token);
  const attempt = attempts.findLast(isAttemptOpen);
  if (!attempt) return PAGE_SHOWS;
  const { tenant } = order;
  const channel = await deps.channels.read(tenant, attempt.channelId);
  const opened = channel && (await openAccount(deps, channel, attempt));
  if (!opened?.port.proceed) return askAtOnce(deps, tenant, attempt.id);
  const step = { kind: 'returned', query, form } as const;
  const proceeded = await proceedAttempt(deps, opened, { tenant, attemptId: attempt.id, step });
  if (proceeded.kind !== 'not_tried') {
    await goOnAsking(deps, tenant, proceeded.attempt);
    return { kind: opensWindow(attempt, proceeded.attempt) ? 'page_goes_on' : 'page_shows' };
  }
  return ASKED_INSTEAD.includes(proceeded.why) ? askAtOnce(deps, tenant, attempt.id) : PAGE_SHOWS;
};

/** Only the return that brought the parameters opens the window: later ones may be a buyer who closed it. */
const opensWindow = (before: Attempt, after: Attempt | undefined): boolean =>
  after !== undefined &&
  isAttemptOpen(after) &&
  after.nextAction?.kind === 'client_params' &&
  before.nextAction?.kind !== 'client_params';

const askAtOnce = async (
  deps: QueryAttemptDeps,
  tenant: Tenant,
  attemptId: string,
): Promise<ReturnOutcome> => {
  const started = await changeAttempt(deps, { tenant, attemptId }, ({ attempt }) =>
    startQuestion(attempt, deps.runtime.now()),
  );
  if (started.kind === 'changed')
    await queryAttempt(deps, tenant, attemptId, { evenIfNotDue: true });
  return PAGE_SHOWS;
};
