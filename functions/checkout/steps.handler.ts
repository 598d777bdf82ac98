import { api } from '#shared/platform/http/api.ts';
import { apiServices } from '../wiring/api-services.ts';
import { stepServices } from '../wiring/step-services.ts';
import { enterCode, resendCode } from './enter-code.ts';

const { documents, deviceSecret, deps } = stepServices('checkout');

/** What buyers do after they started to pay. Apart from the start, because it may change orders and hand over cards. */
export const handler = api({ ...apiServices('checkout', documents), deviceSecret }, [
  enterCode(deps),
  resendCode(deps),
]);
