import type { Simulation } from './kit/simulation.ts';

/** Keys are JSON of each provider's own shape; who starts a simulation only carries them. */
const untyped = <Keys, Platform>(simulation: Simulation<Keys, Platform>): Simulation =>
  simulation as unknown as Simulation;

/** Every provider that is simulated, by the channel's provider name. */
export const SIMULATIONS: Readonly<Record<string, () => Promise<Simulation>>> = {
  // alipay: async () => untyped((await import('./alipay/simulation.ts')).alipay),
};
void untyped;
