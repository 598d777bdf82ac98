import ipaddr from 'ipaddr.js';

/** IANA has handed out public IPv6 addresses from this block only; `::a.b.c.d` and all else outside it is not public. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Why an address is not on the public internet; `undefined` when it is.
 *
 * Only plain unicast passes. Private, loopback, link-local (169.254.169.254 hands out credentials), carrier-grade NAT,
 * multicast, unspecified and reserved ranges do not; nor do IPv6 forms that carry an IPv4 address inside (mapped,
 * NAT64, 6to4, Teredo), whatever that address is: nobody needs them to reach a public server.
 */
export const whyNotPublic = (address: string): string | undefined => {
  if (!ipaddr.isValid(address)) return 'not an IP address';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== 'unicast') return range;
  if (parsed instanceof ipaddr.IPv6) {
    if (parsed.zoneId) return 'scoped';
    if (!parsed.match(GLOBAL_UNICAST)) return 'not global unicast';
  }
  return undefined;
};
