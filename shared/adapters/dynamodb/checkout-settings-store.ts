import type { CheckoutSettingsStore } from '../../application/ports/checkout-settings-store.ts';
import {
  checkoutSettingsSchema,
  DEFAULT_CHECKOUT_SETTINGS,
} from '../../domain/merchants/checkout-settings.ts';
import { type MerchantsTable, settingsPk } from './merchant-store.ts';
import { versionedSettings } from './versioned-settings.ts';

/** Settings of the page where buyers pay: one item a tenant. */
export const dynamoCheckoutSettings = (table: MerchantsTable): CheckoutSettingsStore =>
  versionedSettings(table, {
    keyOf: (tenant) => ({ pk: settingsPk(tenant), sk: 'CHECKOUT' }),
    attribute: 'settings',
    schema: checkoutSettingsSchema,
    defaults: DEFAULT_CHECKOUT_SETTINGS,
  });
