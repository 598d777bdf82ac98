import type { ChannelPort } from '#shared/channels/channel.ts';
import { markdownTable } from './markdown-table.ts';

export type DescribedChannel = Pick<ChannelPort, 'provider' | 'capabilities' | 'terms'>;

const yes = (value: boolean): string => (value ? 'yes' : 'no');

/** What every provider's adapter can do, as a table. Amounts are in minor units of each currency. */
export const channelTable = (channels: readonly DescribedChannel[]): string =>
  markdownTable(
    [
      'provider',
      'methods',
      'currencies',
      'devices',
      'access modes',
      'amount (minor units)',
      'query',
      'sent again under its number',
      'close',
      'refund',
      'statement',
      'code the front end runs',
      'phone number needed',
      'banks',
      'repeats an unanswered notification',
    ],
    channels.map(({ provider, capabilities }) => [
      `[${provider}](../shared/channels/${provider}/README.md)`,
      capabilities.methods.join(', '),
      capabilities.currencies.join(', '),
      capabilities.devices.join(', '),
      capabilities.accessModes.join(', '),
      `${capabilities.amountMinor.min} to ${capabilities.amountMinor.max}`,
      yes(capabilities.query),
      yes(capabilities.resubmission === 'same_number'),
      yes(capabilities.close),
      capabilities.refund.replaceAll('_', ' '),
      yes(capabilities.statement),
      Object.entries(capabilities.clientSdks ?? {})
        .map(([device, sdk]) => `${sdk} (${device})`)
        .join(', '),
      yes(capabilities.needsPhone === true),
      (capabilities.banks ?? []).map(({ code }) => code).join(', '),
      capabilities.notificationRetries,
    ]),
  );
