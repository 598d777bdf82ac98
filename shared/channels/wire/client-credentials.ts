import type { ProviderHttp, ProviderResponse } from '../../application/ports/provider-http.ts';
import { jsonObject } from './json-object.ts';

/** A token is not used in its last seconds. */
const MARGIN_MILLIS = 30_000;
const DEFAULT_SECONDS = 60;

export interface TokenRequest {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  readonly now: Date;
  /** The known token was refused: fetch another. */
  readonly fresh?: boolean;
}

/** Without a token nothing can have been asked of the provider: `refused` the client itself, `not_sent` anything else. */
export type TokenOutcome =
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string }
  | { readonly kind: 'not_sent'; readonly detail: string };

interface Token {
  readonly value: string;
  readonly endsAt: number;
}

/** Tokens by the client they were given to; they live as long as the HTTP they came by. */
const tokens = new WeakMap<ProviderHttp, Map<string, Token>>();

/** An access token by OAuth 2.0 client credentials (RFC 6749, section 4.4), kept in the process until it ends. */
export const clientCredentialsToken = async (
  http: ProviderHttp,
  { tokenUrl, clientId, clientSecret, scope, now, fresh = false }: TokenRequest,
): Promise<TokenOutcome> => {
  const kept = tokens.get(http) ?? new Map<string, Token>();
  tokens.set(http, kept);
  const client = `${tokenUrl} ${clientId} ${clientSecret}`;
  const known = kept.get(client);
  if (known && !fresh && known.endsAt > now.getTime() + MARGIN_MILLIS)
    return { kind: 'token', value: known.value };
  const basic = Buffer.from(
    `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`,
  ).toString('base64');
  const response = await http.request({
    method: 'POST',
    url: tokenUrl,
    headers: {
      accept: 'application/json',
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...(scope === undefined ? {} : { scope }),
    }).toString(),
  });
  return tokenFrom(response, (token) => kept.set(client, token), now);
};

const tokenFrom = (
  response: ProviderResponse,
  keep: (token: Token) => void,
  now: Date,
): TokenOutcome => {
  if (response.kind !== 'response') return { kind: 'not_sent', detail: response.detail };
  const answer = jsonObject(response.body);
  const value = answer?.access_token;
  if (response.status === 200 && typeof value === 'string' && value !== '') {
    const seconds = typeof answer?.expires_in === 'number' ? answer.expires_in : DEFAULT_SECONDS;
    keep({ value, endsAt: now.getTime() + seconds * 1000 });
    return { kind: 'token', value };
  }
  return response.status === 400 || response.status === 401
    ? {
        kind: 'refused',
        status: response.status,
        message: `no access token: ${String(answer?.error ?? response.status).slice(0, 80)}`,
      }
    : { kind: 'not_sent', detail: `the token endpoint answered ${response.status}` };
};
