import type { Attempt } from '../../domain/orders/attempt.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Sealed } from '../../domain/stock/sealed.ts';
import { sealKept } from '../orders/payment-reference.ts';
import type { ChannelPort, CreateOutcome } from '../ports/channel-port.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { Sealer } from '../ports/sealer.ts';
import { isRequestNeededLater } from './pay-request.ts';

/** The attempt with what the provider answered to its `create`, and with what its adapter wants kept. */
export const withOutcome = async (
  { sealer, runtime }: { readonly sealer: Sealer; readonly runtime: Pick<Runtime, 'now'> },
  { port }: { readonly port: ChannelPort },
  { order, attempt, outcome }: { order: Order; attempt: Attempt; outcome: CreateOutcome },
): Promise<Attempt> => {
  const told = outcome.kind === 'happened' ? outcome.kept : undefined;
  const kept = (await sealKept(sealer, order.tenant, attempt, told)) ?? attempt.kept;
  const updatedAt = runtime.now().toISOString();
  return { ...answered(port, { attempt, outcome, kept, endedAt: updatedAt }), updatedAt };
};

const answered = (
  port: ChannelPort,
  {
    attempt,
    outcome,
    kept,
    endedAt,
  }: { attempt: Attempt; outcome: CreateOutcome; kept: Sealed | undefined; endedAt: string },
): Attempt => {
  switch (outcome.kind) {
    case 'happened':
      return {
        ...attempt,
        state: 'pending',
        nextAction: outcome.nextAction,
        request: isRequestNeededLater(port, attempt.request ?? {}) ? attempt.request : undefined,
        providerReference: outcome.providerReference ?? attempt.providerReference,
        kept,
      };
    case 'did_not_happen':
      return {
        ...attempt,
        state: 'failed',
        failureReason: outcome.reason,
        failureDetail: outcome.detail,
        request: undefined,
        capDay: undefined,
        endedAt,
      };
    case 'unknown':
      return { ...attempt, state: 'unknown', failureDetail: outcome.detail };
  }
};
