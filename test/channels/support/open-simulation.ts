import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import { GOOD_BEHAVIOUR } from '#infra/local/providers/kit/behaviour.ts';
import type { ChannelSetup, Simulation } from '#infra/local/providers/kit/simulation.ts';
import {
  type Simulator,
  type SimulatorKeys,
  startSimulator,
} from '#infra/local/providers/kit/start-simulator.ts';
import type { ChannelPort } from '#shared/application/ports/channel-port.ts';
import { type ChannelDesk, openChannelDesk } from './channel-desk.ts';

/** A simulated provider with a desk for each account there, for all tests of a file. */
export interface OpenSimulation<Keys = unknown> {
  readonly channel: ChannelPort;
  readonly simulator: Simulator<Keys>;
  /** The desk of the simulation's n-th channel, from 0. */
  deskAt(at: number): ChannelDesk;
  /** Waits until the provider knows that the shop heard of the payment. */
  acknowledged(orderNumber: string): Promise<void>;
  /** Refunds that stayed in work are done, or fail. */
  settleRefunds(orderNumber: string, state?: 'done' | 'failed'): Promise<void>;
}

interface Options<Keys, Platform> {
  readonly keys?: SimulatorKeys<Keys, Platform>;
  /** Changes what the provider's merchant enters. */
  readonly setups?: (own: readonly ChannelSetup[]) => readonly ChannelSetup[];
}

/** Each test finds a provider that behaves well, and desks that heard of nothing. */
export const openSimulation = async <Keys, Platform>(
  channel: ChannelPort,
  simulation: Simulation<Keys, Platform>,
  { setups = (own) => own, ...options }: Options<Keys, Platform> = {},
): Promise<OpenSimulation<Keys>> => {
  const simulator = await startSimulator(simulation, {
    retrySeconds: [0.05, 0.05, 0.05, 0.05],
    ...options,
  });
  const desks = await Promise.all(
    setups(simulator.channels()).map((setup) => openChannelDesk(channel, setup)),
  );
  beforeEach(() => {
    for (const desk of desks) {
      desk.outcomes.length = 0;
      desk.callbacks.length = 0;
      desk.failNext = 0;
    }
  });
  afterEach(() => simulator.behave(GOOD_BEHAVIOUR));
  afterAll(async () => {
    await Promise.all(desks.map((desk) => desk.stop()));
    await simulator.stop();
  });
  return {
    channel,
    simulator,
    deskAt: (at) => {
      const desk = desks[at];
      if (!desk) throw new Error(`${channel.provider} has no account ${at}`);
      return desk;
    },
    acknowledged: (orderNumber) =>
      vi.waitFor(() => expect(simulator.payment(orderNumber)?.acknowledged).toBe(true), 5_000),
    settleRefunds: async (orderNumber, state = 'done') => {
      const url = `${simulator.url}/control/orders/${orderNumber}/settle-refunds`;
      const body = JSON.stringify({ state });
      expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
    },
  };
};
