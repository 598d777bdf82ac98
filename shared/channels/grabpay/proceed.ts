import type { PaymentStep, ProceedOutcome, StepRequest } from '../channel.ts';
import { callAsBuyer, exchangeCode, partnerPath, textOf } from './client.ts';
import type { GrabpayContext } from './config.ts';
import { oneTimeChargeStatus, query, read } from './query.ts';
import { codeVerifier } from './sign.ts';

/**
 * The buyer agreed: their code becomes a token, and the token completes the charge under the order's own number. The code
 * comes with the buyer, or from GrabPay when they never came back. Completing twice is completing once.
 *
 * A crash between token and completion leaves a charge that was agreed to and not made: it ends by itself. One after the
 * completion loses the token, and with it refunds by API.
 */
export const proceed = async (
  context: GrabpayContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<ProceedOutcome> => {
  if (payment.kept) return complete(context, payment, payment.kept);
  const code = await codeOf(context, payment, step);
  if (code === undefined) return query(context, payment);
  const token = await tokenOf(context, payment, code);
  // A code that was used before is worth nothing: what became of the charge is asked.
  return token === undefined ? query(context, payment) : complete(context, payment, token);
};

const codeOf = async (
  context: GrabpayContext,
  payment: StepRequest,
  step: PaymentStep,
): Promise<string | undefined> => {
  if (step.kind === 'returned') {
    const { code, state } = { ...step.form, ...step.query };
    return code && state === payment.sharedReturn.state ? code : undefined;
  }
  const reply = await oneTimeChargeStatus(context, payment);
  return reply.kind === 'done' ? textOf(reply.value, 'oAuthCode') || undefined : undefined;
};

const tokenOf = async (
  context: GrabpayContext,
  { orderNumber, sharedReturn }: StepRequest,
  code: string,
): Promise<string | undefined> => {
  const { config, credentials } = context;
  const reply = await exchangeCode(context, {
    grant_type: 'authorization_code',
    client_id: config.clientId,
    client_secret: credentials.clientSecret,
    code_verifier: codeVerifier(orderNumber, credentials.clientSecret),
    redirect_uri: sharedReturn.url,
    code: code.slice(0, 1_000),
  });
  return reply.kind === 'done' ? textOf(reply.value, 'access_token') || undefined : undefined;
};

const complete = async (
  context: GrabpayContext,
  payment: StepRequest,
  token: string,
): Promise<ProceedOutcome> => {
  const reply = await callAsBuyer(context, 'POST', partnerPath(context, 'charge/complete'), {
    token,
    body: { partnerTxID: payment.orderNumber },
  });
  const outcome =
    reply.kind === 'done'
      ? read(payment, reply.value)
      : await query(context, { ...payment, kept: token });
  // The token is kept in any case: it is what asks, completes again and pays back.
  return outcome.kind === 'found' ? { ...outcome, kept: token } : outcome;
};
