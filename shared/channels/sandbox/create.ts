import { formatDecimalAmount } from '../../domain/money/money.ts';
import type { NextAction } from '../../domain/orders/attempt.ts';
import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { type SandboxContext, TEST_MODE_ONLY } from './config.ts';
import { referenceOf } from './reference.ts';
import { type Script, scriptOf } from './scripts.ts';

/** Calls nobody: what the amount says, happens. */
export const create = async (
  { mode }: SandboxContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  if (mode !== 'test')
    return {
      kind: 'did_not_happen',
      reason: 'method_unavailable',
      detail: TEST_MODE_ONLY,
    };
  const script = scriptOf(request.amount);
  if (script.create === 'lost' || script.create === 'vanished')
    return { kind: 'unknown', detail: 'the sandbox was told not to answer' };
  if (script.create)
    return {
      kind: 'did_not_happen',
      reason: script.create.refused,
      detail: 'the sandbox was told to refuse this amount',
    };
  return {
    kind: 'happened',
    nextAction: nextActionOf(script, request),
    providerReference: referenceOf(request.orderNumber),
  };
};

const nextActionOf = (
  { nextAction = 'redirect' }: Script,
  { orderNumber, amount, returnUrl }: CreateRequest,
): NextAction => {
  switch (nextAction) {
    case 'redirect':
      return { kind: 'redirect', url: returnUrl };
    case 'qr':
      return { kind: 'qr', content: `sandbox:${orderNumber}` };
    case 'form':
      return { kind: 'form', action: returnUrl, method: 'POST', fields: { order: orderNumber } };
    case 'address':
      return {
        kind: 'address',
        address: `sandbox-${orderNumber.slice(-8)}`,
        network: 'sandbox',
        amount: formatDecimalAmount(amount),
      };
    case 'client_params':
      return { kind: 'client_params', sdk: 'stripe', params: { order: orderNumber } };
    case 'enter_code':
      return { kind: 'enter_code', sentTo: '138****0000', canResend: true };
  }
};
