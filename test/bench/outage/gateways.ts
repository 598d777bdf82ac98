import type { EpayKeys } from '#infra/local/providers/epay/account.ts';
import { epay } from '#infra/local/providers/epay/simulation.ts';
import type { ChannelSetup } from '#infra/local/providers/kit/simulation.ts';
import {
  makeSimulatorKeys,
  type Simulator,
  startSimulator,
} from '#infra/local/providers/kit/start-simulator.ts';

/** The shops' names at every gateway: each has an account of its own. */
export const SHOPS = ['learned', 'fixed'] as const;
export type ShopName = (typeof SHOPS)[number];

export interface TestGateway {
  readonly simulator: Simulator<EpayKeys>;
  /** Share of buyers who pay through it when it is well. */
  readonly success: number;
  /** It takes orders, and nothing is ever paid or reported. */
  silent: boolean;
}

/** In the shops' own order: the best first. */
const SUCCESS = [0.92, 0.8, 0.74];

export const openGateways = (): Promise<TestGateway[]> =>
  Promise.all(
    SUCCESS.map(async (success) => {
      const keys = await makeSimulatorKeys(epay, SHOPS.length);
      const simulator = await startSimulator(epay, { keys, retrySeconds: [1, 2, 4] });
      return { simulator, success, silent: false };
    }),
  );

/** What a shop enters to use its account at a gateway. */
export const setupOf = ({ simulator }: TestGateway, shop: ShopName): ChannelSetup => {
  const merchant = simulator.merchants()[SHOPS.indexOf(shop)];
  const [setup] = simulator.channels(merchant?.id ?? '');
  if (!setup) throw new RangeError(`${shop} has no account`);
  return setup;
};

export const closeGateways = async (gateways: readonly TestGateway[]): Promise<void> => {
  await Promise.all(gateways.map(({ simulator }) => simulator.stop()));
};
