import { z } from 'zod';

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

const isProviderAddress = (text: string): boolean => {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
};

/** Where a provider is reached: https, with the folder if it lives in one. Plain http on loopback only. */
export const providerAddress = z
  .string()
  .trim()
  .max(300)
  .refine(isProviderAddress, 'must be an https address without query, user or fragment');

/** The address of a path below a provider's address, also when that has a folder. */
export const below = (address: string, path: string): string =>
  new URL(path.replace(/^\/+/, ''), `${address.replace(/\/*$/, '')}/`).href;
