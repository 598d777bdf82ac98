import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { PaymentStep, ProceedOutcome, StepRequest } from '../channel.ts';
import { callbackAddress } from './callback-address.ts';
import { type FortumoReply, sendToFortumo } from './client.ts';
import type { FortumoContext } from './config.ts';
import { keptText, readConsent } from './consent.ts';
import { MAX_DESCRIPTION, pinFlow } from './create.ts';
import { query } from './query.ts';
import { isPassing } from './status.ts';
import { takeTurn } from './turn.ts';

const unknown = (detail: string): ProceedOutcome => ({ kind: 'unknown', detail });

/** A typed PIN is sent on; a verified one is charged. Whether they were right comes by callback. */
export const proceed = async (
  context: FortumoContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<ProceedOutcome> => {
  const consent = readConsent(payment.kept);
  if (step.kind === 'code') {
    if (!consent) return unknown('Fortumo has not named the session yet; try again in a moment');
    if (consent.state === 'session') return enterPin(context, payment, consent.token, step.code);
  }
  const now = await query(context, payment);
  return consent && now.kind === 'found' && now.awaitsApprovedStep
    ? charge(context, payment, consent.token)
    : now;
};

const enterPin = async (
  context: FortumoContext,
  { orderNumber, phone }: StepRequest,
  token: string,
  code: string,
): Promise<ProceedOutcome> => {
  if (!phone) return unknown('the phone number was not kept');
  const path = `authorisations/${token}`;
  const flow = pinFlow(context, { orderNumber, phone, code });
  const reply = await sendToFortumo(context, 'PUT', path, flow);
  if (reply.kind === 'accepted')
    return { kind: 'found', status: 'pending', providerStatus: 'confirmed' };
  if (reply.kind === 'refused' && !isPassing(reply.reason))
    return { kind: 'not_accepted', reason: 'authentication_failed', detail: reply.message };
  return unknown(detailOf(reply));
};

const charge = async (
  context: FortumoContext,
  payment: StepRequest,
  token: string,
): Promise<ProceedOutcome> => {
  const { amount, orderNumber, subject } = payment;
  const turn = await takeTurn(context, orderNumber, 'charge');
  if (turn.kind === 'taken') return query(context, payment);
  const reply = await sendToFortumo(context, 'POST', 'payments', {
    item_description: subject.slice(0, MAX_DESCRIPTION),
    amount: { value: Number(formatDecimalAmount(amount)), currency: amount.currency },
    charging_token: token,
    merchant: context.config.merchantId,
    operation_reference: orderNumber,
    callback: callbackAddress(context, { orderNumber }),
  });
  switch (reply.kind) {
    case 'accepted':
      return {
        kind: 'found',
        status: 'pending',
        providerStatus: 'accepted',
        kept: keptText({ state: 'charging', token }),
      };
    case 'refused':
      if (!isPassing(reply.reason))
        return {
          kind: 'found',
          status: 'failed',
          providerStatus: reply.message,
          failureReason: reply.reason,
        };
      await turn.giveBack();
      return unknown(reply.message);
    case 'not_sent':
      await turn.giveBack();
      return unknown(reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
  }
};

const detailOf = (reply: Exclude<FortumoReply, { kind: 'accepted' }>): string =>
  reply.kind === 'refused' ? reply.message : reply.detail;
