import type { CheckoutSettings } from '../../domain/merchants/checkout-settings.ts';
import type { VersionedSettingsStore } from './versioned-settings.ts';

export type CheckoutSettingsStore = VersionedSettingsStore<CheckoutSettings>;
