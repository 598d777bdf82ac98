import type { Stripe as StripeClient } from 'stripe';
import type { ProviderHttp, ProviderResponse } from '../../application/ports/provider-http.ts';
import { modeOf, type StripeContext } from './config.ts';

/**
 * The official SDK, over our own HTTP: addresses are checked, redirects not followed, answers bounded, time limited. It is
 * loaded when a call is made, so that callbacks, which need none, do not pay for it.
 */
const connect = async ({ config, credentials, http }: StripeContext): Promise<Connected> => {
  const { default: Stripe } = await import('stripe');
  const wire = recorded(http);
  const address = config.apiUrl === undefined ? undefined : new URL(config.apiUrl);
  const client = new Stripe(credentials.secretKey, {
    httpClient: Stripe.createFetchHttpClient(wire.fetch),
    maxNetworkRetries: 0,
    telemetry: false,
    ...(address
      ? {
          protocol: address.protocol === 'http:' ? 'http' : 'https',
          host: address.hostname,
          ...(address.port ? { port: address.port } : {}),
        }
      : {}),
  });
  return { client, last: wire.last };
};

interface Connected {
  readonly client: StripeClient;
  readonly last: () => ProviderResponse | undefined;
}

/** Our HTTP in the form of `fetch`, remembering how the last call went: the SDK tells refused and lost apart no more. */
const recorded = (http: ProviderHttp) => {
  let last: ProviderResponse | undefined;
  const send: typeof fetch = async (input, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    last = await http.request({
      method: (init?.method ?? 'GET') as 'GET' | 'POST' | 'DELETE',
      url: String(input),
      headers,
      ...(typeof init?.body === 'string' && init.body !== '' ? { body: init.body } : {}),
    });
    if (last.kind !== 'response') throw new TypeError(last.detail);
    const hasBody = last.status !== 204 && last.status !== 304;
    return new Response(hasBody ? last.body : null, { status: last.status, headers: last.headers });
  };
  return { fetch: send, last: () => last };
};

/**
 * - `done`: Stripe answered with the object.
 * - `refused`: Stripe answered with an error below 500; nothing happened under this idempotency key.
 * - `not_sent`: no connection was made. `no_answer`: anything else.
 */
export type StripeReply<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly code: string;
      readonly declineCode: string;
      readonly message: string;
    }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/**
 * Runs one call of the SDK. Never throws. A key of the other mode is refused unsent: with one of the test mode everybody pays
 * by a card number out of Stripe's manual.
 */
export const callStripe = async <Result>(
  context: StripeContext,
  call: (client: StripeClient) => Promise<Result>,
): Promise<StripeReply<Result>> => {
  if (modeOf(context.credentials.secretKey) !== context.mode) return OTHER_MODE;
  const { client, last } = await connect(context);
  try {
    return { kind: 'done', result: await call(client) };
  } catch (error) {
    return failureOf(error, last());
  }
};

/** In the words in which Stripe says the like. */
const OTHER_MODE: StripeReply<never> = {
  kind: 'refused',
  status: 401,
  code: 'livemode_mismatch',
  declineCode: '',
  message: 'the key is of the other mode, test or live',
};

const failureOf = (error: unknown, last: ProviderResponse | undefined): StripeReply<never> => {
  if (last?.kind === 'not_sent') return { kind: 'not_sent', detail: last.detail };
  if (last?.kind === 'no_answer') return { kind: 'no_answer', detail: last.detail };
  const { statusCode, code, decline_code, message } = error as {
    statusCode?: number;
    code?: string;
    decline_code?: string;
    message?: string;
  };
  // Another request with this key is being worked on (409), or Stripe itself is in trouble.
  if (statusCode === undefined || statusCode >= 500 || statusCode === 409)
    return {
      kind: 'no_answer',
      detail: `Stripe answered ${statusCode ?? last?.status ?? ''}`.trim(),
    };
  if (statusCode < 400)
    return { kind: 'no_answer', detail: 'Stripe answered something unreadable' };
  return {
    kind: 'refused',
    status: statusCode,
    code: code ?? '',
    declineCode: decline_code ?? '',
    message: (message ?? '').slice(0, 300),
  };
};
