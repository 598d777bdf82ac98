import type { Expiry } from '../channel.ts';
import { readCertificates } from './certificates.ts';
import type { AlipayConfig, AlipayCredentials } from './config.ts';

/**
 * When the certificates end that sign. Of a chain the first one counts: it ends before those that vouch for it. The roots
 * are only named in calls, and bare keys carry no date.
 */
export const expiries = (
  { keyMode }: AlipayConfig,
  credentials: AlipayCredentials,
): readonly Expiry[] =>
  keyMode === 'public_key'
    ? []
    : (['appCertificate', 'alipayCertificate'] as const).flatMap((name) =>
        readCertificates(credentials[name] ?? '')
          .slice(0, 1)
          .map(({ validTo }) => ({
            param: `credentials.${name}`,
            expiresAt: new Date(validTo),
          })),
      );
