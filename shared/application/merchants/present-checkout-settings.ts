import type { z } from 'zod';
import type { checkoutSettingsObject } from '../../contract/api/checkout-settings.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import type { CheckoutSettings } from '../../domain/merchants/checkout-settings.ts';
import type { VersionedSettings } from '../ports/versioned-settings.ts';

/** Settings of the checkout page as the API shows them. */
export const presentCheckoutSettings = (
  { mode }: Tenant,
  { settings, updatedAt }: VersionedSettings<CheckoutSettings>,
): z.input<typeof checkoutSettingsObject> => ({
  object: 'checkout_settings',
  mode,
  display_name: settings.displayName ?? null,
  logo_url: settings.logoUrl ?? null,
  accent: settings.accent ?? null,
  terms_url: settings.termsUrl ?? null,
  support_url: settings.supportUrl ?? null,
  support_email: settings.supportEmail ?? null,
  return_url: settings.returnUrl ?? null,
  contact: settings.contact,
  unavailable_methods: settings.unavailableMethods,
  starts_by_itself: settings.startsByItself,
  updated_at: updatedAt ?? null,
});
