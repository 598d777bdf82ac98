import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { currencyOf, type EpusdtConfig, FIATS } from './config.ts';

/** Both gateways together; prices are in ordinary money, paid in USDT at the gateway's rate. */
export const capabilities: ChannelCapabilities = {
  methods: ['usdt_trc20', 'usdt_erc20', 'usdt_bep20'],
  currencies: FIATS,
  devices: ['desktop', 'mobile', 'wechat', 'alipay', 'app'],
  accessModes: ['api'],
  // The gateways hold amounts as 64-bit floats: 15 digits are exact.
  amountMinor: { min: 1n, max: 9_999_999_999n },
  query: true,
  // Epusdt refuses a number that it has; BEpusdt makes the order anew, with another address.
  resubmission: 'none',
  close: true,
  refund: 'none',
  statement: false,
  notificationRetries: 'Epusdt: 5 times. BEpusdt: with growing waits, until its limit',
};

const EPUSDT: ChannelCapabilities = {
  ...capabilities,
  methods: ['usdt_trc20'],
  // "More than 0.01".
  amountMinor: { min: 2n, max: capabilities.amountMinor.max },
  close: false,
  notificationRetries: '5 times',
};

const BEPUSDT: ChannelCapabilities = {
  ...capabilities,
  notificationRetries: 'with growing waits, until the limit set at the gateway',
};

export const capabilitiesOf = (config: EpusdtConfig): ChannelCapabilities => ({
  ...(config.dialect === 'epusdt' ? EPUSDT : BEPUSDT),
  currencies: [currencyOf(config)],
});
