import { randomBytes } from 'node:crypto';
import { getAddress } from 'viem';
import { createProviderHttp } from '#shared/adapters/http/provider-http.ts';
import type {
  ChannelContext,
  CreateRequest,
  PaymentReference,
  WatchOutcome,
} from '#shared/application/ports/channel-port.ts';
import type { LeaseStore } from '#shared/application/ports/lease-store.ts';
import { usdt } from '#shared/channels/usdt/index.ts';
import type { PaymentNotification } from '#shared/domain/callbacks/notification.ts';
import { attemptIdOf, providerOrderNumberOf, toOrderId } from '#shared/domain/identity/ids.ts';
import { money } from '#shared/domain/money/money.ts';
import { systemRuntime } from '#shared/platform/runtime.ts';
import { leasesInMemory } from '#test/support/leases.ts';
import type { Chain } from './open-chain.ts';

export const anAddress = (): string => getAddress(`0x${randomBytes(20).toString('hex')}`);

const http = createProviderHttp({ allowPrivateAddresses: true });

/** A shop's account on a test chain, and who watches it. */
export interface Wallet {
  readonly context: ChannelContext;
  readonly addresses: readonly string[];
  readonly leases: LeaseStore;
  order(change?: Partial<CreateRequest>): CreateRequest;
  /** Makes the payment; where and how much the buyer is asked to pay. */
  ask(request: CreateRequest): Promise<{ address: string; amount: string; units: bigint }>;
  /** Looks until nothing more is there; what was reported. */
  look(): Promise<PaymentNotification[]>;
  /** One look that stores no cursor, as if the process died before it could. */
  lookAndDie(): Promise<WatchOutcome>;
}

export const CONFIRMATIONS = 3;

export const openWallet = (
  chain: Chain,
  {
    count = 3,
    leases = leasesInMemory(),
    decimals = 6,
    now = () => new Date(),
    ...config
  }: {
    count?: number;
    leases?: LeaseStore;
    decimals?: number;
    now?: () => Date;
    [name: string]: unknown;
  } = {},
): Wallet => {
  const addresses = Array.from({ length: count }, anAddress);
  const context: ChannelContext = {
    channelId: 'ch_01k9gfm0c8e4ravxk1q3j7zw99',
    mode: 'test',
    config: usdt.configSchema.parse({
      network: 'erc20',
      accessMode: 'address',
      addresses,
      contract: chain.token,
      chainId: 31337,
      finality: CONFIRMATIONS,
      maxHeadAgeSeconds: 3_600,
      rpc: { url: chain.url, pauseSeconds: 0 },
      ...config,
    }),
    credentials: usdt.credentialsSchema.parse({}),
    notifyUrl: 'https://callbacks.example.com/callbacks/usdt/ch_1',
    http,
    leases,
    get now() {
      return now();
    },
  };
  let cursor: string | undefined;
  const watch = () => usdt.watch?.(context, cursor) as Promise<WatchOutcome>;
  return {
    context,
    addresses,
    leases,
    order: (change = {}) => {
      const createdAt = now();
      return {
        orderNumber: providerOrderNumberOf(attemptIdOf(toOrderId(systemRuntime.newId('order')), 1)),
        amount: money('USDT', 9_900_000),
        method: 'usdt_erc20',
        device: 'desktop',
        subject: 'VIP',
        returnUrl: 'https://shop.example.com/return',
        sharedReturn: { url: 'https://shop.example.com/return', state: 'abc' },
        buyerIp: '203.0.113.9',
        createdAt,
        expiresAt: new Date(createdAt.getTime() + 900_000),
        ...change,
      };
    },
    ask: async (request) => {
      const outcome = await usdt.create(context, request);
      if (outcome.kind !== 'happened' || outcome.nextAction.kind !== 'address')
        throw new Error(JSON.stringify(outcome));
      const { address, amount } = outcome.nextAction;
      const [whole = '', fraction = ''] = amount.split('.');
      return { address, amount, units: BigInt(whole + fraction.padEnd(decimals, '0')) };
    },
    look: async () => {
      const seen: PaymentNotification[] = [];
      for (let looks = 0; looks < 50; looks += 1) {
        const outcome = await watch();
        if (outcome.kind === 'unknown') throw new Error(outcome.detail);
        for (const { notification } of outcome.sightings)
          if (notification.kind === 'payment') seen.push(notification);
        cursor = outcome.cursor;
        if (!outcome.isBehind) return seen;
      }
      throw new Error('the watch never came to an end');
    },
    lookAndDie: watch,
  };
};

export const attemptOf = ({ orderNumber }: CreateRequest): string => `att_${orderNumber}`;

export const referenceOf = (request: CreateRequest): PaymentReference => {
  const { orderNumber, amount, method, device, createdAt, expiresAt } = request;
  return { orderNumber, amount, method, device, createdAt, expiresAt };
};
