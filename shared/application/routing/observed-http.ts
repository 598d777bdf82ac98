import type { ProviderHttp, ProviderResponse } from '../ports/provider-http.ts';

/** What the last call to a provider looked like from outside. */
export interface ObservedCall {
  readonly url: string;
  readonly kind: ProviderResponse['kind'];
  readonly httpStatus: number | undefined;
  readonly detail: string | undefined;
  /** The provider's clock (header `Date`) minus ours, in seconds. */
  readonly clockSkewSeconds: number | undefined;
}

/** Passes calls through and remembers what the last one looked like. */
export const observedHttp = (
  http: ProviderHttp,
  now: () => Date,
): { readonly http: ProviderHttp; readonly last: () => ObservedCall | undefined } => {
  let last: ObservedCall | undefined;
  return {
    last: () => last,
    http: {
      request: async (request) => {
        const response = await http.request(request);
        last = {
          url: request.url,
          kind: response.kind,
          httpStatus: response.kind === 'response' ? response.status : undefined,
          detail: response.kind === 'response' ? undefined : response.detail,
          clockSkewSeconds:
            response.kind === 'response' ? skew(response.headers.date, now()) : undefined,
        };
        return response;
      },
    },
  };
};

const skew = (date: string | undefined, now: Date): number | undefined => {
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) ? undefined : Math.round((theirs - now.getTime()) / 1000);
};
