import { presentCheckoutSettings } from '#shared/application/merchants/present-checkout-settings.ts';
import type { CheckoutSettingsStore } from '#shared/application/ports/checkout-settings-store.ts';
import { readCheckoutSettings as contract } from '#shared/contract/api/checkout-settings.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const readCheckoutSettings = (deps: { readonly checkoutSettings: CheckoutSettingsStore }) =>
  bind(contract, async (_input, { tenant }) =>
    presentCheckoutSettings(tenant, await deps.checkoutSettings.readVersioned(tenant)),
  );
