import { beijingTime } from './beijing-time.ts';
import { askGateway } from './client.ts';
import { BIZ_TYPES, type UnionpayContext } from './config.ts';
import { tokenPayData } from './token.ts';

export interface UnbindRequest {
  readonly token: string;
  /** A number of its own: 8 to 40 letters or digits. */
  readonly number: string;
}

export type UnbindOutcome =
  | { readonly kind: 'unbound' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

/** 74-01: ends a token; the card has to be opened again. For a customer who takes their card out of the shop. */
export const unbind = async (
  context: UnionpayContext,
  { token, number }: UnbindRequest,
): Promise<UnbindOutcome> => {
  const reply = await askGateway(context, 'backTransReq.do', {
    txnType: '74',
    txnSubType: '01',
    bizType: BIZ_TYPES.token_quick_pay,
    channelType: '07',
    orderId: number,
    txnTime: beijingTime(context.now),
    tokenPayData: tokenPayData(token, context.config.tokenRequestor),
  });
  if (reply.kind !== 'answer') return { kind: 'unknown', detail: reply.detail };
  return reply.code === '00' ? { kind: 'unbound' } : { kind: 'refused', detail: reply.words };
};
