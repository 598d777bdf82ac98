import type { Simulation } from './kit/simulation.ts';

/** Keys are JSON of each provider's own shape; who starts a simulation only carries them. */
const untyped = <Keys, Platform>(simulation: Simulation<Keys, Platform>): Simulation =>
  simulation as unknown as Simulation;

/** Every provider that is simulated, by the channel's provider name. */
export const SIMULATIONS: Readonly<Record<string, () => Promise<Simulation>>> = {
  epusdt: async () => untyped((await import('./epusdt/simulation.ts')).epusdt),
  jeepay: async () => untyped((await import('./jeepay/simulation.ts')).jeepay),
  stripe: async () => untyped((await import('./stripe/simulation.ts')).stripe),
  usdt: async () => untyped((await import('./usdt/simulation.ts')).usdt),
};
