import { type CheckoutSettings, DEFAULT_CHECKOUT_SETTINGS } from './checkout-settings.ts';

/** A shop as its buyers see it. */
export interface Shop {
  /** Absent when nothing is known of it. */
  readonly name: string | undefined;
  readonly settings: CheckoutSettings;
}

/** A shop's page when its settings cannot be read: a look must never keep anybody from paying. */
export const PLAIN_SHOP: Shop = { name: undefined, settings: DEFAULT_CHECKOUT_SETTINGS };
