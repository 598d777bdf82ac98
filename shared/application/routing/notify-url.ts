import type { Channel } from '../../domain/channels/channel.ts';

/** Where a provider reports payments of this account; the merchant may have to type it at the provider. */
export const notifyUrlOf = (
  callbacksBaseUrl: string,
  channel: Pick<Channel, 'id' | 'provider'>,
): string => `${callbacksBaseUrl.replace(/\/+$/, '')}/callbacks/${channel.provider}/${channel.id}`;
