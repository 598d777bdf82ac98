import type { Tenant } from '../../domain/identity/tenant.ts';
import { isAttemptOpen } from '../../domain/orders/attempt.ts';
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
): Promise<void> => {
  const { order, attempts } = await openCheckout(deps, token);
  const attempt = attempts.findLast(isAttemptOpen);
  if (!attempt) return;
  const { tenant } = order;
  const channel = await deps.channels.read(tenant, attempt.channelId);
  const opened = channel && (await openAccount(deps, channel, attempt));
  if (!opened?.port.proceed) return askAtOnce(deps, tenant, attempt.id);
  const step = { kind: 'returned', query, form } as const;
  const proceeded = await proceedAttempt(deps, opened, { tenant, attemptId: attempt.id, step });
  if (proceeded.kind !== 'not_tried') return goOnAsking(deps, tenant, proceeded.attempt);
  if (ASKED_INSTEAD.includes(proceeded.why)) return askAtOnce(deps, tenant, attempt.id);
};

const askAtOnce = async (
  deps: QueryAttemptDeps,
  tenant: Tenant,
  attemptId: string,
): Promise<void> => {
  const started = await changeAttempt(deps, { tenant, attemptId }, ({ attempt }) =>
    startQuestion(attempt, deps.runtime.now()),
  );
  if (started.kind === 'changed')
    await queryAttempt(deps, tenant, attemptId, { evenIfNotDue: true });
};
