import type { ProviderHttp } from '#shared/application/ports/provider-http.ts';
import { readDomainFile as contract } from '#shared/contract/api/pages.ts';
import { AppError } from '#shared/domain/errors/app-error.ts';
import { type BoundRoute, bind } from '#shared/platform/http/bound-route.ts';
import { RawReply } from '#shared/platform/http/call.ts';

/**
 * The file is the same for every shop that is paid through Stripe, and ends on a date that is written in it: Stripe
 * publishes the next one here. Source: support.stripe.com, "Resolve an outdated Apple Pay domain association file".
 */
export const DOMAIN_FILE_URL =
  'https://stripe.com/files/apple-pay/apple-developer-merchantid-domain-association';

const FRESH_MILLIS = 24 * 3_600_000;
const MAX_BYTES = 100_000;

interface DomainFileDeps {
  readonly http: ProviderHttp;
  /** Where the file is. */
  readonly address: () => string;
  readonly now: () => Date;
}

/**
 * Passes Stripe's domain file on to Apple, which wants it at this site before it shows its button on our page. Redirects
 * are not followed, by Apple neither. A copy of yesterday is better than none: it serves while Stripe does not answer.
 */
export const readDomainFile = ({ http, address, now }: DomainFileDeps): BoundRoute => {
  let copy: { readonly text: string; readonly at: number } | undefined;
  return bind(contract, async () => {
    if (!copy || now().getTime() - copy.at > FRESH_MILLIS) {
      const text = await fetchFile(http, address());
      if (text !== undefined) copy = { text, at: now().getTime() };
    }
    if (!copy)
      throw new AppError(
        'provider_error',
        "Stripe's domain file for Apple Pay could not be read; ask again in a minute.",
      );
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': `public, max-age=${FRESH_MILLIS / 1_000}`,
    };
    return new RawReply(200, headers, copy.text);
  });
};

/** @returns `undefined` when Stripe did not answer with a file: a page that explains something is none */
const fetchFile = async (http: ProviderHttp, url: string): Promise<string | undefined> => {
  const response = await http.request({ method: 'GET', url, maxAnswerBytes: MAX_BYTES });
  if (response.kind !== 'response' || response.status !== 200) return undefined;
  const isFile = response.body.trim() !== '' && !response.body.trimStart().startsWith('<');
  return isFile ? response.body : undefined;
};
