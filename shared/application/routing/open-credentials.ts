import type { Channel } from '../../domain/channels/channel.ts';
import type { Sealer } from '../ports/sealer.ts';

/** Opens an account's secrets; inverse of sealCredentials. Whoever uses them parses them by the provider's schema. */
export const openCredentials = async (
  sealer: Sealer,
  channel: Pick<Channel, 'id' | 'tenant' | 'credentials'>,
): Promise<unknown> =>
  JSON.parse(
    await sealer.open(channel.credentials, {
      merchantId: channel.tenant.merchantId,
      kind: 'channel_credentials',
      id: channel.id,
    }),
  );
