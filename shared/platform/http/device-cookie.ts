import { createHmac } from 'node:crypto';
import {
  formatKnownDevice,
  type KnownDevice,
  parseKnownDevice,
} from '../../domain/checkout/known-device.ts';
import { constantTimeEqual } from './constant-time.ts';

/** Browsers keep a cookie 400 days at most (RFC 6265bis, 5.5). */
const MAX_AGE_SECONDS = 400 * 86_400;
const NAME = 'arteria_device';
/** Of two with one name a browser may send both; more than a few is somebody trying keys. */
const MAX_TRIED = 4;

/**
 * A browser takes `__Host-` only from this very host over TLS, so that no neighbour under the same domain can plant the
 * cookie of another device. Without TLS, which is on this machine only, there is no such name.
 */
const nameOf = (publicBaseUrl: string): string =>
  isLoopback(publicBaseUrl) ? NAME : `__Host-${NAME}`;

const isLoopback = (publicBaseUrl: string): boolean => {
  const { protocol, hostname } = new URL(publicBaseUrl);
  return protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
};

const signature = (text: string, secret: string): string =>
  createHmac('sha256', secret).update(`${NAME}.1#${text}`).digest('base64url');

/**
 * The device that a browser's cookies name. A cookie that was not made here, or with another secret, is none: the browser
 * gets a new one.
 */
export const readDeviceCookie = (
  cookies: readonly string[],
  { secret, publicBaseUrl }: { readonly secret: string; readonly publicBaseUrl: string },
): KnownDevice | undefined => {
  const start = `${nameOf(publicBaseUrl)}=`;
  for (const cookie of cookies.filter((text) => text.startsWith(start)).slice(0, MAX_TRIED)) {
    const value = cookie.slice(start.length);
    const end = value.lastIndexOf('.');
    const text = value.slice(0, Math.max(0, end));
    if (constantTimeEqual(value.slice(end + 1), signature(text, secret)))
      return parseKnownDevice(text);
  }
  return undefined;
};

/** The value of Set-Cookie that makes a browser remember a device. Scripts cannot read it, other sites cannot send it along. */
export const deviceCookie = (
  device: KnownDevice,
  { secret, publicBaseUrl }: { readonly secret: string; readonly publicBaseUrl: string },
): string => {
  const text = formatKnownDevice(device);
  return [
    `${nameOf(publicBaseUrl)}=${text}.${signature(text, secret)}`,
    'Path=/',
    `Max-Age=${MAX_AGE_SECONDS}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isLoopback(publicBaseUrl) ? [] : ['Secure']),
  ].join('; ');
};
