export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whole-call limit; the adapter has a default (8 s) and a ceiling. */
  readonly timeoutMillis?: number;
  /** Largest answer that is read; the adapter has a default (1 MB) and a ceiling (64 MB, for statements). */
  readonly maxAnswerBytes?: number;
}

/**
 * - `response`: the provider answered, with any status.
 * - `not_sent`: no connection was made (refused, name not found, TLS failed): the request cannot have had an effect.
 * - `no_answer`: sent, or perhaps sent, without a whole answer (time-out, reset, answer too large).
 */
export type ProviderResponse =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
      /** The body as it came over the wire: what signatures and hashes are made over, and files. */
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'not_sent'; readonly detail: string }
  | { readonly kind: 'no_answer'; readonly detail: string };

/**
 * Calls a provider. Never throws, never follows redirects, never logs a URL's query or a body (they carry keys).
 */
export interface ProviderHttp {
  request(request: ProviderRequest): Promise<ProviderResponse>;
}
