import type { ChannelCapabilities } from '../../domain/channels/channel.ts';
import { BANKS, bankOf } from './banks.ts';
import { ACCESS_MODES, type UnionpayConfig } from './config.ts';

export const capabilities: ChannelCapabilities = {
  methods: ['bank_gateway', 'unionpay'],
  currencies: ['CNY'],
  devices: ['desktop', 'mobile'],
  accessModes: ACCESS_MODES,
  // `txnAmt` has at most 12 digits.
  amountMinor: { min: 1n, max: 999_999_999_999n },
  query: true,
  // UnionPay's own sample programs say: query before you book, also after a signed 00 or A6.
  confirmByQuery: true,
  // One transaction for an order number and its time, however often the form is sent.
  resubmission: 'same_number',
  close: false,
  refund: 'full_and_partial',
  statement: true,
  banks: BANKS,
  notificationRetries: '5 times in all: at once, then 1, 2, 4 and 5 min later',
};

export const capabilitiesOf = ({ accessMode, banks }: UnionpayConfig): ChannelCapabilities => {
  const { banks: _, ...common } = capabilities;
  return accessMode === 'bank_gateway'
    ? {
        ...common,
        methods: ['bank_gateway'],
        accessModes: [accessMode],
        ...(banks ? { banks: banks.map(bankOf) } : {}),
      }
    : { ...common, methods: ['unionpay'], accessModes: [accessMode] };
};
