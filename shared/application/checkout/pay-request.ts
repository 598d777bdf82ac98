import type { Attempt } from '../../domain/orders/attempt.ts';
import type { ChannelPort } from '../ports/channel-port.ts';

/** What the buyer's request says about the way to pay. */
export interface PayRequest {
  readonly buyerIp: string;
  /** Where the provider sends the buyer back to, see `return-address.ts`. */
  readonly returnUrl: string;
  /** The number that the buyer pays from, in E.164. */
  readonly phone?: string;
  readonly bank?: string;
}

/**
 * Whether the buyer's request is needed after the payment was made: by the steps that follow, and to see that a request
 * for the same way to pay names another phone or bank.
 */
export const isRequestNeededLater = (
  { proceed }: Pick<ChannelPort, 'proceed'>,
  { phone, bank }: Partial<PayRequest>,
): boolean => proceed !== undefined || phone !== undefined || bank !== undefined;

/** The attempt with the buyer's request, where it may have to be sent again or goes on in steps. */
export const withRequest = (
  port: ChannelPort,
  attempt: Attempt,
  { buyerIp, returnUrl, phone, bank }: PayRequest,
): Attempt =>
  port.capabilities.resubmission === 'same_number' || isRequestNeededLater(port, { phone, bank })
    ? { ...attempt, request: { buyerIp, returnUrl, phone, bank } }
    : attempt;

/** Whether a request names another phone or bank than the one that an attempt was made with: it is another payment then. */
export const namesAnother = ({ phone, bank }: PayRequest, made: Attempt['request']): boolean =>
  (phone !== undefined && made?.phone !== undefined && phone !== made.phone) ||
  (bank !== undefined && made?.bank !== undefined && bank !== made.bank);
