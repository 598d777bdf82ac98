import { METRICS } from '../../contract/metrics.ts';
import { orderIdOfAttempt } from '../../domain/identity/ids.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { Attempt } from '../../domain/orders/attempt.ts';
import { isHintDue } from '../../domain/orders/hint.ts';
import { plannedQueryAt } from '../../domain/orders/query-schedule.ts';
import { isResubmissionDue } from '../../domain/orders/resubmission.ts';
import type { QueryOutcome } from '../ports/channel-port.ts';
import type { ChannelReader } from '../ports/channel-store.ts';
import { openAccount } from '../routing/open-account.ts';
import type { OpenChannelDeps, OpenedChannel } from '../routing/open-channel.ts';
import { isDue } from './follow-up.ts';
import { type GoOnAskingDeps, goOnAsking } from './go-on-asking.ts';
import { noteQuestion } from './note-question.ts';
import { paymentReference } from './payment-reference.ts';
import { proceedAttempt } from './proceed-attempt.ts';
import { reportPayment } from './report-payment.ts';
import { resubmitAttempt, takesResubmissions } from './resubmit-attempt.ts';

export interface QueryAttemptDeps extends GoOnAskingDeps, OpenChannelDeps {
  readonly channels: ChannelReader;
}

/**
 * Asks the provider what became of an open attempt, applies the answer by the same path as a notification, and
 * schedules the next question. An attempt is never called failed because nobody answered. One that the provider never got
 * is sent again while its order can be paid, where the provider allows that. One that the buyer has agreed to is charged.
 */
export const queryAttempt = async (
  deps: QueryAttemptDeps,
  tenant: Tenant,
  attemptId: string,
  { evenIfNotDue = false } = {},
): Promise<void> => {
  const orderId = orderIdOfAttempt(attemptId);
  const aggregate = await deps.orders.load(tenant, orderId);
  const attempt = aggregate?.attempts.find(({ id }) => id === attemptId);
  if (!aggregate || !attempt) return;
  if (!evenIfNotDue && !isQuestionDue(attempt, deps.runtime.now())) return;
  const channel = await deps.channels.read(tenant, attempt.channelId);
  if (!channel)
    throw new Error(`attempt ${attemptId} names the missing channel ${attempt.channelId}`);
  const opened = await openAccount(deps, channel, attempt);
  const askedAt = deps.runtime.now();
  const outcome = await ask(deps, tenant, opened, attempt);
  if (outcome.kind === 'unknown') {
    deps.metrics.count(METRICS.providerUnknownOutcome);
    noteAgeing(deps, attempt, outcome.detail);
  }
  if (outcome.kind === 'found') {
    if (outcome.status === 'unknown')
      deps.metrics.count(METRICS.providerUnknownWord, 1, { provider: attempt.provider });
    const reported = await reportPayment(deps, tenant, attempt, outcome, 'query');
    const step = { kind: 'approved' } as const;
    const { attempt: asked } =
      opened && outcome.awaitsApprovedStep
        ? await proceedAttempt(deps, opened, { tenant, attemptId, step })
        : { attempt: reported };
    if (asked)
      await goOnAsking(deps, tenant, await noteQuestion(deps, tenant, asked, { outcome, askedAt }));
    return;
  }
  const resubmits =
    outcome.kind === 'not_found' &&
    opened !== undefined &&
    takesResubmissions(opened, channel, attempt) &&
    isResubmissionDue(aggregate, attempt, deps.runtime.now());
  const noted = await noteQuestion(
    deps,
    tenant,
    attempt,
    { outcome, askedAt },
    resubmits ? channel : undefined,
  );
  const isSentAgain = noted?.resubmissions !== attempt.resubmissions;
  await goOnAsking(
    deps,
    tenant,
    noted && opened && isSentAgain ? await resubmitAttempt(deps, opened, tenant, noted) : noted,
  );
};

const ask = async (
  deps: QueryAttemptDeps,
  tenant: Tenant,
  opened: OpenedChannel | undefined,
  attempt: Attempt,
): Promise<QueryOutcome> => {
  if (!opened)
    return { kind: 'unknown', detail: 'the account it was made under was dropped by the merchant' };
  return opened.port.query(opened.context, await paymentReference(deps.sealer, tenant, attempt));
};

/**
 * Whether the attempt itself waits for a question now. A repeated message (SQS delivers at least once, the sweeper adds
 * its own) must not start a second chain of questions; if the only chain ends here, the sweeper begins it anew.
 */
export const isQuestionDue = (attempt: Attempt, now: Date): boolean => {
  if (isHintDue(attempt, now)) return true;
  const dueAt = plannedQueryAt(attempt);
  return dueAt !== undefined && isDue({ kind: 'query_attempt', dueAt: dueAt.toISOString() }, now);
};

/** Nobody has known for so long what became of a payment that a person should look. */
const AGEING_MILLIS = 15 * 60_000;

const noteAgeing = (deps: QueryAttemptDeps, attempt: Attempt, detail: string): void => {
  const age = deps.runtime.now().getTime() - Date.parse(attempt.createdAt);
  if (age < AGEING_MILLIS) return;
  deps.metrics.count(METRICS.unknownAgeing);
  deps.log.error('a payment has been unknown for long', {
    attemptId: attempt.id,
    provider: attempt.provider,
    ageSeconds: Math.round(age / 1000),
    detail,
  });
};
