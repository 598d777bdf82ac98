import type { SharedReturn } from '../ports/channel-port.ts';

/** Where providers send the buyer back to: the checkout page's own address for that, by GET or POST. */
export const returnAddress = (publicBaseUrl: string, token: string, language?: string): string =>
  `${publicBaseUrl}/checkout/${token}/return${language === undefined ? '' : `?lang=${language}`}`;

/**
 * The same as one address for all orders, for providers that know only a registered one.
 *
 * @throws Error for an address that {@link returnAddress} did not make
 */
export const sharedReturnOf = (address: string): SharedReturn => {
  const url = new URL(address);
  const match = /^(.*)\/checkout\/([^/]+)(?:\/return)?$/.exec(url.pathname);
  if (!match) throw new Error('not a return address');
  return { url: `${url.origin}${match[1]}/checkout/return`, state: match[2] ?? '' };
};
