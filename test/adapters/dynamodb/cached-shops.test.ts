import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachedShops } from '#shared/adapters/dynamodb/cached-shops.ts';
import { dynamoCheckoutSettings } from '#shared/adapters/dynamodb/checkout-settings-store.ts';
import { dynamoMerchantStore } from '#shared/adapters/dynamodb/merchant-store.ts';
import { updateCheckoutSettings } from '#shared/application/merchants/update-checkout-settings.ts';
import {
  type CheckoutSettings,
  DEFAULT_CHECKOUT_SETTINGS,
} from '#shared/domain/merchants/checkout-settings.ts';
import { aTenant, NOW } from '#test/support/builders.ts';
import { type Dynamo, startDynamo } from '#test/support/dynamo.ts';

let dynamo: Dynamo;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());

const aTable = () => ({ documents: dynamo.documents, tableName: dynamo.tables.merchants });
const aStore = () => dynamoCheckoutSettings(aTable());
const LOOK: CheckoutSettings = {
  ...DEFAULT_CHECKOUT_SETTINGS,
  displayName: 'Lantern Games',
  accent: '#c2410c',
  startsByItself: false,
};

describe('checkout settings', () => {
  it('are read as they were written, and are the defaults before', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    expect(await store.readVersioned(tenant)).toEqual({
      settings: DEFAULT_CHECKOUT_SETTINGS,
      version: 0,
      updatedAt: undefined,
    });
    expect(await store.write(tenant, LOOK, { previousVersion: 0, at: NOW })).toBe(true);
    expect(await store.readVersioned(tenant)).toEqual({
      settings: LOOK,
      version: 1,
      updatedAt: NOW.toISOString(),
    });
    const live = { ...tenant, mode: 'test' as const };
    expect((await store.readVersioned(live)).version).toBe(0);
  });

  it('are written by one of 16 who change them at the same moment', async () => {
    const [store, tenant] = [aStore(), aTenant()];
    const written = await Promise.all(
      Array.from({ length: 16 }, () => store.write(tenant, LOOK, { previousVersion: 0, at: NOW })),
    );
    expect(written.filter(Boolean)).toHaveLength(1);
  });

  it('keep both of two changes at once', async () => {
    const [checkoutSettings, tenant] = [aStore(), aTenant()];
    const change = (changes: Parameters<typeof updateCheckoutSettings>[2]) =>
      updateCheckoutSettings({ checkoutSettings, runtime: { now: () => NOW } }, tenant, changes);
    await Promise.all([change({ accent: '#123456' }), change({ contact: 'required' })]);
    expect(await checkoutSettings.readVersioned(tenant)).toMatchObject({
      version: 2,
      settings: { accent: '#123456', contact: 'required' },
    });
  });
});

describe('a shop as its buyers see it', () => {
  it('has the merchant’s name and the settings, read once in five seconds', async () => {
    const [settings, tenant] = [aStore(), aTenant()];
    const merchants = dynamoMerchantStore(aTable());
    await merchants.create({
      id: tenant.merchantId,
      name: 'Lantern Ltd',
      fingerprintKey: { wrappedKey: new Uint8Array([1]), data: new Uint8Array([2]) },
      createdAt: NOW.toISOString(),
    });
    let reads = 0;
    let millis = 0;
    const shops = cachedShops(
      {
        settings: {
          readVersioned: (of) => {
            reads += 1;
            return settings.readVersioned(of);
          },
        },
        merchants,
      },
      () => millis,
    );
    const plain = { name: 'Lantern Ltd', settings: DEFAULT_CHECKOUT_SETTINGS };
    expect(await Promise.all([shops.readShop(tenant), shops.readShop(tenant)])).toEqual([
      plain,
      plain,
    ]);
    expect(reads).toBe(1);
    await settings.write(tenant, LOOK, { previousVersion: 0, at: NOW });
    millis = 5_001;
    expect(await shops.readShop(tenant)).toEqual({ name: 'Lantern Ltd', settings: LOOK });
    expect(reads).toBe(2);
  });

  it('that nobody has heard of has no name and the defaults', async () => {
    const shops = cachedShops({ settings: aStore(), merchants: dynamoMerchantStore(aTable()) });
    expect(await shops.readShop(aTenant())).toEqual({
      name: undefined,
      settings: DEFAULT_CHECKOUT_SETTINGS,
    });
  });
});
