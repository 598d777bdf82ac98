import type { ProviderHttp } from '../../application/ports/provider-http.ts';
import { pauseMillisOf, type UsdtContext } from './config.ts';

/** When this process last saw all there was to see. */
const lookedAt = new WeakMap<ProviderHttp, Map<string, number>>();

const timesOf = ({ http }: UsdtContext): Map<string, number> => {
  const known = lookedAt.get(http) ?? new Map<string, number>();
  lookedAt.set(http, known);
  return known;
};

const keyOf = ({ channelId, config }: UsdtContext): string =>
  `${channelId} ${config.network} ${config.addresses[0]}`;

/** Whether nodes are asked again too soon: they count calls, and a chain has nothing new more often than it has blocks. */
export const isTooSoon = (context: UsdtContext): boolean => {
  const last = timesOf(context).get(keyOf(context));
  const passed = context.now.getTime() - (last ?? Number.NEGATIVE_INFINITY);
  return passed >= 0 && passed < pauseMillisOf(context.config);
};

export const noteLook = (context: UsdtContext): void => {
  timesOf(context).set(keyOf(context), context.now.getTime());
};
