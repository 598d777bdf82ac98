import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { settingsOf, type UsdtConfig } from './config.ts';
import { NETWORKS } from './networks.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['usdt_trc20', 'usdt_erc20', 'usdt_bep20'],
  currencies: ['USDT'],
  devices: ['desktop', 'mobile', 'wechat', 'alipay', 'app'],
  accessModes: ['address', 'amount'],
  // From what is no dust up to ten million.
  amountMinor: { min: 10_000n, max: 10_000_000_000_000n },
  query: true,
  resubmission: 'same_number',
  // Nobody can keep a chain from taking money: an address goes on to be looked at.
  close: false,
  refund: 'none',
  statement: false,
  notificationRetries: 'nobody notifies: the chain is looked at',
};

/** Of the one network that an account is on. */
export const capabilitiesOf = (config: UsdtConfig): ChannelCapabilities => ({
  ...capabilities,
  methods: [NETWORKS[config.network].method],
  accessModes: [config.accessMode],
  amountMinor: { ...capabilities.amountMinor, min: settingsOf(config).minimumMinor },
});
