import type { Channel } from '../../domain/channels/channel.ts';
import type { Sealer } from '../ports/sealer.ts';

/** Seals an account's secrets under a data key of their own, bound to the account. */
export const sealCredentials = async (
  sealer: Sealer,
  channel: Pick<Channel, 'id' | 'tenant'>,
  credentials: Readonly<Record<string, string>>,
): Promise<Pick<Channel, 'credentials' | 'credentialNames'>> => ({
  credentials: (await sealer.newDataKey()).seal(JSON.stringify(credentials), {
    merchantId: channel.tenant.merchantId,
    kind: 'channel_credentials',
    id: channel.id,
  }),
  credentialNames: Object.keys(credentials).sort(),
});
