import {
  type Channel,
  type ChannelCapabilities,
  channelSchema,
} from '#shared/domain/channels/channel.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { Candidate } from '#shared/domain/routing/candidate.ts';
import { aChannel } from './builders.ts';

export const aTenant: Tenant = { merchantId: 'mer_01k00000000000000000000001', mode: 'test' };

/** The n-th id of a channel. */
export const channelId = (n: number): string =>
  `ch_01k0000000000000000000${String(n).padStart(4, '0')}`;

/** An enabled account for Alipay and WeChat in CNY, always the same one; parsed by the production schema. */
export const anAccount = (changes: Partial<Channel> = {}): Channel =>
  channelSchema.parse(
    aChannel(aTenant, {
      id: channelId(1),
      priority: 100,
      weight: 100,
      upstream: 'gateway-1',
      config: { merchantNumber: '1001' },
      credentialNames: ['key'],
      ...changes,
    }),
  );

export const someCapabilities: ChannelCapabilities = {
  methods: ['alipay', 'wechat_pay', 'card'],
  currencies: ['CNY', 'USD'],
  devices: ['desktop', 'mobile', 'wechat', 'alipay'],
  accessModes: ['page'],
  amountMinor: { min: 1n, max: 500_000n },
  query: true,
  close: false,
  refund: 'none',
  statement: false,
  notificationRetries: 'five times within two hours',
};

export const aCandidate = (
  overrides: Partial<Channel> = {},
  capabilities: Partial<ChannelCapabilities> = {},
): Candidate => ({
  channel: anAccount(overrides),
  capabilities: { ...someCapabilities, ...capabilities },
});
