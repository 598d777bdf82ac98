import { answerControl } from './control.ts';
import { type Exchange, html, type Reply } from './exchange.ts';
import type { Gateway } from './gateway.ts';
import { payRoute } from './submit.ts';
import { answerV1 } from './v1.ts';
import { answerV2 } from './v2.ts';

/** The gateway's scripts, the buyer's page and the simulator's own controls. */
export const answer = async (
  gateway: Gateway,
  outage: (millis: number) => void,
  exchange: Exchange,
): Promise<Reply> => {
  const { path, message } = exchange;
  if (path.startsWith('/control/')) return answerControl(gateway, outage, exchange);
  if (path.startsWith('/pay/')) return payRoute(gateway, exchange);
  const merchant = gateway.merchants.get(message.pid ?? '');
  if (path.startsWith('/api/pay/')) return answerV2(gateway, merchant, exchange);
  if (/^\/(?:submit|mapi|api)\.php$/.test(path)) return answerV1(gateway, merchant, exchange);
  return html('Not Found', 404);
};
