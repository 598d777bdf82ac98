import {
  type Channel,
  type ChannelCapabilities,
  channelSchema,
} from '#shared/domain/channels/channel.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import type { Candidate } from '#shared/domain/routing/candidate.ts';

export const aTenant: Tenant = { merchantId: 'mer_01k00000000000000000000001', mode: 'test' };

/** The n-th id of a channel. */
export const channelId = (n: number): string =>
  `ch_01k0000000000000000000${String(n).padStart(4, '0')}`;

/** An account that takes every payment of up to 5,000 CNY by Alipay and WeChat; parsed by the production schema. */
export const aChannel = (overrides: Partial<Channel> = {}): Channel =>
  channelSchema.parse({
    id: channelId(1),
    tenant: aTenant,
    provider: 'fake',
    label: 'Main account',
    status: 'enabled',
    role: 'main',
    priority: 100,
    weight: 100,
    methods: ['alipay', 'wechat_pay'],
    currency: 'CNY',
    dayZone: 'Asia/Shanghai',
    fee: { rateBasisPoints: 38, fixedMinor: 0 },
    upstream: 'gateway-1',
    maintenance: [],
    config: { merchantNumber: '1001' },
    credentials: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
    credentialNames: ['key'],
    version: 1,
    createdAt: '2026-03-01T00:00:00.000Z',
    updatedAt: '2026-03-01T00:00:00.000Z',
    ...overrides,
  });

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
  channel: aChannel(overrides),
  capabilities: { ...someCapabilities, ...capabilities },
});
