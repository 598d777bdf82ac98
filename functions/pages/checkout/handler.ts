import { api } from '#shared/platform/http/api.ts';
import { apiServices } from '../../wiring/api-services.ts';
import { checkoutServices } from '../../wiring/checkout-services.ts';
import { checkoutScripts } from './checkout-scripts.ts';
import { downloadCards } from './download-cards.ts';
import { payCheckout } from './pay-checkout.ts';
import { reopenPage } from './reopen-page.ts';
import { showCheckout } from './show-checkout.ts';
import { showLookup } from './show-lookup.ts';
import { submitLookup } from './submit-lookup.ts';

const { documents, deviceSecret, deps: services } = checkoutServices('pages');
const deps = { ...services, scripts: checkoutScripts() };

export const handler = api({ ...apiServices('pages', documents), deviceSecret }, [
  showCheckout(deps),
  payCheckout(deps),
  ...reopenPage(),
  downloadCards(deps),
  showLookup(deps),
  submitLookup(deps),
]);
