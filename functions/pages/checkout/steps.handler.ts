import { api } from '#shared/platform/http/api.ts';
import { apiServices } from '../../wiring/api-services.ts';
import { stepServices } from '../../wiring/step-services.ts';
import { checkoutScripts } from './checkout-scripts.ts';
import { returnRoutes } from './return-routes.ts';
import { submitCode } from './submit-code.ts';

const { documents, deviceSecret, deps: services } = stepServices('pages');
const deps = { ...services, scripts: checkoutScripts() };

/** What buyers do after they started to pay. Apart from the page, because it may change orders and hand over cards. */
export const handler = api({ ...apiServices('pages', documents), deviceSecret }, [
  submitCode(deps),
  ...returnRoutes(deps),
]);
