const IPV4_IN_IPV6 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/;
const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/**
 * What requests of one address are counted under. A household or a phone is handed a whole IPv6 network and may use every
 * address in it, so the network (/64) counts. `undefined` for this machine itself: only the local stack is called from
 * there, and there everybody is.
 */
export const addressKey = (address: string): string | undefined => {
  const text = address.trim().toLowerCase().split('%', 1)[0] ?? '';
  const [, ipv4] = IPV4_IN_IPV6.exec(text) ?? [];
  if (ipv4 !== undefined) return ipv4.startsWith('127.') ? undefined : ipv4;
  if (text === '' || text === '::1') return undefined;
  if (!text.includes(':')) return text;
  // An IPv4 address at the end stands for the last two groups, which do not count.
  const [head = '', tail] = text.replace(/[\d.]+\.\d+$/, '0:0').split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : Math.max(0, GROUPS - before.length - after.length);
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  const network = groups.slice(0, GROUPS_OF_NETWORK).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${network.join(':')}::/64`;
};
