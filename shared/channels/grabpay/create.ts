import type { CreateOutcome, CreateRequest } from '../channel.ts';
import { callAsPartner, type GrabReply, partnerPath, textOf } from './client.ts';
import { apiUrlOf, COUNTRIES, type GrabpayContext } from './config.ts';
import { codeChallenge, codeVerifier } from './sign.ts';
import { refusalReason, saysNumberIsKnown } from './status.ts';

const MAX_DESCRIPTION = 250;

const didNotHappen = (
  reason: Extract<CreateOutcome, { kind: 'did_not_happen' }>['reason'],
  detail: string,
): CreateOutcome => ({ kind: 'did_not_happen', reason, detail });

const unknown = (detail: string): CreateOutcome => ({ kind: 'unknown', detail });

/** `charge/init`, then the buyer is sent to agree. Nothing is charged before `proceed` says so. */
export const create = async (
  context: GrabpayContext,
  request: CreateRequest,
): Promise<CreateOutcome> => {
  const { config } = context;
  const { amount, orderNumber } = request;
  const { currency } = COUNTRIES[config.country];
  if (amount.currency !== currency)
    return didNotHappen('currency_not_supported', `GrabPay ${config.country} takes ${currency}`);
  const reply = await callAsPartner(context, 'POST', partnerPath(context, 'charge/init'), {
    partnerTxID: orderNumber,
    partnerGroupTxID: orderNumber,
    amount: Number(amount.minor),
    currency,
    description: request.subject.slice(0, MAX_DESCRIPTION) || orderNumber,
    merchantID: config.merchantId,
  });
  return outcomeOf(context, request, reply);
};

const outcomeOf = (
  context: GrabpayContext,
  request: CreateRequest,
  reply: GrabReply,
): CreateOutcome => {
  switch (reply.kind) {
    case 'not_sent':
      return didNotHappen('provider_unreachable', reply.detail);
    case 'no_answer':
      return unknown(reply.detail);
    case 'refused':
      return saysNumberIsKnown(reply.message)
        ? unknown(reply.message)
        : didNotHappen(refusalReason(reply.status, reply.message), reply.message);
    case 'done':
      break;
  }
  const token = textOf(reply.value, 'request');
  if (textOf(reply.value, 'partnerTxID') !== request.orderNumber || token === '')
    return unknown('GrabPay answered about another order');
  return {
    kind: 'happened',
    nextAction: { kind: 'redirect', url: consentUrl(context, request, token) },
  };
};

const consentUrl = (
  { config, credentials }: GrabpayContext,
  { orderNumber, sharedReturn }: CreateRequest,
  request: string,
): string => {
  const { currency, scope } = COUNTRIES[config.country];
  const verifier = codeVerifier(orderNumber, credentials.clientSecret);
  const query = new URLSearchParams({
    acr_values: `consent_ctx:countryCode=${config.country},currency=${currency}`,
    client_id: config.clientId,
    code_challenge: codeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce: orderNumber.slice(-16),
    redirect_uri: sharedReturn.url,
    request,
    response_type: 'code',
    scope,
    state: sharedReturn.state,
  });
  return `${apiUrlOf(config).replace(/\/+$/, '')}/grabid/v1/oauth2/authorize?${query}`;
};
