import type { Channel, Device, PaymentMethod } from '../../domain/channels/channel.ts';
import type { GivenContact } from '../../domain/orders/buyer-contact.ts';
import type { CreateOutcome } from '../ports/channel-port.ts';
import type { OrderAggregate } from '../ports/order-store.ts';
import { type OpenChannelDeps, openChannel } from '../routing/open-channel.ts';
import type { RoutedPayment } from '../routing/route-payment.ts';
import { withOutcome } from './answered-attempt.ts';
import { requestFor } from './buyer-inputs.ts';
import { deviceMarks, type SeenDevice } from './device-marks.ts';
import { type PayRequest, withRequest } from './pay-request.ts';
import { newAttempt, recordAttempt } from './record-attempt.ts';
import { askProvider, type SubmitAttemptDeps, submitAttempt } from './submit-attempt.ts';

export interface ChosenChannel {
  readonly channel: Channel;
  readonly request: PayRequest & {
    readonly method: PaymentMethod;
    readonly device: Device;
    readonly marks?: SeenDevice;
  };
  readonly routed: RoutedPayment;
  readonly contact: GivenContact | undefined;
}

export type Tried =
  | { readonly kind: 'cap_reached' }
  | { readonly kind: 'overtaken'; readonly aggregate: OrderAggregate }
  | {
      readonly kind: 'asked';
      readonly aggregate: OrderAggregate;
      /** Absent when a notification was faster than the provider's reply. */
      readonly outcome: CreateOutcome | undefined;
    };

/** Records the attempt and asks the provider; in the other order where asking calls nobody. */
export const tryChannel = async (
  deps: SubmitAttemptDeps & OpenChannelDeps,
  aggregate: OrderAggregate,
  chosen: ChosenChannel,
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
