import { presentCheckoutSettings } from '#shared/application/merchants/present-checkout-settings.ts';
import {
  type UpdateCheckoutSettingsDeps,
  updateCheckoutSettings as update,
} from '#shared/application/merchants/update-checkout-settings.ts';
import { updateCheckoutSettings as contract } from '#shared/contract/api/checkout-settings.ts';
import { bind } from '#shared/platform/http/bound-route.ts';

export const updateCheckoutSettings = (deps: UpdateCheckoutSettingsDeps) =>
  bind(contract, async ({ body }, { tenant }) =>
    presentCheckoutSettings(tenant, await update(deps, tenant, body)),
  );
