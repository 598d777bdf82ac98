import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import type { WebhookUrlCheck } from '../../application/ports/webhook-sender.ts';
import {
  AddressRefusedError,
  type AddressRules,
  bareHostname,
  refuseUnlessPublic,
} from './guarded-address.ts';

/** Refuses at once what sending would refuse later: plain HTTP, names that lead nowhere, addresses that are not public. */
export const createWebhookUrlCheck = (rules: AddressRules): WebhookUrlCheck => ({
  check: async (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url) return refused('must be a URL such as https://shop.example.com/hooks');
    if (url.protocol !== 'https:' && !(rules.allowPrivateAddresses && url.protocol === 'http:')) {
      return refused('must start with https://');
    }
    if (url.username || url.password) {
      return refused('must not carry a user name or password; verify the signature instead');
    }
    const hostname = bareHostname(url);
    try {
      const addresses = isIP(hostname) ? [hostname] : await addressesOf(hostname, rules);
      refuseUnlessPublic(hostname, addresses, rules);
      return { kind: 'allowed' };
    } catch (error) {
      return error instanceof AddressRefusedError
        ? refused('must lead to a public address')
        : refused(`names the host "${hostname}", which cannot be found; check its spelling`);
    }
  },
});

const refused = (message: string) => ({ kind: 'refused', message }) as const;

const addressesOf = async (hostname: string, { resolve }: AddressRules): Promise<string[]> => {
  const found = await (resolve?.(hostname) ?? dns.lookup(hostname, { all: true }));
  return found.map(({ address }) => address);
};
