import { promises as dns, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { whyNotPublic } from './public-address.ts';

/** Every address of a name. */
export type ResolveAll = (hostname: string) => Promise<LookupAddress[]>;

export interface AddressRules {
  /** `true` only on the local stack: loopback and private addresses may be called. */
  readonly allowPrivateAddresses: boolean;
  /** The system's resolver unless a test brings its own. */
  readonly resolve?: ResolveAll;
}

/** The address, or one of the addresses of a name, must not be called. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = 'ERR_ADDRESS_REFUSED';
}

const systemResolve: ResolveAll = (hostname) => dns.lookup(hostname, { all: true });

/** `[::1]` of a URL without its brackets. */
export const bareHostname = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** @throws AddressRefusedError when one of the addresses is not public: a name with two faces is not trusted. */
export const refuseUnlessPublic = (
  hostname: string,
  addresses: readonly string[],
  { allowPrivateAddresses }: AddressRules,
): void => {
  if (allowPrivateAddresses) return;
  for (const address of addresses) {
    const reason = whyNotPublic(address);
    if (reason) {
      throw new AddressRefusedError(
        `${hostname} leads to an address that is not public (${reason})`,
      );
    }
  }
};

/**
 * A `lookup` for node:http that resolves a name once, checks every address and hands exactly those to the
 * connection: there is no second resolution that could answer otherwise (DNS rebinding).
 *
 * Node calls no lookup for an IP literal: check that with {@link refuseUnlessPublic} before connecting.
 */
export const guardedLookup = (rules: AddressRules): LookupFunction => {
  const resolve = rules.resolve ?? systemResolve;
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((found) => {
        const wanted = found.filter(({ family }) => !options.family || family === options.family);
        refuseUnlessPublic(
          hostname,
          found.map(({ address }) => address),
          rules,
        );
        const [first] = wanted;
        if (!first) throw new Error(`${hostname} has no address`);
        return { wanted, first };
      })
      .then(
        ({ wanted, first }) => {
          if (options.all) callback(null, wanted);
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, options.all ? [] : '', 0),
      );
  };
};
