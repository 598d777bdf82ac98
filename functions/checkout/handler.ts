import { api } from '#shared/platform/http/api.ts';
import { apiServices } from '../wiring/api-services.ts';
import { checkoutServices } from '../wiring/checkout-services.ts';
import { createAttempt } from './create-attempt.ts';
import { lookupOrder } from './lookup-order.ts';
import { readCheckout } from './read-checkout.ts';

const { documents, deviceSecret, deps } = checkoutServices('checkout');

export const handler = api({ ...apiServices('checkout', documents), deviceSecret }, [
  readCheckout(deps),
  createAttempt(deps),
  lookupOrder(deps),
]);
