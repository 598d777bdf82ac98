import type { Name } from './channel-names.ts';

/** Something about a channel that works by itself and will still hurt. */
export interface ChannelWarning extends Name {
  readonly code: 'notify_url_problem';
}

/**
 * Why a provider could not tell us of payments: its calls would come over plain HTTP, which many refuse to make, or to an
 * address that only our own network knows. `undefined` when nothing speaks against it, and when the provider is inside a
 * private network as well (a simulator, a gateway beside us).
 */
export const notifyUrlWarning = (
  notifyUrl: string,
  providerUrl: string,
): ChannelWarning | undefined => {
  const { protocol, hostname } = new URL(notifyUrl);
  if (isPrivateHost(new URL(providerUrl).hostname)) return undefined;
  if (isPrivateHost(hostname))
    return {
      code: 'notify_url_problem',
      en: `The provider cannot reach ${notifyUrl}: "${hostname}" is an address of a private network. Payments would be noticed late, by asking only. Put the callbacks API behind a public name.`,
      zh: `服务商无法访问通知地址 ${notifyUrl}：“${hostname}”是内网地址，只能靠查询得知付款。请使用公网域名。`,
    };
  if (protocol !== 'https:')
    return {
      code: 'notify_url_problem',
      en: `The notify URL ${notifyUrl} is not https. Many providers refuse such an address, and on the way others can read what they send.`,
      zh: `通知地址 ${notifyUrl} 不是 https：许多服务商会拒绝，且通知内容可能被窃听。`,
    };
  return undefined;
};

/** Names that no public resolver knows. */
const PRIVATE_NAME = /^(localhost|[^.]+|.+\.(localhost|local|lan|internal|home\.arpa))$/;

const PRIVATE_IPV4 =
  /^(0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;

/** Loopback, unspecified, unique local, link local, and addresses that carry an IPv4 address inside. */
const PRIVATE_IPV6 = /^\[(::|f[cd]|fe[89ab])/;

/** @param hostname as `URL` spells it */
const isPrivateHost = (hostname: string): boolean => {
  if (hostname.startsWith('[')) return PRIVATE_IPV6.test(hostname);
  if (/^[\d.]+$/.test(hostname)) return PRIVATE_IPV4.test(hostname);
  return PRIVATE_NAME.test(hostname);
};
