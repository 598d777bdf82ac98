import type { Simulation } from './kit/simulation.ts';

/** Keys are JSON of each provider's own shape; who starts a simulation only carries them. */
const untyped = <Keys, Platform>(simulation: Simulation<Keys, Platform>): Simulation =>
  simulation as unknown as Simulation;

/** Every provider that is simulated, by the channel's provider name. */
export const SIMULATIONS: Readonly<Record<string, () => Promise<Simulation>>> = {
  alipay: async () => untyped((await import('./alipay/simulation.ts')).alipay),
  camara: async () => untyped((await import('./camara/simulation.ts')).camara),
  epay: async () => untyped((await import('./epay/simulation.ts')).epay),
  epusdt: async () => untyped((await import('./epusdt/simulation.ts')).epusdt),
  fortumo: async () => untyped((await import('./fortumo/simulation.ts')).fortumo),
  grabpay: async () => untyped((await import('./grabpay/simulation.ts')).grabpay),
  jeepay: async () => untyped((await import('./jeepay/simulation.ts')).jeepay),
  paypal: async () => untyped((await import('./paypal/simulation.ts')).paypal),
  stripe: async () => untyped((await import('./stripe/simulation.ts')).stripe),
  unionpay: async () => untyped((await import('./unionpay/simulation.ts')).unionpay),
  usdt: async () => untyped((await import('./usdt/simulation.ts')).usdt),
  wechatpay: async () => untyped((await import('./wechatpay/simulation.ts')).wechatpay),
};
