import { ERROR_CODES, type ErrorCode } from '../../domain/errors/app-error.ts';

/** What an error code means and what the caller does about it, for the documentation. */
export interface ErrorExplanation {
  readonly meaning: string;
  readonly remedy: string;
}

const EXPLANATIONS: Readonly<Record<ErrorCode, ErrorExplanation>> = {
  invalid_json: {
    meaning: 'The body is not JSON, or not UTF-8.',
    remedy: 'Check for a missing quote, comma or bracket, and send UTF-8.',
  },
  invalid_parameter: {
    meaning: 'A field has the wrong type or a value that is not allowed; `param` names it.',
    remedy: 'Correct the field and send the call again.',
  },
  missing_parameter: {
    meaning: 'A required field is absent; `param` names it.',
    remedy: 'Add the field.',
  },
  unknown_parameter: {
    meaning: 'A field that this route does not know; `param` names it.',
    remedy:
      'Remove it or check its spelling. Unknown fields are refused so that a typing error is noticed.',
  },
  body_too_large: {
    meaning: 'The body is larger than a call may be.',
    remedy: 'Send less in one call, for example a card import in several batches.',
  },
  unsupported_media_type: {
    meaning: 'The Content-Type is not one that this route reads.',
    remedy: 'Send `application/json`, or a type that the route lists.',
  },
  method_not_allowed: {
    meaning: 'The path exists, the method does not.',
    remedy: 'Use one of the methods on this page.',
  },
  unauthenticated: {
    meaning: 'There is no API key in the call, or it is not valid any more.',
    remedy: 'Send `Authorization: Bearer sk_test_…` with a key that was not revoked.',
  },
  forbidden: {
    meaning: 'The key may not do this, or a page of another site sent a form of the checkout.',
    remedy: 'Use a key that has the permission; send the form from the checkout page.',
  },
  origin_not_allowed: {
    meaning: 'The call went around the public address.',
    remedy: 'Use the address that you were given.',
  },
  not_found: {
    meaning:
      'There is no such object or route. An object of another merchant, or of the other mode, answers the same.',
    remedy: 'Check the id, and whether the key is a test or a live key.',
  },
  token_expired: {
    meaning: 'The checkout link is too old.',
    remedy: 'Look the order up by its number and contact, or create a new order.',
  },
  idempotency_key_reused: {
    meaning: 'The Idempotency-Key was used before with another body.',
    remedy: 'Use a new key for a new request.',
  },
  idempotency_in_progress: {
    meaning: 'The first call with this Idempotency-Key is still running.',
    remedy: 'Wait as long as Retry-After says and send the same call again.',
  },
  batch_id_reused: {
    meaning: 'The batch id was used before with other content.',
    remedy: 'Give every batch its own id; repeat an id only with the same lines.',
  },
  state_conflict: {
    meaning: 'The object is in a state in which this cannot be done.',
    remedy: 'Read the object; the message names its state.',
  },
  concurrent_change: {
    meaning: 'Somebody else changed the object at the same moment.',
    remedy: 'Send the call again.',
  },
  limit_exceeded: {
    meaning: 'A limit of the object was reached, for example the number of attempts of an order.',
    remedy: 'The message names the limit and the way on.',
  },
  buyer_holds_too_much: {
    meaning: "The buyer's unpaid orders hold as much of the product as one buyer may.",
    remedy:
      'Let them pay or cancel those orders first; they also expire. The share is part of your payment policies.',
  },
  out_of_stock: {
    meaning: 'There are not enough free cards of the product.',
    remedy: 'Order fewer, import cards, or try later: unpaid orders give their cards back.',
  },
  product_unavailable: {
    meaning: 'The product is archived and is not sold any more.',
    remedy: 'Choose another product or make it active again.',
  },
  order_not_payable: {
    meaning: 'The order is paid, expired or cancelled.',
    remedy: 'Read its state; create a new order to sell again.',
  },
  code_not_accepted: {
    meaning:
      'The provider did not take the code that the buyer typed; the message is for the buyer.',
    remedy: 'Let the buyer type it again, or send a new one. The payment is as it was.',
  },
  no_channel_available: {
    meaning: 'No channel can take this payment now; the message says why for each.',
    remedy: 'Offer another method, enable a channel, or try later.',
  },
  invalid_channel_config: {
    meaning:
      "The settings or credentials do not fit the channel's provider; `param` names the field.",
    remedy: 'Correct the field as the provider issued it.',
  },
  signature_invalid: {
    meaning: 'A signature is missing or does not fit the content.',
    remedy: 'Check the key and sign exactly the bytes that are sent.',
  },
  rate_limited: {
    meaning: 'Too many calls in a short time.',
    remedy: 'Wait as long as Retry-After says, then go on more slowly.',
  },
  provider_error: {
    meaning: 'The payment provider failed or answered what cannot be read.',
    remedy: 'Read the object to see what is known, then try again.',
  },
  internal_error: {
    meaning: 'Something went wrong on our side.',
    remedy:
      'Send the call again with the same Idempotency-Key; if it stays, tell us the request id.',
  },
  unavailable: {
    meaning: 'The service cannot answer at this moment.',
    remedy: 'Send the call again in a moment with the same Idempotency-Key.',
  },
};

export interface DocumentedError extends ErrorExplanation {
  readonly code: ErrorCode;
  readonly status: number;
  readonly type: string;
  readonly retryable: boolean;
}

/** Every error code, ordered by status: the list that the documentation shows and `doc_url` points into. */
export const ERROR_REFERENCE: readonly DocumentedError[] = (Object.keys(ERROR_CODES) as ErrorCode[])
  .map((code) => ({ code, ...ERROR_CODES[code], ...EXPLANATIONS[code] }))
  .sort((a, b) => a.status - b.status);
