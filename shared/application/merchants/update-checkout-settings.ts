import type { z } from 'zod';
import type { updateCheckoutSettings as contract } from '../../contract/api/checkout-settings.ts';
import type { Tenant } from '../../domain/identity/tenant.ts';
import {
  type CheckoutSettings,
  checkoutSettingsSchema,
} from '../../domain/merchants/checkout-settings.ts';
import type { CheckoutSettingsStore } from '../ports/checkout-settings-store.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { VersionedSettings } from '../ports/versioned-settings.ts';
import { changeVersionedSettings } from './change-versioned-settings.ts';

type Changes = z.output<typeof contract.body>;

export interface UpdateCheckoutSettingsDeps {
  readonly checkoutSettings: CheckoutSettingsStore;
  readonly runtime: Pick<Runtime, 'now'>;
}

/**
 * Changes what is named; `null` takes away. A change that meets another one is made again on top of it.
 *
 * @throws AppError concurrent_change
 */
export const updateCheckoutSettings = (
  { checkoutSettings: store, runtime }: UpdateCheckoutSettingsDeps,
  tenant: Tenant,
  changes: Changes,
): Promise<VersionedSettings<CheckoutSettings>> =>
  changeVersionedSettings({ store, runtime, what: 'checkout settings' }, tenant, (known) =>
    checkoutSettingsSchema.parse({
      displayName: changed(changes.display_name, known.displayName),
      logoUrl: changed(changes.logo_url, known.logoUrl),
      accent: changed(changes.accent, known.accent),
      termsUrl: changed(changes.terms_url, known.termsUrl),
      supportUrl: changed(changes.support_url, known.supportUrl),
      supportEmail: changed(changes.support_email, known.supportEmail),
      returnUrl: changed(changes.return_url, known.returnUrl),
      contact: changes.contact ?? known.contact,
      unavailableMethods: changes.unavailable_methods ?? known.unavailableMethods,
      startsByItself: changes.starts_by_itself ?? known.startsByItself,
    }),
  );

const changed = (
  wanted: string | null | undefined,
  known: string | undefined,
): string | undefined => (wanted === undefined ? known : (wanted ?? undefined));
