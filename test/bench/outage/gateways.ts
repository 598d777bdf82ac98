import type { EpaySimulator } from '#infra/local/providers/epay/epay-simulator.ts';
import { startEpaySimulator } from '#infra/local/providers/epay/start-epay-simulator.ts';

/** The shops' names at every gateway: each has an account of its own. */
export const SHOPS = ['learned', 'fixed'] as const;
export type ShopName = (typeof SHOPS)[number];

export interface TestGateway {
  readonly simulator: EpaySimulator;
  /** Share of buyers who pay through it when it is well. */
  readonly success: number;
  /** It takes orders, and nothing is ever paid or reported. */
  silent: boolean;
}

/** In the shops' own order: the best first. */
const SUCCESS = [0.92, 0.8, 0.74];

export const openGateways = (): Promise<TestGateway[]> =>
  Promise.all(
    SUCCESS.map(async (success) => ({
      simulator: await startEpaySimulator({
        pid: pidOf('learned'),
        merchants: [{ pid: pidOf('fixed') }],
        notifyRetrySeconds: [1, 2, 4],
      }),
      success,
      silent: false,
    })),
  );

export const pidOf = (shop: ShopName): string => (shop === 'learned' ? '8001' : '8002');

export const closeGateways = async (gateways: readonly TestGateway[]): Promise<void> => {
  await Promise.all(gateways.map(({ simulator }) => simulator.stop()));
};
