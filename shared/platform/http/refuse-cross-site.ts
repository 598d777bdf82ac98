import { AppError } from '../../domain/errors/app-error.ts';
import type { Call } from './call.ts';

/**
 * Refuses what a page of another site made a browser send. Programs send neither header and are let in: they know the
 * checkout's token, which is the only right that a call has here.
 *
 * `Origin: null` is let in where the browser is too old for Sec-Fetch-Site: our pages send no referrer, and a form of such a
 * page has that origin (Fetch, "append a request Origin header").
 *
 * @throws AppError forbidden
 */
export const refuseCrossSite = ({ header, publicBaseUrl }: Call): void => {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  const isForeign =
    site === undefined
      ? origin !== undefined && origin !== 'null' && hostOf(origin) !== new URL(publicBaseUrl).host
      : site === 'cross-site';
  if (isForeign)
    throw new AppError(
      'forbidden',
      'A page of another site sent this. Open the checkout link and do it there.',
    );
};

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
