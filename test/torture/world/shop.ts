import { dynamoInventoryStore } from '#shared/adapters/dynamodb/inventory-store.ts';
import type { Channel } from '#shared/domain/channels/channel.ts';
import { retireAccount } from '#shared/domain/channels/retired-accounts.ts';
import type { Tenant } from '#shared/domain/identity/tenant.ts';
import { type Money, money } from '#shared/domain/money/money.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { cardPosition } from '#shared/domain/stock/card-position.ts';
import type { MemoryDynamo } from '../memory/memory-dynamo.ts';
import type { Setting } from './setting.ts';

/** The shop that everything happens in, and one that must never see any of it. */
export const SHOP: Tenant = { merchantId: 'mer_01k00000000000000000000001', mode: 'live' };
export const NEIGHBOUR: Tenant = { merchantId: 'mer_01k00000000000000000000002', mode: 'live' };

const AT = '2026-01-01T00:00:00.000Z';
const PRICE_MINOR = 1_000;

export const accountKey = (account: string): string => `key of ${account}`;

export const aProductOf = ({ cardKind, hasHook }: Setting): Product => ({
  id: 'prod_01k00000000000000000000001',
  tenant: SHOP,
  name: 'card',
  description: '',
  price: money('CNY', PRICE_MINOR),
  minQuantity: 1,
  maxQuantity: 5,
  cardKind,
  status: 'active',
  lowStockThreshold: 0,
  lowStockNotified: false,
  waitingUnits: 0,
  deliveryHook: hasHook
    ? {
        url: 'https://shop.test/deliver',
        secret: { wrappedKey: new Uint8Array(), data: new TextEncoder().encode('whsec_c2VjcmV0') },
      }
    : undefined,
  stockLanes: 1,
  version: 1,
  createdAt: AT,
  updatedAt: AT,
});

const accountSettings = (account: string): Pick<Channel, 'config' | 'credentials'> => ({
  config: { account },
  credentials: {
    wrappedKey: new Uint8Array(),
    data: new TextEncoder().encode(JSON.stringify({ key: accountKey(account) })),
  },
});

/** The channel with another account in the place of its own, as long as there is room for it. */
export const withNewAccount = (channel: Channel, now: Date): Channel => {
  const account = String(channel.config.account);
  const retired = retireAccount(channel, account, { retire: 'keep', now });
  if (retired.kind === 'full') return channel;
  const { accountVersion, retiredAccounts } = retired;
  return {
    ...channel,
    ...accountSettings(`${account}+`),
    accountVersion,
    retiredAccounts,
  };
};

const aChannel = (number: number, changes: Partial<Channel>): Channel => ({
  id: `ch_01k0000000000000000000000${number}`,
  tenant: SHOP,
  provider: 'paper',
  label: `account ${number}`,
  status: 'enabled',
  role: 'main',
  priority: number,
  weight: 1,
  methods: ['alipay'],
  currency: 'CNY',
  dayZone: 'UTC',
  fee: { rateBasisPoints: 0, fixedMinor: 0 },
  upstream: `gateway ${number}`,
  maintenance: [],
  ...accountSettings(`account-${number}`),
  credentialNames: ['key'],
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  ...changes,
});

/** Two accounts for Alipay, so that one can stand in for the other, and one for WeChat Pay. */
export const testChannels = (setting: Setting, price: Money): Channel[] => [
  aChannel(1, {
    provider: setting.firstProvider,
    confirmFrom: setting.confirms ? money('CNY', 0) : undefined,
    dailyCap: setting.capOrders
      ? money('CNY', price.minor * BigInt(setting.capOrders * setting.quantity))
      : undefined,
  }),
  aChannel(2, {
    provider: setting.firstProvider,
    role: 'backup',
    confirmFrom: setting.confirms ? money('CNY', 0) : undefined,
  }),
  aChannel(3, { provider: setting.secondProvider, methods: ['wechat_pay'] }),
];

/** Puts a product on the shelf, with cards; all at once and before anything happens. */
export const stockShelf = async (
  dynamo: MemoryDynamo,
  product: Product,
  cards: number,
): Promise<string[]> => {
  const inventory = dynamoInventoryStore({
    documents: dynamo.client(),
    tableName: dynamo.tables.inventory,
  });
  await inventory.createProduct(product);
  return product.cardKind === 'manual' ? [] : addCards(dynamo, product, 0, cards);
};

/** Adds cards from a position on; returns their ids. */
export const addCards = async (
  dynamo: MemoryDynamo,
  product: Product,
  first: number,
  count: number,
  inventory = dynamoInventoryStore({
    documents: dynamo.client(),
    tableName: dynamo.tables.inventory,
  }),
): Promise<string[]> => {
  const cards = Array.from({ length: count }, (_, index) => ({
    cardId: `card_01k00000000000000000000${String(first + index).padStart(3, '0')}`,
    lane: 0,
    position: cardPosition(first + index),
    sealed: {
      wrappedKey: new Uint8Array(),
      data: new TextEncoder().encode(`CARD-${first + index}`),
    },
    fingerprint: `${first + index}`,
    line: index,
  }));
  await inventory.addCards({ tenant: product.tenant, productId: product.id }, cards, {
    resumed: false,
  });
  return cards.map(({ cardId }) => cardId);
};
